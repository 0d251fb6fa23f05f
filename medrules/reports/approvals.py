"""Waivers and adoptions in words, for every format."""

from __future__ import annotations

from collections.abc import Sequence

from medrules.model.approval import Adoption, AdoptionStanding, Standing, Waiver
from medrules.model.tallies import WaiverTally
from medrules.model.verdict import Verdict
from medrules.reports.figures import counted

STANDINGS: dict[Standing, str] = {
    "in force": "in force",
    "lapsed": "lapsed",
    "not waivable": "refused",
    "not loaded": "not loaded",
}


def subject(waiver: Waiver) -> str:
    """What a waiver is about: *tea.never*, *tea.never in case uri-017*."""
    return waiver.rule if waiver.case is None else f"{waiver.rule} in case {waiver.case}"


def state(found: WaiverTally) -> str:
    """What a waiver is worth: *in force*, *in force, unused*, *lapsed*."""
    unused = ", unused" if found.standing == "in force" and not found.used else ""
    return STANDINGS[found.standing] + unused


def note(found: WaiverTally) -> str:
    """Why a waiver does not hold, and what follows; empty of one in force."""
    if found.standing == "in force":
        return ""
    return found.reason + ("" if found.standing == "not loaded" else " What it names counts in full.")


def covers(found: WaiverTally) -> str:
    """What a waiver covers in the run: *3 violated, 1 to review, in 2 cases*."""
    if not found.used:
        return "nothing"
    parts = [f"{found.violated:,} violated"] if found.violated else []
    parts += [f"{found.review:,} to review"] if found.review else []
    return ", ".join([*parts, f"in {counted(found.cases, 'case')}"])


def renewed(waiver: Waiver) -> str:
    """How often a waiver was renewed: *never renewed*, *renewed once*, *renewed 3 times*."""
    return {0: "never renewed", 1: "renewed once"}.get(waiver.renewed, f"renewed {waiver.renewed} times")


def until(waiver: Waiver) -> str:
    """The last day of a waiver, as it is written where it is none."""
    return str(waiver.until or waiver.until_written or "no date")


def adopted(adoption: Adoption) -> str:
    """What an adoption is about: *pack “Stroke and TIA” version 1.2.0 as production*."""
    version = f" version {adoption.version}" if adoption.version is not None else ""
    name = f"“{adoption.name}”" if adoption.subject == "pack" else adoption.name
    return f"{adoption.subject} {name}{version} as {adoption.status}"


def approved(adoption: Adoption) -> str:
    """Who approved an adoption, and when."""
    return f"{adoption.approved_by or 'nobody named'}, {adoption.approved_on or 'no date'}"


def lapsed(found: Sequence[AdoptionStanding]) -> list[AdoptionStanding]:
    """The adoptions that do not hold."""
    return [each for each in found if each.standing != "in force"]


def waiver_of(verdict: Verdict, waivers: Sequence[WaiverTally]) -> WaiverTally | None:
    """The waiver that covers a waived verdict: one for its case before one for its rule."""
    fitting = [
        each
        for each in waivers
        if each.standing == "in force"
        and each.waiver.rule == verdict.rule
        and each.waiver.case in (None, verdict.case)
    ]
    return min(fitting, key=lambda each: each.waiver.case is None, default=None) if verdict.waived else None
