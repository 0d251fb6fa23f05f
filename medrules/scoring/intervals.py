"""Bounds that decide: exact ones for proportions over cases, and the bound for harm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import special

from medrules.model.figures import Interval, Rate
from medrules.model.rule import Harm
from medrules.model.segment import HarmBound, LevelBound

Counts = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]

LEAST_SPREAD = 20
"""Cases with something counted, cases with something not counted, and cases behind the variance between them, from
which on samples add to cases in an interval for display."""
_RATES_KEPT = 4096
"""Most rules of a book come to the same few rates: the bounds of so many are computed once."""


@lru_cache(_RATES_KEPT)
def upper_bound(count: float, n: float, confidence: float) -> float:
    """One-sided exact (Clopper–Pearson) upper bound of a proportion; ``count`` and ``n`` need not be whole."""
    return float(upper_bounds(np.array(count), np.array(n), confidence))


@lru_cache(_RATES_KEPT)
def lower_bound(count: float, n: float, confidence: float) -> float:
    """One-sided exact (Clopper–Pearson) lower bound of a proportion; ``count`` and ``n`` need not be whole."""
    return float(lower_bounds(np.array(count), np.array(n), confidence))


def upper_bounds(count: Values, n: Values, confidence: float) -> Values:
    """:func:`upper_bound` of many proportions."""
    open_ = (n > 0) & (count < n)
    found = special.betaincinv(np.where(open_, count + 1, 1), np.where(open_, n - count, 1), confidence)
    return np.asarray(np.where(open_, found, 1.0), np.float64)


def lower_bounds(count: Values, n: Values, confidence: float) -> Values:
    """:func:`lower_bound` of many proportions."""
    open_ = (n > 0) & (count > 0)
    within = np.minimum(count, n)
    found = special.betaincinv(np.where(open_, within, 1), np.where(open_, n - within + 1, 1), 1 - confidence)
    return np.asarray(np.where(open_, found, 0.0), np.float64)


_UNCOUNTED = Rate(count=0, total=0, cases=0, value=None, interval=None, lower=None, upper=None, effective_n=None)
"""What most rules of a book come to in a small batch."""


def rate(numerator: Counts | Values, denominator: Counts, samples: Counts, confidence: float = 0.95) -> Rate:
    """A proportion over cases with its exact bounds.

    Args:
        numerator: per case, the units counted (verdicts violated, answers under-triaged, …), or shares of them.
        denominator: per case, the units that could have been.
        samples: per case, its number of samples; a case weighs the same however often it was sampled.
        confidence: of the interval (two-sided) and of each bound (one-sided).

    The bounds, which decide, are Clopper–Pearson's with n the number of cases (of cases that weigh unequally, what
    they are worth: Kish). The interval, which is for display, counts more than one unit a case where enough cases
    differ (:func:`effective_cases`). ``docs/intervals.md`` has the simulated coverage of both.
    """
    kept = denominator > 0
    num, den, per = numerator[kept], denominator[kept], samples[kept]
    cases, count, total = int(kept.sum()), round(float(num.sum())), int(den.sum())
    if not cases:
        return _UNCOUNTED
    value = float(np.sum(num / per) / np.sum(den / per)) if num.any() else 0.0
    tail = 1 - (1 - confidence) / 2
    alone = float(kish_cases(den, per))
    shown = alone if cases == total else float(effective_cases(num, den, per, tail))
    return Rate(
        count=count,
        total=total,
        cases=cases,
        value=value,
        interval=Interval(
            low=lower_bound(value * shown, shown, tail),
            high=upper_bound(value * shown, shown, tail),
            confidence=confidence,
            method="Clopper–Pearson" if shown == alone else "Korn–Graubard",
        ),
        lower=lower_bound(value * alone, alone, confidence),
        upper=upper_bound(value * alone, alone, confidence),
        effective_n=shown,
    )


def kish_cases(den: Counts, per: Counts) -> Values:
    """What cases of unequal weight are worth as cases of equal weight (Kish, 1965): of equal ones, their number.

    ``den`` and ``per`` hold a case along the last axis.
    """
    weight = den / np.maximum(per, 1)
    return np.asarray(weight.sum(-1) ** 2 / (weight**2).sum(-1), np.float64)


def effective_cases(num: Counts | Values, den: Counts, per: Counts, quantile: float) -> Values:
    """What the samples are worth as independent cases (Korn & Graubard, Survey Methodology 1998;24:193–201).

    With fewer than ``LEAST_SPREAD`` cases in which something was counted, or something was not, or that make up
    the variance between cases, it is the number of cases: the variance would be learnt from too little. All
    arguments hold a case along the last axis; a case without units counts as none.
    """
    weight, share = den / np.maximum(per, 1), num / np.maximum(per, 1)
    cases, size = (den > 0).sum(-1), weight.sum(-1)
    value = share.sum(-1) / size
    squares = (share - np.expand_dims(value, -1) * weight) ** 2
    alone, independent = kish_cases(den, per), size**2 / (den / np.maximum(per, 1) ** 2).sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        behind = squares.sum(-1) ** 2 / (squares**2).sum(-1)
        variance = cases / (cases - 1) * squares.sum(-1) / size**2
        units = np.maximum(den.sum(-1) - 1, 1)
        correction = special.stdtrit(units, quantile) / special.stdtrit(cases - 1, quantile)
        worth = np.where(variance > 0, value * (1 - value) / variance * correction**2, independent)
    few = np.minimum((num > 0).sum(-1), ((num < den) & (den > 0)).sum(-1)) < LEAST_SPREAD
    few |= (variance > 0) & (behind < LEAST_SPREAD)
    return np.asarray(np.where(few, alone, np.minimum(worth, independent)), np.float64)


def harm_bound(
    worst: Counts, points: Sequence[tuple[Harm, float]], multiplier: float, confidence: float = 0.95
) -> HarmBound:
    """Upper bound of the mean harm of a case's worst event.

    Args:
        worst: per case, the index into ``points`` of its worst event, -1 where nothing was violated.
        points: harm levels with their points, lowest first.
        multiplier: the largest multiplier in scope.
        confidence: of the whole bound; each level gets its share of what may go wrong.
    """
    reached = [int((worst >= index).sum()) for index in range(len(points))]
    return harm_bound_of(reached, len(worst), points, multiplier, confidence)


def harm_bound_of(
    reached: Sequence[int],
    cases: int,
    points: Sequence[tuple[Harm, float]],
    multiplier: float,
    confidence: float = 0.95,
) -> HarmBound:
    """As :func:`harm_bound`; ``reached`` holds, per level, how many cases have a worst event that reaches it."""
    steps = [
        (index, level, value - (points[index - 1][1] if index else 0.0))
        for index, (level, value) in enumerate(points)
    ]
    steps = [step for step in steps if step[2] > 0]
    each = 1 - (1 - confidence) / max(len(steps), 1)
    levels = [
        LevelBound(
            level=level,
            increment=increment,
            count=reached[index],
            upper=upper_bound(reached[index], cases, each),
        )
        for index, level, increment in steps
    ]
    value = multiplier * math.fsum(level.increment * level.upper for level in levels)
    return HarmBound(
        value=value if cases else None,
        cases=cases,
        confidence=confidence,
        multiplier=multiplier,
        levels=tuple(levels),
    )
