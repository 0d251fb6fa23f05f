"""The runs of a sign-off beside one another: each with its figures, and with what was changed before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
from pydantic import ValidationError

from medrules.model.decision import Decision, LastSigned
from medrules.model.figures import Rate, Rates
from medrules.model.history import KeptRun, OnRecord
from medrules.model.rule import HARMS
from medrules.model.scorecard import Scorecard
from medrules.model.trend import Change, Trend, TrendRun
from medrules.scoring.intervals import rate
from medrules.signoff.criteria import DEFAULT_CONFIDENCE
from medrules.signoff.lock import Lock, canonical

MOST = 12
"""Earlier runs that are shown."""
HARMFUL = HARMS.index("severe")
"""The least harm of an event that makes a case harmful."""


def earlier_runs(kept: Sequence[KeptRun]) -> tuple[TrendRun, ...]:
    """Runs on record, oldest first."""
    found: list[TrendRun] = []
    before: KeptRun | None = None
    for each in kept:
        summary = each.summary
        found.append(
            TrendRun(
                digest=summary.digest,
                as_of=summary.as_of,
                state=summary.state,
                signed=summary.signed,
                models=summary.models,
                tool=summary.tool,
                cases=summary.cases,
                harm_per_case=summary.harm_per_case,
                harm_per_case_without_review=summary.harm_per_case_without_review,
                case_harm=Rates(
                    without_review=_share(each.harmful, summary.cases),
                    with_review=_share(each.harmful_review, summary.cases),
                ),
                changed=tuple(_changed(_lock(each), summary.models, before)),
            )
        )
        before = each
    return tuple(found)


def digest(earlier: Sequence[TrendRun]) -> str:
    """One SHA-256 of everything that a report shows of earlier runs."""
    text = canonical([each.model_dump(mode="json") for each in earlier])
    return hashlib.sha256(text.encode()).hexdigest()


def trend(before: OnRecord, decision: Decision, card: Scorecard, lock: Lock, *, last: LastSigned | None) -> Trend:
    """This run after the earlier ones.

    Args:
        before: runs on record.
        decision: of this run.
        card: of this run.
        lock: of this run.
        last: this run held against the last signed one.
    """
    models = tuple(segment.name for segment in card.models)
    harm = card.overall.harm_per_case
    this = TrendRun(
        digest=None,
        as_of=decision.as_of,
        state=decision.state,
        signed=False,
        models=models,
        tool=f"medrules {lock.medrules}",
        cases=decision.cases,
        harm_per_case=harm.with_review.value,
        harm_per_case_without_review=harm.without_review.value,
        case_harm=card.overall.case_harm,
        changed=tuple(_changed(lock, models, before.runs[-1] if before.runs else None)),
    )
    return Trend(runs=(*earlier_runs(before.runs), this), earlier=before.number, last_signed=last)


def _share(harmful: int, cases: int) -> Rate:
    ones = np.ones(cases, np.int64)
    return rate((np.arange(cases) < harmful).astype(np.int64), ones, ones, DEFAULT_CONFIDENCE)


def _lock(run: KeptRun) -> Lock | None:
    """The lock of a run on record; None where another version wrote it in another shape."""
    try:
        return Lock.model_validate_json(run.lock)
    except ValidationError:
        return None


def _changed(lock: Lock | None, models: tuple[str, ...], before: KeptRun | None) -> Iterator[Change]:
    if before is None:
        return
    if models != before.summary.models:
        yield "model"
    other = _lock(before)
    if lock is None or other is None:
        return
    if _hashes(lock, "rules") != _hashes(other, "rules"):
        yield "rules"
    if _hashes(lock, "vignettes") != _hashes(other, "vignettes"):
        yield "cases"
    if _hashes(lock, "weights") != _hashes(other, "weights"):
        yield "harm weights"
    if (lock.medrules, lock.grammar, lock.vocabulary) != (other.medrules, other.grammar, other.vocabulary):
        yield "medrules"


def _hashes(lock: Lock, kind: str) -> frozenset[str]:
    return frozenset(each.sha256 for each in lock.files if each.kind == kind)
