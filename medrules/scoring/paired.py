"""Two runs over the same cases: exact tests, sign-flip permutation, and the bound of a difference in harm."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import stats

from medrules.model.decision import LastSigned
from medrules.model.history import CaseHarm, RunSummary
from medrules.scoring.intervals import lower_bound, upper_bound

Floats = npt.NDArray[np.float64]
FLIPS = 9_999
"""Random flips of the signs; few differences are flipped in every way instead."""
_EVERY_WAY = 13
_AT_ONCE = 4_000_000
CONFIDENCE = 0.95


def mcnemar(broken: int, mended: int) -> float:
    """Two-sided exact p of McNemar's test, of cases that failed in one run alone."""
    if not broken + mended:
        return 1.0
    return float(stats.binomtest(min(broken, mended), broken + mended, 0.5).pvalue)


def sign_flip(differences: Floats, seed: int) -> float:
    """Two-sided p that the mean of paired differences is 0, by flipping the signs of whole cases."""
    moved = differences[differences != 0]
    if not len(moved):
        return 1.0
    sizes, reached = np.abs(moved), abs(float(moved.sum()))
    close = reached * (1 - 1e-12)
    if len(moved) <= _EVERY_WAY:
        ways = (np.arange(2 ** len(moved))[:, None] >> np.arange(len(moved))) & 1
        return float(np.mean(np.abs((2 * ways - 1) @ sizes) >= close))
    random = np.random.default_rng(seed)
    step = max(1, _AT_ONCE // len(moved))
    as_far = 0
    for first in range(0, FLIPS, step):
        flips = random.integers(0, 2, (min(step, FLIPS - first), len(moved)), np.int8)
        as_far += int((np.abs(2 * (flips @ sizes) - sizes.sum()) >= close).sum())
    return (as_far + 1) / (FLIPS + 1)


def holm(values: Sequence[float]) -> list[float]:
    """P values corrected for their number (Holm, Scand J Stat 1979;6:65–70), in the order given."""
    found, largest = [0.0] * len(values), 0.0
    for rank, at in enumerate(sorted(range(len(values)), key=lambda each: values[each])):
        largest = max(largest, min(1.0, (len(values) - rank) * values[at]))
        found[at] = largest
    return found


def difference_bound(
    new: Sequence[int],
    old: Sequence[int],
    points: Sequence[float],
    multipliers: tuple[float, float] = (1.0, 1.0),
    confidence: float = CONFIDENCE,
) -> float | None:
    """Upper bound of the mean difference in harm of a case's worst event, ``new`` less ``old``, paired by case.

    Level by level as ``intervals.harm_bound``: the exact upper bound of the share of cases that reach the level in
    ``new`` alone, less the exact lower bound of those that reach it in ``old`` alone, each at its share of what
    may go wrong. Where nothing differs it is above 0, and falls with the number of cases.

    Args:
        new: per case, the index of its worst event's harm, -1 where there is none.
        old: the same in the other run.
        points: of each harm level, lowest first.
        multipliers: the smallest and the largest among the cases.
        confidence: of the whole bound.
    """
    if not len(new):
        return None
    here, there = np.array(new), np.array(old)
    moved = [
        (float(((here >= at) & (there < at)).sum()), float(((here < at) & (there >= at)).sum()))
        for at in range(len(points))
    ]
    return moved_bound(moved, len(here), points, multipliers, confidence)


def moved_bound(
    moved: Sequence[tuple[float, float]],
    cases: int,
    points: Sequence[float],
    multipliers: tuple[float, float] = (1.0, 1.0),
    confidence: float = CONFIDENCE,
) -> float:
    """As :func:`difference_bound`; ``moved`` holds, per level, how many cases reach it in one run alone."""
    steps = [(at, value - below) for at, (below, value) in enumerate(zip([0.0, *points], points, strict=False))]
    steps = [step for step in steps if step[1] > 0]
    each = 1 - (1 - confidence) / (2 * max(len(steps), 1))
    parts = []
    for level, increment in steps:
        broken, mended = moved[level]
        up = multipliers[1] * upper_bound(broken, cases, each)
        down = multipliers[0] * lower_bound(mended, cases, each)
        parts.append(increment * (up - down))
    return math.fsum(parts)


def against_last(
    new: Sequence[CaseHarm], old: Sequence[CaseHarm], last: RunSummary, points: Sequence[float]
) -> LastSigned:
    """A run held against the last signed one, over the cases in both."""
    known = {each.case: each for each in old}
    both = [(each, known[each.case]) for each in new if each.case in known]
    factors = [each.multiplier for pair in both for each in pair]
    multipliers = (min(factors, default=1.0), max(factors, default=1.0))
    return LastSigned(
        run=last.name,
        as_of=last.as_of,
        difference=difference_bound(
            [one.worst_review for one, _ in both], [other.worst_review for _, other in both], points, multipliers
        ),
        without_review=difference_bound(
            [one.worst for one, _ in both], [other.worst for _, other in both], points, multipliers
        ),
        cases=len(both),
        digest=last.digest,
    )
