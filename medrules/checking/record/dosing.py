"""Holds a dose that an answer states against the dose of the record."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from medrules.text.doses import read_doses
from medrules.text.doses_model import DAY, Amount, Dose
from medrules.text.units.converting import convert
from medrules.text.units.reading import UnitProblem, parse_unit

Agreement = Literal["same", "doubtful", "other", "not comparable"]


def doses_in(text: str) -> list[Dose]:
    """The doses that an entry of the record states."""
    return [dose for dose in read_doses(text, 0, len(text)) if dose.kind == "dose"]


def agreement(recorded: Sequence[Dose], said: Dose) -> Agreement:
    """Whether a dose said is one of those recorded, as far as both say how much and how often."""
    found = [_agreement(dose, said) for dose in recorded]
    for one in ("same", "not comparable", "doubtful", "other"):
        if one in found:
            return one
    return "not comparable"


def _agreement(recorded: Dose, said: Dose) -> Agreement:
    if recorded.body != said.body:
        return "not comparable"
    amounts = _amounts(recorded.per_dose, said.per_dose)
    often = _often(recorded, said)
    if amounts == "other" and _a_day(recorded, said):
        return "doubtful"
    if "other" in (amounts, often):
        return "other"
    if amounts == often == "not comparable":
        return "not comparable"
    return "doubtful" if "doubtful" in (amounts, often) else "same"


def _amounts(recorded: Amount | None, said: Amount | None) -> Agreement:
    if recorded is None or said is None:
        return "not comparable"
    units = parse_unit(recorded.unit), parse_unit(said.unit)
    if isinstance(units[0], UnitProblem) or isinstance(units[1], UnitProblem):
        return "not comparable"
    ends = [convert(amount, units[1], units[0]) for amount in (said.least, said.most)]
    if isinstance(ends[0], UnitProblem) or isinstance(ends[1], UnitProblem):
        counted = {"tablets", "capsules"} & {kind for unit in units for kind, _ in unit.dimension}  # type: ignore[union-attr]
        return "not comparable" if counted else "doubtful"
    if _same(ends[0], recorded.least) and _same(ends[1], recorded.most):
        return "same"
    within = recorded.least <= ends[0] <= ends[1] <= recorded.most
    return "same" if within else "other"


def _often(recorded: Dose, said: Dose) -> Agreement:
    one, other = recorded.often, said.often
    if one is None or other is None:
        return "not comparable"
    if _same(one.least, other.least) and _same(one.most, other.most):
        return "same"
    return "same" if one.least <= other.least <= other.most <= one.most else "other"


def _a_day(recorded: Dose, said: Dose) -> bool:
    """Whether both come to the same amount a day (500 mg twice, 1 g once)."""
    totals = [_total(dose) for dose in (recorded, said)]
    if totals[0] is None or totals[1] is None:
        return False
    return _amounts(*totals) == "same"


def _total(dose: Dose) -> Amount | None:
    if dose.amount is None:
        return None
    if dose.hours is not None:
        return dose.amount.times(DAY / dose.hours, DAY / dose.hours)
    return dose.amount.times(dose.often.least, dose.often.most) if dose.often is not None else None


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-6)
