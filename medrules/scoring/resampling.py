"""Intervals for display of means over cases: BCa, or the linearised variance. They never decide anything.

Where nothing was violated a bootstrap's interval has no width, so it is only drawn from enough harmful cases on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import special

from medrules.model.figures import Interval

Values = npt.NDArray[np.float64]

RESAMPLES = 10_000
LEAST_CASES = 50
LEAST_HARMFUL = 20
MOST_CASES = 20_000
"""From here on the linearised variance takes over."""
_FEW_DISTINCT = 1_000
_AT_ONCE = 4_000_000


class Resampling:
    """Means over cases and ratios of such means, all from one set of resamples of the cases."""

    def __init__(self, columns: Values, confidence: float, seed: int) -> None:
        """``columns``: a row per case, a column per quantity whose mean is wanted."""
        self.columns = columns
        self._confidence = confidence
        self._distinct, self._times = np.unique(columns, axis=0, return_counts=True)
        self._seed = seed
        self._drawn: Values | None = None

    def interval(self, numerator: int, denominator: int, harmful: int) -> Interval | None:
        """Interval of Σ of one column ÷ Σ of another (a column of ones gives a mean).

        None with fewer than ``LEAST_CASES`` cases or ``LEAST_HARMFUL`` harmful ones, or where the data leave
        the interval undefined. BCa (Efron, J Am Stat Assoc 1987;82:171–185) below ``MOST_CASES`` cases.
        """
        cases = len(self.columns)
        if cases < LEAST_CASES or harmful < LEAST_HARMFUL or self.columns[:, denominator].sum() <= 0:
            return None
        if cases >= MOST_CASES:
            return self._linearised(self.columns[:, numerator], self.columns[:, denominator])
        return self._bca(numerator, denominator)

    def _linearised(self, numerator: Values, denominator: Values) -> Interval:
        cases, size = len(numerator), float(denominator.sum())
        value = float(numerator.sum()) / size
        spread = math.sqrt(cases / (cases - 1) * float(np.sum((numerator - value * denominator) ** 2))) / size
        reach = float(special.ndtri(1 - (1 - self._confidence) / 2)) * spread
        return Interval(
            low=max(value - reach, 0.0), high=value + reach, confidence=self._confidence, method="linearised"
        )

    def _bca(self, numerator: int, denominator: int) -> Interval | None:
        if self._drawn is None:
            self._drawn = np.concatenate(list(self._resamples()))
        above, below = self._drawn[:, numerator], self._drawn[:, denominator]
        totals = self._times @ self._distinct
        left = totals - self._distinct
        if np.any(below <= 0) or np.any(left[:, denominator] <= 0):
            return None
        estimates, value = above / below, float(totals[numerator] / totals[denominator])
        deviation = left[:, numerator] / left[:, denominator]
        deviation = np.average(deviation, weights=self._times) - deviation
        squares = float(np.sum(self._times * deviation**2))
        smaller = float(np.mean(estimates < value) + np.mean(estimates <= value)) / 2
        if squares <= 0 or not 0 < smaller < 1:
            return None
        acceleration = float(np.sum(self._times * deviation**3)) / (6 * squares**1.5)
        low, high = np.quantile(estimates, self._quantiles(float(special.ndtri(smaller)), acceleration))
        return Interval(low=float(low), high=float(high), confidence=self._confidence, method="BCa bootstrap")

    def _quantiles(self, bias: float, acceleration: float) -> list[float]:
        tail = (1 - self._confidence) / 2
        shifted = [bias + float(special.ndtri(at)) for at in (tail, 1 - tail)]
        return [float(special.ndtr(bias + at / (1 - acceleration * at))) for at in shifted]

    def _resamples(self) -> Iterator[Values]:
        """Sums of the columns over each resample, some resamples at a time.

        Few distinct cases are drawn by their multiplicities, many by their index: the same distribution.
        """
        random = np.random.default_rng(self._seed)
        cases, distinct = len(self.columns), len(self._distinct)
        few = distinct <= _FEW_DISTINCT
        step = max(1, _AT_ONCE // (distinct if few else cases))
        for first in range(0, RESAMPLES, step):
            size = min(step, RESAMPLES - first)
            if few:
                yield random.multinomial(cases, self._times / cases, size=size) @ self._distinct
                continue
            drawn = random.integers(0, cases, (size, cases)) + (np.arange(size) * cases)[:, None]
            counts = np.bincount(drawn.ravel(), minlength=size * cases).reshape(size, cases)
            yield counts @ self.columns
