"""Models with unequal numbers of samples a case, at the smallest: the mean over all subsets of that size."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from medrules.model.figures import AtK, Mean, Means
from medrules.scoring.profile import EMPTY, FAILED, Cell
from medrules.scoring.resampling import Resampling
from medrules.scoring.segments import SEVERE, Settings
from medrules.scoring.tables import Mask, Tables

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class _Samples(NamedTuple):
    """The judged samples of one model, those that are alike in one row: their case, number, and what each adds."""

    case: Ints
    times: Ints
    points: tuple[Floats, Floats]
    """Review left out, and counted as violated."""
    harmful: tuple[Floats, Floats]
    failed: tuple[Floats, Floats]


def at_smallest_k(tables: Tables, settings: Settings, model: Callable[[Cell], str]) -> tuple[AtK, ...]:
    """Every model at the smallest number of samples that a case of any has; none where all numbers are alike."""
    named = [model(cell) for cell in tables.cells]
    found = {}
    for name in sorted(set(named)):
        kept = tables.only(np.array([each == name for each in named], bool))
        samples = _samples(kept, settings)
        if len(samples.case):
            found[name] = samples
    counts = [_counts(each) for each in found.values()]
    if len(found) < 2 or len({int(count) for each in counts for count in each}) == 1:
        return ()
    k = min(int(each.min()) for each in counts)
    return tuple(_at(name, samples, k, settings) for name, samples in found.items())


def _counts(samples: _Samples) -> Ints:
    """The samples of each case that has any."""
    counts = np.bincount(samples.case, samples.times).astype(np.int64)
    return counts[counts > 0]


def expected_most(case: Ints, values: Floats, k: int, times: Ints | None = None) -> Floats:
    """Per case, the mean over all its subsets of ``k`` samples of the largest value in the subset.

    Of the C(n, k) subsets of n samples, C(m, k) hold none larger than the m-th in ascending order; so many more
    than for the value before it have this one as their largest. ``case`` and ``values``: a number per sample, or
    per ``times`` samples that are alike; every case has at least ``k`` samples.
    """
    order = np.lexsort((values, case))
    _, first = np.unique(case[order], return_index=True)
    alike = np.ones(len(case), np.int64) if times is None else times[order]
    rows = np.diff(first, append=len(case))
    count = np.repeat(np.add.reduceat(alike, first), rows)
    running = np.cumsum(alike)
    upto = running - np.repeat(running[first] - alike[first], rows)
    subsets = _log_choose(count, k)
    chance = np.exp(_log_choose(upto, k) - subsets) - np.exp(_log_choose(upto - alike, k) - subsets)
    return np.asarray(np.add.reduceat(values[order] * chance, first), np.float64)


def _log_choose(n: Ints, k: int) -> Floats:
    """Logarithm of C(n, k); minus infinity where k is larger than n."""
    found = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(np.maximum(n - k, 0) + 1)
    return np.asarray(np.where(n < k, -np.inf, found), np.float64)


def _samples(tables: Tables, settings: Settings) -> _Samples:
    state = tables.of_profile(lambda profile: profile.state)
    kept: Mask = (state != FAILED) & (state != EMPTY)
    factor = tables.multiplier[tables.rows.cell]

    points = settings.points.tolist()

    def both(value: Callable[[tuple[int, ...]], float]) -> tuple[Floats, Floats]:
        plain = tables.of_profile(lambda profile: value(profile.events))
        return plain, tables.of_profile(lambda profile: value(profile.events_review))

    harm, harm_review = both(lambda events: sum(points[level] for level in events))
    severe, severe_review = both(lambda events: max(events, default=-1) >= SEVERE)
    failed = tables.of_profile(lambda profile: profile.violated)
    doubted = tables.of_profile(lambda profile: profile.violated or profile.review)
    return _Samples(
        case=tables.case[tables.rows.cell[kept]],
        times=tables.rows.times[kept],
        points=((harm * factor)[kept], (harm_review * factor)[kept]),
        harmful=(severe[kept], severe_review[kept]),
        failed=(failed[kept], doubted[kept]),
    )


def _at(name: str, samples: _Samples, k: int, settings: Settings) -> AtK:
    values = (*samples.harmful, *samples.points, *samples.failed)
    found = [expected_most(samples.case, each, k, samples.times) for each in values]
    found[4:] = [1 - each for each in found[4:]]
    columns = np.column_stack([*found, np.ones(len(found[0]))])
    resampling = Resampling(columns, settings.confidence, settings.seed)

    def means(at: int) -> Means:
        return Means(without_review=_mean(resampling, at), with_review=_mean(resampling, at + 1))

    return AtK(name=name, k=k, cases=len(columns), case_harm=means(0), harm_per_case=means(2), pass_all=means(4))


def _mean(resampling: Resampling, at: int) -> Mean:
    """The mean of a column; an interval only where enough cases have something, and enough less than the most."""
    values, ones = resampling.columns[:, at], resampling.columns.shape[1] - 1
    differing = int(min((values > 0).sum(), (values < values.max()).sum()))
    interval = resampling.interval(at, ones, differing)
    return Mean(value=float(values.mean()), cases=len(values), interval=interval)
