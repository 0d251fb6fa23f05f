"""Headline rates corrected for the checker's own errors by prediction-powered inference over case means.

Angelopoulos et al., Science 2023;382:669–674, by their package ``ppi-python``. What a case's verdicts come to by
the checker is known of every case. What reviewers make of them is estimated without bias from those drawn, each
counted by the inverse of its chance of being drawn (Horvitz & Thompson, 1952).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from medrules.model.figures import Interval
from medrules.model.review import CaseCounts, Corrected

Floats = npt.NDArray[np.float64]
LEAST_PER_STRATUM = 10
"""Settled verdicts of a stratum (all, of a smaller one) from which on rates are corrected."""
CONFIDENCE = 0.95


class Reviewed(NamedTuple):
    """One settled verdict."""

    case: str
    weight: float
    """Inverse of its chance of being drawn and settled, over the number of answers to its case."""
    severe: bool
    ours: str
    theirs: str


def corrected(
    counts: Sequence[CaseCounts], reviewed: Sequence[Reviewed], short: str | None
) -> tuple[Corrected, ...]:
    """The headline rates, raw and corrected.

    Args:
        counts: what the checker found in the cases of the run.
        reviewed: the settled verdicts.
        short: why there are too few of them; None: there are enough.
    """
    severe = [each for each in reviewed if each.severe]
    every, harmful = _columns(counts, severe=False), _columns(counts, severe=True)
    return (
        _rate("violation rate", every, reviewed, short),
        _rate("violation rate, harm severe or death", harmful, severe, short),
        _mean("violations an answer, harm severe or death", harmful, severe, short),
    )


def _columns(counts: Sequence[CaseCounts], *, severe: bool) -> Floats:
    """Per case, violated and judged verdicts, averaged over its answers."""
    rows = [
        (each.severe_violated / each.samples, each.severe_judged / each.samples)
        if severe
        else (each.violated / each.samples, each.judged / each.samples)
        for each in counts
    ]
    times = [each.cases for each in counts]
    return np.repeat(np.array(rows, np.float64).reshape(-1, 2), times, axis=0)


def _estimated(reviewed: Sequence[Reviewed], cases: int, theirs: bool) -> Floats:
    """Per case, violated and judged by one judge as the drawn verdicts tell; cases without any come last, as 0."""
    numbers: dict[str, int] = {}
    found = np.zeros((cases, 2))
    for each in reviewed:
        at = numbers.setdefault(each.case, len(numbers))
        said = each.theirs if theirs else each.ours
        found[at] += each.weight * np.array([said == "violated", said in {"met", "violated"}])
    return found


def _rate(name: str, columns: Floats, reviewed: Sequence[Reviewed], short: str | None) -> Corrected:
    """A ratio of two means: linearised about the corrected value."""
    size = float(columns[:, 1].sum())
    raw = float(columns[:, 0].sum()) / size if size else None
    if short is not None:
        return Corrected(name=name, raw=raw, corrected=None, interval=None, reason=short)
    ours, theirs = (_estimated(reviewed, len(columns), whose) for whose in (False, True))
    above, below = (_point(theirs[:, at], ours[:, at], columns[:, at]) for at in (0, 1))
    if below <= 0:
        return Corrected(name=name, raw=raw, corrected=None, interval=None, reason="Nothing of it applied.")
    value = above / below
    parts = [(each[:, 0] - value * each[:, 1]) / below for each in (theirs, ours, columns)]
    low, high = _interval(*parts)
    return _made(name, raw, value, (value + low, value + high), most=1.0)


def _mean(name: str, columns: Floats, reviewed: Sequence[Reviewed], short: str | None) -> Corrected:
    raw = float(columns[:, 0].mean()) if len(columns) else None
    if short is not None or raw is None:
        return Corrected(name=name, raw=raw, corrected=None, interval=None, reason=short or "No case was judged.")
    ours, theirs = (_estimated(reviewed, len(columns), whose)[:, 0] for whose in (False, True))
    value = _point(theirs, ours, columns[:, 0])
    return _made(name, raw, value, _interval(theirs, ours, columns[:, 0]), most=None)


def _made(
    name: str, raw: float | None, value: float, interval: tuple[float, float], most: float | None
) -> Corrected:
    def within(number: float) -> float:
        return max(number if most is None else min(number, most), 0.0)

    low, high = interval
    return Corrected(
        name=name,
        raw=raw,
        corrected=within(value),
        interval=Interval(low=within(low), high=within(high), confidence=CONFIDENCE, method="prediction-powered"),
        reason=None,
    )


def _point(theirs: Floats, ours: Floats, everywhere: Floats) -> float:
    from ppi_py import ppi_mean_pointestimate

    found: Any = ppi_mean_pointestimate(theirs, ours, everywhere, lam=1)
    return float(np.asarray(found).ravel()[0])


def _interval(theirs: Floats, ours: Floats, everywhere: Floats) -> tuple[float, float]:
    from ppi_py import ppi_mean_ci

    low, high = ppi_mean_ci(theirs, ours, everywhere, alpha=1 - CONFIDENCE, lam=1)
    return float(np.asarray(low).ravel()[0]), float(np.asarray(high).ravel()[0])
