"""Bounds that decide: exact ones for proportions over cases, and the bound for harm."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import special

from medrules.model.rule import Harm
from medrules.model.scorecard import HarmBound, Interval, LevelBound, Rate

Counts = npt.NDArray[np.int64]

LEAST_SPREAD = 20
"""Cases with something counted, and with something not counted, from which on samples add to cases."""


def upper_bound(count: float, n: float, confidence: float) -> float:
    """One-sided exact (Clopper–Pearson) upper bound of a proportion; ``count`` and ``n`` need not be whole."""
    if n <= 0 or count >= n:
        return 1.0
    return float(special.betaincinv(count + 1, n - count, confidence))


def lower_bound(count: float, n: float, confidence: float) -> float:
    """One-sided exact (Clopper–Pearson) lower bound of a proportion; ``count`` and ``n`` need not be whole."""
    if n <= 0 or count <= 0:
        return 0.0
    return float(special.betaincinv(min(count, n), n - min(count, n) + 1, 1 - confidence))


def rate(numerator: Counts, denominator: Counts, samples: Counts, confidence: float = 0.95) -> Rate:
    """A proportion over cases with its exact bounds.

    Args:
        numerator: per case, the units counted (verdicts violated, answers under-triaged, …).
        denominator: per case, the units that could have been.
        samples: per case, its number of samples; a case weighs the same however often it was sampled.
        confidence: of the interval (two-sided) and of each bound (one-sided).

    With one unit a case the bounds are Clopper–Pearson's; with more, Clopper–Pearson at the effective number
    of cases (Korn & Graubard, Survey Methodology 1998;24:193–201). With fewer than ``LEAST_SPREAD`` cases in
    which something was counted, or something was not, n is the number of cases: the variance would be learnt
    from too little. (Simulated over 10 to 300 cases of 2 to 10 samples, the effective n then covers down to
    87 % where 95 % is said; the number of cases 94 % and more.)
    """
    kept = denominator > 0
    num, den, per = numerator[kept], denominator[kept], samples[kept]
    cases, count, total = int(kept.sum()), int(num.sum()), int(den.sum())
    if not cases:
        return Rate(count=0, total=0, cases=0, value=None, interval=None, lower=None, upper=None, effective_n=None)
    value = float(np.sum(num / per) / np.sum(den / per)) if count else 0.0
    spread = min(int(np.sum(num > 0)), int(np.sum(num < den)))
    exact = cases == total or spread < LEAST_SPREAD
    tail = 1 - (1 - confidence) / 2
    two, one = (
        (float(cases),) * 2 if exact else tuple(_effective(num, den, per, value, at) for at in (tail, confidence))
    )
    return Rate(
        count=count,
        total=total,
        cases=cases,
        value=value,
        interval=Interval(
            low=lower_bound(value * two, two, tail),
            high=upper_bound(value * two, two, tail),
            confidence=confidence,
            method="Clopper–Pearson" if exact else "Korn–Graubard",
        ),
        lower=lower_bound(value * one, one, confidence),
        upper=upper_bound(value * one, one, confidence),
        effective_n=two,
    )


def _effective(num: Counts, den: Counts, per: Counts, value: float, quantile: float) -> float:
    """Effective number of units: what the linearised variance between cases says the sample is worth."""
    cases = len(num)
    residuals = (num - value * den) / per
    size = float(np.sum(den / per))
    variance = cases / (cases - 1) * float(np.sum(residuals**2)) / size**2
    independent = size**2 / float(np.sum(den / per**2))
    if variance <= 0:
        return independent
    units = float(np.sum(den))
    correction = special.stdtrit(max(units - 1, 1), quantile) / special.stdtrit(cases - 1, quantile)
    return min(value * (1 - value) / variance * float(correction) ** 2, independent)


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
    cases = len(worst)
    steps = [
        (index, level, value - (points[index - 1][1] if index else 0.0))
        for index, (level, value) in enumerate(points)
    ]
    steps = [step for step in steps if step[2] > 0]
    each = 1 - (1 - confidence) / max(len(steps), 1)
    levels = []
    for index, level, increment in steps:
        count = int((worst >= index).sum())
        levels.append(
            LevelBound(level=level, increment=increment, count=count, upper=upper_bound(count, cases, each))
        )
    value = multiplier * math.fsum(level.increment * level.upper for level in levels)
    return HarmBound(
        value=value if cases else None,
        cases=cases,
        confidence=confidence,
        multiplier=multiplier,
        levels=tuple(levels),
    )
