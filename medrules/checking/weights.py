"""Harm points: how much one violation weighs, by its harm and by where the answer is used."""

from __future__ import annotations

from collections.abc import Sequence

from medrules.checking.problems import RulesError, complaint
from medrules.model.book import Weights
from medrules.model.case import Sample
from medrules.model.rule import Harm

DEFAULT = Weights(
    name="default",
    title="Points for the five levels of harm",
    points={"none": 0, "mild": 1, "moderate": 4, "severe": 20, "death": 100},
)
"""In force where no rule file declares weights."""


def in_force(weights: Sequence[Weights]) -> Weights:
    """The weights of a book that declares one block or none.

    Raises:
        RulesError: several are declared; the user has to name one.
    """
    if len(weights) > 1:
        names = ", ".join(sorted(block.name for block in weights))
        message = f"{len(weights)} blocks of weights are loaded ({names}) and none is chosen"
        raise RulesError([complaint("C104", message, weights[1].location, "choose one: --weights NAME")])
    return weights[0] if weights else DEFAULT


def points(weights: Weights, harm: Harm, sample: Sample) -> float:
    """Points of one violation of this harm in this sample, multipliers included.

    A subcategory's own multiplier goes before its category's.
    """
    total = float(weights.points.get(harm, DEFAULT.points[harm]))
    category = sample.category or ""
    names = {
        "category": (category, category.partition("/")[0]),
        "setting": (sample.setting,),
        "supervision": (sample.supervision,),
    }
    for field, values in names.items():
        factors = weights.multipliers.get(field, {})
        total *= next((factors[value] for value in values if value in factors), 1.0)
    return total
