"""The monitoring plan of a sign-off: what is watched after it, what each figure was, and what ends when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from medrules.model.decision import Dossier
from medrules.reports.approvals import adopted, subject
from medrules.reports.signoff_words import used_packs

_MOST = 5
"""Days and hazards that are named."""
_NAMED = 3
"""What ends on one day, by name."""


class Watched(NamedTuple):
    """One criterion, watched on samples of live answers."""

    criterion: str
    figure: str
    """What the run gave, review counted as violated."""
    needs: int | None
    """The least number of cases a sample needs for it to be met at all; None: not stated."""


class Due(NamedTuple):
    """Something that ends by itself."""

    day: date
    what: str


class Plan(NamedTuple):
    """What to keep watching once the model is in use."""

    watched: tuple[Watched, ...]
    due: tuple[Due, ...]
    """The first few, the earliest first."""
    hazards: tuple[str, ...]
    """Hazards under which this run found a violation, those with most first."""


def plan(dossier: Dossier) -> Plan:
    """The plan that follows from a sign-off's block, its approvals and its run."""
    watched = tuple(
        Watched(
            judged.criterion.text,
            judged.figure,
            judged.eligibility.needs if judged.eligibility is not None else None,
        )
        for judged in dossier.decision.criteria
    )
    broken = [each.hazard.title for each in dossier.scorecard.hazards if each.violated]
    return Plan(watched, tuple(_due(dossier))[:_MOST], tuple(broken[:_MOST]))


def _due(dossier: Dossier) -> Iterator[Due]:
    """What ends, a day a line."""
    by_day: dict[date, list[str]] = {}
    for each in sorted(set(_ending(dossier))):
        by_day.setdefault(each.day, []).append(each.what)
    for day, found in by_day.items():
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        yield Due(day, ", ".join(found[:_NAMED]) + more)


def _ending(dossier: Dossier) -> Iterator[Due]:
    today = dossier.decision.as_of
    for pack in used_packs(dossier):
        if pack.review_by is not None and pack.review_by >= today:
            yield Due(pack.review_by, f"review of the pack “{pack.title}”")
    for each in dossier.scorecard.adoptions:
        if each.standing == "in force" and each.adoption.review_by is not None:
            yield Due(each.adoption.review_by, f"adoption of the {adopted(each.adoption)}")
    for found in dossier.scorecard.waivers:
        if found.standing == "in force" and found.waiver.until is not None:
            yield Due(found.waiver.until, f"waiver of {subject(found.waiver)}")
