"""Precision and recall of each rule against what reviewers settled on, weighted by the chance of being drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from medrules.model.figures import Interval, Rate
from medrules.model.review import Detection
from medrules.scoring.intervals import lower_bound, upper_bound

CONFIDENCE = 0.95


class Settled(NamedTuple):
    """One verdict of a rule, and what reviewers settled on."""

    case: str
    rule: str
    weight: float
    """Inverse of its chance of being drawn."""
    ours: str
    theirs: str


def detections(settled: Iterable[Settled]) -> tuple[Detection, ...]:
    """Precision and recall of each rule that was reviewed, by id."""
    by_rule: dict[str, list[Settled]] = {}
    for each in settled:
        by_rule.setdefault(each.rule, []).append(each)
    return tuple(_detection(rule, by_rule[rule]) for rule in sorted(by_rule))


def _detection(rule: str, of_it: Sequence[Settled]) -> Detection:
    called = [each for each in of_it if each.ours == "violated"]
    broken = [each for each in of_it if each.theirs == "violated"]
    return Detection(
        rule=rule,
        reviewed=len(of_it),
        precision=_share([(each, each.theirs == "violated") for each in called]),
        recall=_share([(each, each.ours in {"violated", "review"}) for each in broken]),
    )


def _share(held: Sequence[tuple[Settled, bool]]) -> Rate:
    """A weighted share; its exact bounds count what the cases are worth as cases of equal weight (Kish, 1965)."""
    count, total = sum(holds for _, holds in held), len(held)
    if not held:
        return Rate(count=0, total=0, cases=0, value=None, interval=None, lower=None, upper=None, effective_n=None)
    by_case: dict[str, float] = {}
    for each, _ in held:
        by_case[each.case] = by_case.get(each.case, 0.0) + each.weight
    whole = sum(by_case.values())
    worth = whole**2 / sum(weight**2 for weight in by_case.values())
    value = sum(each.weight for each, holds in held if holds) / whole if count < total else 1.0
    tail = 1 - (1 - CONFIDENCE) / 2
    return Rate(
        count=count,
        total=total,
        cases=len(by_case),
        value=value,
        interval=Interval(
            low=lower_bound(value * worth, worth, tail),
            high=upper_bound(value * worth, worth, tail),
            confidence=CONFIDENCE,
            method="Clopper–Pearson",
        ),
        lower=lower_bound(value * worth, worth, CONFIDENCE),
        upper=upper_bound(value * worth, worth, CONFIDENCE),
        effective_n=worth,
    )
