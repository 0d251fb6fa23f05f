"""How many cases each criterion needs before it can be met at all, found before anything is checked."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from medrules.model.book import RuleBook, Weights
from medrules.model.case import Sample
from medrules.model.decision import Eligibility
from medrules.model.rule import Harm
from medrules.model.signoff import (
    CasesReviewed,
    Criterion,
    EveryRuleExercised,
    HarmAtMost,
    NoWorse,
    RateAtMost,
    SignOff,
)
from medrules.scoring.charging import multiplier, scale
from medrules.scoring.intervals import upper_bound
from medrules.scoring.paired import CONFIDENCE, moved_bound

MOST_CASES = 10_000_000
"""No batch has more; a criterion that would need more can never be met."""

EQUAL = "cases that are in the last signed run too, if they come out alike"


@dataclass
class Counted:
    """The cases of a batch that count for the criteria of a sign-off, collected row by row."""

    ladder: tuple[str, ...]
    """Rungs, lowest first."""
    weights: Weights
    cases: set[str] = field(default_factory=set)
    above_lowest: set[str] = field(default_factory=set)
    """Cases whose gold rung is above the lowest: they can be under-triaged."""
    below_highest: set[str] = field(default_factory=set)
    """Cases whose gold rung is below the highest: they can be over-triaged."""
    multiplier: float = 0.0
    """The largest multiplier of harm among the cases."""
    last: Mapping[str, float] = field(default_factory=dict)
    """The cases of the last signed run, with their multipliers; empty: none is on record."""
    paired: set[str] = field(default_factory=set)
    """Cases that are in the last signed run too."""
    paired_multiplier: float = 0.0
    """The largest multiplier among them, in either run."""

    @classmethod
    def of(cls, book: RuleBook, weights: Weights, last: Mapping[str, float] | None = None) -> Counted:
        """Nothing counted yet."""
        return cls(tuple(rung.name for rung in book.ladder), weights, last=last or {})

    def add(self, sample: Sample) -> None:
        """Count one answer that is in scope."""
        self.cases.add(sample.case)
        factor = multiplier(self.weights, sample.category, sample.setting, sample.supervision)
        self.multiplier = max(self.multiplier, factor)
        if sample.case in self.last:
            self.paired.add(sample.case)
            self.paired_multiplier = max(self.paired_multiplier, factor, self.last[sample.case])
        gold = [self.ladder.index(rung) for rung in sample.gold.escalation if rung in self.ladder]
        if gold and min(gold) > 0:
            self.above_lowest.add(sample.case)
        if gold and max(gold) < len(self.ladder) - 1:
            self.below_highest.add(sample.case)


def eligibility(signoff: SignOff, counted: Counted) -> tuple[Eligibility, ...]:
    """What each criterion that depends on the number of cases needs and has, in the order of the block."""
    found = (_of(criterion, counted) for criterion in signoff.criteria)
    return tuple(each for each in found if each is not None)


def _of(criterion: Criterion, counted: Counted) -> Eligibility | None:
    if isinstance(criterion, HarmAtMost):
        points = scale(counted.weights)
        needs = clean_cases_for_harm(
            criterion.points, points, counted.multiplier or 1.0, criterion.confidence or 0.95
        )
        return _made(criterion, needs, len(counted.cases), "cases in scope")
    if isinstance(criterion, RateAtMost):
        under = criterion.figure == "under-triage"
        eligible = counted.above_lowest if under else counted.below_highest
        of = f"cases whose right level of care is {'above the lowest' if under else 'below the highest'}"
        confidence = criterion.confidence
        needs = clean_cases_for_rate(criterion.share, confidence) if confidence is not None else 1
        return _made(criterion, needs, len(eligible), of)
    if isinstance(criterion, CasesReviewed):
        return _made(criterion, criterion.cases, len(counted.cases), "cases in scope")
    if isinstance(criterion, EveryRuleExercised):
        return _made(criterion, criterion.times, len(counted.cases), "cases in scope")
    if isinstance(criterion, NoWorse):
        needs = equal_cases_for_margin(
            criterion.margin, scale(counted.weights), counted.paired_multiplier or counted.multiplier or 1.0
        )
        return _made(criterion, needs, len(counted.paired), EQUAL)
    return _made(criterion, 1, len(counted.cases), "cases in scope")


def _made(criterion: Criterion, needs: int, has: int, of: str) -> Eligibility:
    return Eligibility(criterion=criterion.text, needs=needs, has=has, of=of)


def clean_cases_for_rate(share: float, confidence: float) -> int:
    """The least n with which the exact upper bound of none in n is at most ``share``."""
    return _least(lambda n: upper_bound(0, n, confidence) <= share)


def clean_cases_for_harm(
    limit: float, points: Sequence[tuple[Harm, float]], largest_multiplier: float, confidence: float
) -> int:
    """The least number of clean cases with which the bound on harm is at most ``limit`` points a case.

    The bound is that of ``medrules.scoring.intervals.harm_bound`` with nothing violated.
    """
    values = [value for _, value in points]
    steps = sum(value > below for below, value in zip([0.0, *values], values, strict=False))
    most = max(values, default=0.0) * largest_multiplier
    if not steps or most <= limit:
        return 1
    each = 1 - (1 - confidence) / steps
    return _least(lambda n: most * upper_bound(0, n, each) <= limit)


def equal_cases_for_margin(
    margin: float,
    points: Sequence[tuple[Harm, float]],
    largest_multiplier: float,
    confidence: float = CONFIDENCE,
) -> int:
    """The least number of pairs with which two runs that differ in no case are within ``margin`` of each other.

    The bound is that of ``medrules.scoring.paired.difference_bound``. Cases that were harmful in the
    last run alone can bring it down with fewer.
    """
    values = [value for _, value in points]
    nothing = [(0.0, 0.0)] * len(values)
    multipliers = (largest_multiplier, largest_multiplier)
    return _least(lambda n: moved_bound(nothing, n, values, multipliers, confidence) <= margin)


def _least(holds: Callable[[int], bool]) -> int:
    """The least whole number from which on a condition holds; ``MOST_CASES`` where it is not below that."""
    high = 1
    while high < MOST_CASES and not holds(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return min(high, MOST_CASES)


def harm_confidences(signoff: SignOff) -> tuple[float, ...]:
    """The confidences that the criteria of a block name, each once; 95 % where none does."""
    named = {getattr(criterion, "confidence", None) for criterion in signoff.criteria} - {None}
    return tuple(sorted(value for value in named if isinstance(value, float) and math.isfinite(value))) or (0.95,)
