"""Agreement of two judges over verdicts drawn with unequal chances: Gwet's AC1 with its bound, Cohen's kappa."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from medrules.model.review import Agreement
from medrules.scoring.intervals import lower_bound

Floats = npt.NDArray[np.float64]
CATEGORIES = ("met", "violated", "not applicable")
CONFIDENCE = 0.95


class Pair(NamedTuple):
    """Two opinions on one verdict."""

    case: str
    weight: float
    """Inverse of its chance of being drawn."""
    one: str
    other: str


class _Table(NamedTuple):
    weight: Floats
    """Per pair, summing to 1."""
    one: Floats
    """Per pair and category, 1 where the first judge says so."""
    other: Floats
    case: npt.NDArray[np.intp]


def agreement(one: str, other: str, pairs: Sequence[Pair], categories: Sequence[str] = CATEGORIES) -> Agreement:
    """How far two judges agree on what both judged.

    AC1 and its linearised variance: Gwet, Br J Math Stat Psychol 2008;61:29–48, with weights and with verdicts of
    one case clustered. The bound is the lower of Student's and of the one that the exact bound of the observed
    agreement over effective cases (Kish) gives, so that perfect agreement on few verdicts proves little.
    """
    if not pairs:
        return Agreement(
            one=one, other=other, verdicts=0, cases=0, observed=None, ac1=None, lower=None, kappa=None
        )
    table = _table(pairs, categories)
    same = (table.one * table.other).sum(1)
    observed = float(table.weight @ same)
    shares = table.weight @ ((table.one + table.other) / 2)
    chance = float((shares * (1 - shares)).sum() / (len(categories) - 1))
    ac1 = (observed - chance) / (1 - chance)
    return Agreement(
        one=one,
        other=other,
        verdicts=len(pairs),
        cases=int(table.case.max()) + 1,
        observed=observed,
        ac1=ac1,
        lower=_lower(table, same, shares, chance, ac1),
        kappa=_kappa(table, observed),
    )


def _table(pairs: Sequence[Pair], categories: Sequence[str]) -> _Table:
    weight = np.array([pair.weight for pair in pairs], np.float64)
    names = np.array(categories)
    return _Table(
        weight=weight / weight.sum(),
        one=(np.array([pair.one for pair in pairs])[:, None] == names).astype(np.float64),
        other=(np.array([pair.other for pair in pairs])[:, None] == names).astype(np.float64),
        case=np.unique([pair.case for pair in pairs], return_inverse=True)[1],
    )


def _lower(table: _Table, same: Floats, shares: Floats, chance: float, ac1: float) -> float | None:
    """One-sided lower bound of AC1; None with fewer than two cases."""
    cases = int(table.case.max()) + 1
    if cases < 2:
        return None
    by_chance = (((table.one + table.other) / 2) * (1 - shares)).sum(1) / (len(shares) - 1)
    influence = (same - chance) / (1 - chance) - 2 * (1 - ac1) * (by_chance - chance) / (1 - chance) - ac1
    sums = np.bincount(table.case, weights=table.weight * influence)
    spread = math.sqrt(cases / (cases - 1) * float((sums**2).sum()))
    student = ac1 - float(special.stdtrit(cases - 1, CONFIDENCE)) * spread
    worth = float(1 / (np.bincount(table.case, weights=table.weight) ** 2).sum())
    exact = (lower_bound(float(table.weight @ same) * worth, worth, CONFIDENCE) - chance) / (1 - chance)
    return min(student, exact)


def _kappa(table: _Table, observed: float) -> float | None:
    chance = float(((table.weight @ table.one) * (table.weight @ table.other)).sum())
    return (observed - chance) / (1 - chance) if chance < 1 - 1e-12 else None
