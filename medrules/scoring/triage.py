"""Triage: the advised rung against the gold rung."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from medrules.model.figures import Rates
from medrules.model.segment import Triage
from medrules.scoring.tables import Floats, Grouped, Ints, Mask, Tables


class _Graded(NamedTuple):
    """Per row with a gold rung, what its answer advised against it. Rungs are positions on the ladder."""

    row: Ints
    """The row of the matrix: the gold rung, or of several the nearest to the advised one."""
    rung: Ints
    """-1: not determined."""
    exact: Mask
    under: Mask
    """Below every acceptable rung; not those undetermined."""
    over: Mask
    could_under: Mask
    could_over: Mask
    weak: Mask


def triage(tables: Tables, ladder: Sequence[str], confidence: float) -> Triage | None:
    """All figures of triage, or None where no answer has a gold rung.

    Several acceptable gold rungs: exact if any. An answer between two acceptable ones is above the lower.
    """
    has_gold = tables.of_profile(lambda profile: profile.gold is not None) > 0
    known = tables.of_profile(lambda profile: bool(profile.gold)) > 0
    if not has_gold.any():
        return None
    graded, cases = _graded(tables, known, len(ladder)), tables.grouped(known)
    missing, everything = graded.rung < 0, np.ones(len(graded.rung), bool)
    counts = _matrix(graded, cases.count.astype(np.float64), len(ladder))

    def both(failed: Mask, possible: Mask) -> Rates:
        return Rates(
            without_review=cases.rate(failed, possible & ~graded.weak, confidence),
            with_review=cases.rate(failed | graded.weak, possible, confidence),
        )

    return Triage(
        ladder=tuple(ladder),
        matrix=tuple(tuple(int(cell) for cell in row) for row in counts),
        answers=int(cases.count.sum()),
        cases=len(cases.names),
        weak=int(cases.count[graded.weak].sum()),
        unknown_gold=int(tables.rows.times[has_gold & ~known].sum()),
        accuracy=cases.rate(graded.exact, everything, confidence),
        under=both(graded.under | missing, graded.could_under),
        over=both(graded.over, graded.could_over),
        safety_of_advice=cases.rate(graded.exact | graded.over, everything, confidence),
        inclination_to_overtriage=cases.rate(graded.over, graded.over | graded.under, confidence),
        not_determined=cases.rate(missing, everything, confidence),
        kappa=kappa(_matrix(graded, _equal_weight(cases), len(ladder))[:, :-1]),
    )


def kappa(matrix: Floats) -> float | None:
    """Cohen's kappa with quadratic weights (Cohen 1968) of a square table of counts; None: undefined."""
    total = matrix.sum()
    if total <= 0:
        return None
    levels = np.arange(len(matrix))
    distance = (levels[:, None] - levels[None, :]) ** 2
    expected = np.outer(matrix.sum(axis=1), matrix.sum(axis=0)) / total
    by_chance = float((distance * expected).sum())
    return 1 - float((distance * matrix).sum()) / by_chance if by_chance > 0 else None


def _graded(tables: Tables, known: Mask, rungs: int) -> _Graded:
    profiles = tables.profiles
    kept = tables.rows.profile[known]

    def column(values: list[int]) -> Ints:
        return np.array(values, np.int64)[kept]

    gold = [profile.gold or (-1,) for profile in profiles]
    rung = column([profile.rung for profile in profiles])
    lowest, highest = (
        column([acceptable[0] for acceptable in gold]),
        column([acceptable[-1] for acceptable in gold]),
    )
    exact = column([profile.rung in acceptable for profile, acceptable in zip(profiles, gold, strict=True)]) > 0
    missing = rung < 0
    return _Graded(
        row=column([_nearest(acceptable, item.rung) for item, acceptable in zip(profiles, gold, strict=True)]),
        rung=rung,
        exact=exact & ~missing,
        under=~missing & (rung < lowest),
        over=~missing & ~exact & (rung > lowest),
        could_under=lowest > 0,
        could_over=highest < rungs - 1,
        weak=column([profile.weak for profile in profiles]) > 0,
    )


def _nearest(acceptable: tuple[int, ...], rung: int) -> int:
    """The acceptable rung nearest to the advised one, the lower of two; the lowest where none is determined."""
    return min(acceptable, key=lambda level: (abs(level - rung), level)) if rung >= 0 else acceptable[0]


def _matrix(graded: _Graded, weights: Floats, rungs: int) -> Floats:
    """Rows: gold rung; columns: advised rung, then *not determined*."""
    matrix = np.zeros((rungs, rungs + 1))
    np.add.at(matrix, (graded.row, np.where(graded.rung < 0, rungs, graded.rung)), weights)
    return matrix


def _equal_weight(cases: Grouped) -> Floats:
    """Per row, its samples' share of their case, so that every case weighs the same."""
    return cases.count / cases.samples[cases.case]
