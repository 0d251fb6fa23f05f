"""Figures as functions of summed counts, with their intervals: so that a resample is one matrix product.

Every row contributes a vector of counts (a cell of a confusion matrix, or true and false positives …); a figure is
a function of the sum. Resampling clusters then needs no second pass over the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Statistic = Callable[[Counts], Counts]
"""From summed counts of shape (…, D) to values of shape (…); NaN where a figure is undefined."""

_RESAMPLES = 1000
_Z = 1.959963984540054
"""The 97.5th percentile of the normal distribution: 95 % two-sided."""


class Estimate(NamedTuple):
    """A figure with its 95 % interval; ``rows`` counts labelled rows, ``clusters`` independent cases."""

    value: float
    low: float
    high: float
    rows: int
    clusters: int


def ratio(above: Counts, below: Counts) -> Counts:
    """``above / below``, NaN where ``below`` is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)


def f1(true_positives: Counts, predicted: Counts, actual: Counts) -> Counts:
    """Harmonic mean of precision and recall from counts: 2 TP / (predicted + actual)."""
    return ratio(2 * true_positives, predicted + actual)


def cell(gold: int, predicted: int, classes: int) -> Counts:
    """One row's place in a confusion matrix, flattened by gold class."""
    counts = np.zeros(classes * classes)
    counts[gold * classes + predicted] = 1
    return counts


def confusion(counts: Counts) -> Counts:
    """Flattened confusion matrices (…, K²) as (…, K, K): gold by predicted."""
    size = round(counts.shape[-1] ** 0.5)
    return counts.reshape(*counts.shape[:-1], size, size)


def accuracy(counts: Counts) -> Counts:
    """Share of rows on the diagonal of a confusion matrix."""
    matrix = confusion(counts)
    return ratio(np.trace(matrix, axis1=-2, axis2=-1), matrix.sum(axis=(-2, -1)))


def class_f1(index: int) -> Statistic:
    """F1 of one class of a confusion matrix."""

    def value(counts: Counts) -> Counts:
        matrix = confusion(counts)
        return f1(matrix[..., index, index], matrix[..., :, index].sum(-1), matrix[..., index, :].sum(-1))

    return value


def class_precision(index: int) -> Statistic:
    """Share of the rows predicted to be of a class that are."""

    def value(counts: Counts) -> Counts:
        matrix = confusion(counts)
        return ratio(matrix[..., index, index], matrix[..., :, index].sum(-1))

    return value


def class_recall(index: int) -> Statistic:
    """Share of the rows of a class that are predicted to be."""

    def value(counts: Counts) -> Counts:
        matrix = confusion(counts)
        return ratio(matrix[..., index, index], matrix[..., index, :].sum(-1))

    return value


def macro_f1(counts: Counts) -> Counts:
    """Unweighted mean of the classes' F1, over the classes that occur among gold or predicted."""
    matrix = confusion(counts)
    diagonal = np.diagonal(matrix, axis1=-2, axis2=-1)
    each = f1(diagonal, matrix.sum(-2), matrix.sum(-1))
    seen = ~np.isnan(each)
    return ratio(np.where(seen, each, 0).sum(-1), seen.sum(-1).astype(float))


def mean_f1_of(*classes: int) -> Statistic:
    """Unweighted mean of the F1 of some classes of a confusion matrix."""

    def value(counts: Counts) -> Counts:
        each: Counts = np.stack([class_f1(index)(counts) for index in classes])
        return np.asarray(each.mean(axis=0), dtype=np.float64)

    return value


def balanced_accuracy(counts: Counts) -> Counts:
    """Unweighted mean of the classes' recall, over the classes that occur among gold."""
    matrix = confusion(counts)
    each = ratio(np.diagonal(matrix, axis1=-2, axis2=-1), matrix.sum(-1))
    seen = ~np.isnan(each)
    return ratio(np.where(seen, each, 0).sum(-1), seen.sum(-1).astype(float))


def quadratic_kappa(counts: Counts) -> Counts:
    """Cohen's kappa with quadratic weights over ordered classes (Cohen 1968)."""
    matrix = confusion(counts)
    size = matrix.shape[-1]
    steps = np.arange(size)
    weights = (steps[:, None] - steps[None, :]) ** 2 / max(1, (size - 1) ** 2)
    total = matrix.sum(axis=(-2, -1))
    chance = matrix.sum(-1)[..., :, None] * matrix.sum(-2)[..., None, :]
    expected = ratio((weights * chance).sum(axis=(-2, -1)), total)
    return 1 - ratio((weights * matrix).sum(axis=(-2, -1)), expected)


def pooled_f1(counts: Counts) -> Counts:
    """F1 from (true positives, predicted, actual)."""
    return f1(counts[..., 0], counts[..., 1], counts[..., 2])


def share(counts: Counts) -> Counts:
    """A proportion from (events, trials)."""
    return ratio(counts[..., 0], counts[..., 1])


def difference(counts: Counts) -> Counts:
    """Percentage points between two proportions of the same trials: (events here, events there, trials)."""
    return 100 * ratio(counts[..., 0] - counts[..., 1], counts[..., 2])


def wilson(events: float, trials: float) -> tuple[float, float]:
    """Wilson's 95 % score interval of a proportion (Wilson 1927)."""
    if trials <= 0:
        return float("nan"), float("nan")
    share_, square = events / trials, _Z * _Z
    middle = (share_ + square / (2 * trials)) / (1 + square / trials)
    half = _Z / (1 + square / trials) * (share_ * (1 - share_) / trials + square / (4 * trials**2)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def estimate(
    rows: Sequence[Counts], clusters: Sequence[Hashable], statistic: Statistic, *, proportion: bool = False
) -> Estimate:
    """A figure over the rows with its 95 % interval.

    A proportion of rows that share no case has Wilson's interval; everything else a percentile bootstrap that
    resamples whole clusters. ``proportion``: the figure is a share of rows.
    """
    if not rows:
        nan = float("nan")
        return Estimate(nan, nan, nan, 0, 0)
    places: dict[Hashable, int] = {}
    index = np.array([places.setdefault(cluster, len(places)) for cluster in clusters])
    grouped = np.zeros((len(places), len(rows[0])))
    np.add.at(grouped, index, np.stack(rows))
    value = float(statistic(grouped.sum(0)))
    if proportion and len(places) == len(rows):
        low, high = wilson(value * len(rows), len(rows))
    else:
        low, high = _bootstrap(grouped, statistic)
        if proportion and low == high:
            low, high = wilson(value * len(places), len(places))
    return Estimate(value, low, high, len(rows), len(places))


def _bootstrap(grouped: Counts, statistic: Statistic) -> tuple[float, float]:
    """Percentiles 2.5 and 97.5 over resampled clusters; a fixed seed, so that a report can be repeated."""
    random = np.random.default_rng(20260101)
    size = len(grouped)
    values = []
    for start in range(0, _RESAMPLES, 100):
        weights = random.multinomial(size, np.full(size, 1 / size), min(100, _RESAMPLES - start)).astype(float)
        values.append(statistic(weights @ grouped))
    drawn = np.concatenate(values)
    defined = drawn[~np.isnan(drawn)]
    if not defined.size:
        return float("nan"), float("nan")
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)
