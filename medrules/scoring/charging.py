"""Harm points: what the weights in force charge for one violation in one sample."""

from __future__ import annotations

from medrules.model.book import Weights
from medrules.model.rule import HARMS, Harm


def multiplier(weights: Weights, category: str | None, setting: str | None, supervision: str | None) -> float:
    """Product of the multipliers that hold for a sample; the subcategory's own goes before its category's."""
    product = 1.0
    for field, value in (("category", category), ("setting", setting), ("supervision", supervision)):
        table = weights.multipliers.get(field)
        if not table or value is None:
            continue
        product *= table.get(value, table.get(value.partition("/")[0], 1.0))
    return product


def scale(weights: Weights) -> tuple[tuple[Harm, float], ...]:
    """Harm levels with their points, lowest first."""
    return tuple((harm, weights.points.get(harm, 0.0)) for harm in HARMS)
