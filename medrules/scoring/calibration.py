"""Calibration: what answers say of their own confidence, against whether they say the gold answer."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from medrules.model.figures import Calibration, CalibrationBin, Mean
from medrules.scoring.intervals import rate
from medrules.scoring.resampling import Resampling
from medrules.scoring.stated import CORRECT, DOUBTFUL, STEPS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NEEDED: Final = 100
BINS: Final = 10
CONFIDENT: Final = 0.8


def calibration(case: Ints, key: Ints, times: Ints, interval: float, seed: int) -> Calibration | None:
    """The figures of some answers; None where there is none.

    Args:
        case: per row, the number of its case.
        key: per row, what :func:`medrules.scoring.stated.stated` made of its answers.
        times: per row, how many answers it stands for.
        interval: confidence of the intervals.
        seed: of the resampling.
    """
    sure = key % 3 != DOUBTFUL
    doubtful = int(times[~sure].sum())
    case, key, times = case[sure], key[sure], times[sure]
    answers = int(times.sum())
    if not answers and not doubtful:
        return None
    names, place = np.unique(case, return_inverse=True)
    if answers < NEEDED:
        return Calibration(
            answers=answers,
            cases=len(names),
            doubtful=doubtful,
            needed=NEEDED,
            accuracy=None,
            confidence=None,
            brier=None,
            error=None,
            overconfident_wrong=None,
        )
    said, correct = (key // 3) / STEPS, (key % 3 == CORRECT).astype(np.float64)
    samples = np.bincount(place, weights=times).astype(np.int64)
    weight = times / samples[place]
    bins = equal_mass(said, correct, weight)
    return Calibration(
        answers=answers,
        cases=len(names),
        doubtful=doubtful,
        needed=NEEDED,
        accuracy=rate(_summed(place, times * correct), samples, samples, interval),
        confidence=float(np.average(said, weights=weight)),
        brier=_brier(place, weight * (said - correct) ** 2, weight * (1 - correct), interval, seed),
        error=_error(bins),
        overconfident_wrong=rate(
            _summed(place, times * (said >= CONFIDENT) * (1 - correct)),
            _summed(place, times * (said >= CONFIDENT)),
            samples,
            interval,
        ),
        bins=tuple(
            CalibrationBin(
                answers=float(mass / weight.sum() * answers),
                confidence=float(sums / mass) if mass > 0 else None,
                correct=float(right / mass) if mass > 0 else None,
            )
            for mass, sums, right in bins
        ),
    )


def equal_mass(said: Floats, correct: Floats, weight: Floats) -> Floats:
    """Ten bins of equal mass, least confident first: per bin its mass, and the sums of confidence and of correct.

    Answers of one confidence are alike: where a border falls among them they are shared out, so that their order
    leaves no trace.
    """
    values, place = np.unique(said, return_inverse=True)
    mass, right = (np.bincount(place, weights=each) for each in (weight, weight * correct))
    ends = np.cumsum(mass)
    borders = np.linspace(0, ends[-1], BINS + 1)
    starts = np.concatenate([[0.0], ends[:-1]])
    shared = np.minimum(ends[None, :], borders[1:, None]) - np.maximum(starts[None, :], borders[:-1, None])
    shared = np.clip(shared, 0.0, None)
    return np.column_stack([shared.sum(1), shared @ values, shared @ (right / mass)])


def _error(bins: Floats) -> float:
    """Expected calibration error (Naeini et al., AAAI 2015): mean gap of the bins, by mass."""
    return float(np.sum(np.abs(bins[:, 1] - bins[:, 2])) / bins[:, 0].sum())


def _brier(place: Ints, squares: Floats, wrong: Floats, interval: float, seed: int) -> Mean:
    by_case = np.bincount(place, weights=squares)
    cases = len(by_case)
    wrong_cases = int((np.bincount(place, weights=wrong) > 0).sum())
    columns = np.column_stack([by_case, np.ones(cases)])
    found = Resampling(columns, interval, seed).interval(0, 1, min(wrong_cases, cases))
    return Mean(value=float(by_case.mean()), cases=cases, interval=found)


def _summed(place: Ints, values: npt.NDArray[np.generic]) -> Ints:
    return np.bincount(place, weights=values.astype(np.float64)).round().astype(np.int64)
