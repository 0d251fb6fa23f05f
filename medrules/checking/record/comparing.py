"""Compares a value of the record with a quantity of a rule: true, false, or why that cannot be said."""

from __future__ import annotations

import math
from typing import NamedTuple

from medrules.model.quantity import Quantity
from medrules.model.record import Measured
from medrules.model.rule import Comparison
from medrules.text.units.converting import convert
from medrules.text.units.reading import UnitProblem, parse_unit


class Fault(NamedTuple):
    """Something is recorded, but cannot be judged; one sentence without its full stop."""

    why: str


class _Range(NamedTuple):
    """The amounts that a value may have; a bound that is open is not one of them."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False


def compare(field: str, value: Measured, comparison: Comparison, limit: Quantity) -> bool | Fault:
    """Whether a value is above, below … a limit, in the limit's unit.

    Args:
        field: what is measured, by its name in the language; decides how mass and amount of substance convert.
        value: of the record.
        comparison: ``is``, ``above``, ``below``, ``at least`` or ``at most``.
        limit: of the rule.
    """
    amount = amount_in(field, value, limit)
    if isinstance(amount, Fault):
        return amount
    found = _compared(_range(amount, value), comparison, limit.amount)
    if found is None:
        return Fault(f"the record states {field} only as “{value.text}”, which may be on either side")
    return found


def amount_in(field: str, value: Measured, limit: Quantity) -> float | Fault:
    """The amount of a value in the unit of a limit."""
    if value.quantity is None:
        return Fault(f"the record states {field} as “{value.text}”, in which no amount can be read")
    return converted(field, value.quantity, limit.unit)


def converted(field: str, quantity: Quantity, unit: str | None) -> float | Fault:
    """A quantity's amount in another unit; a bare number is never taken to be in a unit."""
    if quantity.unit == unit:
        return quantity.amount
    if quantity.unit is None or unit is None:
        bare, other = ("record", unit) if quantity.unit is None else ("rule", quantity.unit)
        return Fault(f"the {bare} states {field} without a unit, and the other side in {other}")
    source, target = parse_unit(quantity.unit), parse_unit(unit)
    for one in (source, target):
        if isinstance(one, UnitProblem):
            return Fault(f"{one.message} ({field})")
    assert not isinstance(source, UnitProblem) and not isinstance(target, UnitProblem)  # noqa: S101
    amount = convert(quantity.amount, source, target, field)
    return Fault(f"{amount.message} ({field})") if isinstance(amount, UnitProblem) else amount


def _range(amount: float, value: Measured) -> _Range:
    if value.bound in ("below", "at most"):
        return _Range(-math.inf, amount, high_open=value.bound == "below")
    if value.bound in ("above", "at least"):
        return _Range(amount, math.inf, low_open=value.bound == "above")
    return _Range(amount, amount)


def _compared(found: _Range, comparison: Comparison, limit: float) -> bool | None:
    if comparison == "is":
        if _same(found.low, limit) and _same(found.high, limit):
            return True
        return None if _above(found, limit) is None and _below(found, limit) is None else False
    if comparison in ("above", "at most"):
        above = _above(found, limit)
        return above if comparison == "above" or above is None else not above
    below = _below(found, limit)
    return below if comparison == "below" or below is None else not below


def _above(found: _Range, limit: float) -> bool | None:
    if _same(found.low, limit):
        return True if found.low_open else (None if found.high > found.low else False)
    if found.low > limit:
        return True
    return False if found.high < limit or _same(found.high, limit) else None


def _below(found: _Range, limit: float) -> bool | None:
    turned = _Range(-found.high, -found.low, found.high_open, found.low_open)
    return _above(turned, -limit)


def _same(one: float, other: float) -> bool:
    """Equal but for what converting loses."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
