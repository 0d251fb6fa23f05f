"""Converts amounts between units, by pint with definitions of our own; imports pint only when it is needed."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from medrules.text.units.analytes import Analyte, find_analyte
from medrules.text.units.reading import Unit, UnitProblem, parse_unit

if TYPE_CHECKING:
    from pint import UnitRegistry

_TEMPERATURE = (("temperature", 1),)
_GLYCATED = (("glycated", 1),)
_CHEMICAL = frozenset(("mass", "substance", "equivalent"))


def convert(amount: float, source: Unit, target: Unit, analyte: str | None = None) -> float | UnitProblem:
    """An amount in another unit.

    Args:
        amount: a finite number.
        source: its unit.
        target: the unit that is asked for.
        analyte: what is measured or given (``potassium``, ``glucose``), by which mass, amount of substance and
            charge convert. Without a unit an amount is the plain number: 0.45 is 45 %, and 45 is 4500 %.

    Returns:
        The amount, or why there is none: the units measure different things (U102), nothing in the table of
        analytes converts between them (U103), or the amount is no number (U104).
    """
    if not math.isfinite(amount):
        return UnitProblem("U104", "The amount is no number")
    if source[1:] == target[1:]:
        return amount
    if source.dimension == target.dimension == _TEMPERATURE:
        return _temperature(amount, source, target)
    known = find_analyte(analyte) if analyte else None
    scale = _glycated_scale(source, target, known)
    if scale is not None:
        return _glycated(amount, source, target, scale)
    factor = _factor(source, target, known)
    return factor if isinstance(factor, UnitProblem) else _rounded(amount * factor)


def convertible(source: Unit, target: Unit, analyte: str | None = None) -> bool:
    """Whether amounts in the one unit can be stated in the other; known without pint."""
    known = find_analyte(analyte) if analyte else None
    return _glycated_scale(source, target, known) is not None or _mismatch(source, target, known) is None


def read_quantity(text: str) -> tuple[float, Unit] | UnitProblem:
    """A number with its unit as records write it: ``5.9 mmol/L``, ``72 kg``, ``120``.

    Only plain numbers: a comma (``1,200`` or ``1,2``) is one number to some and another to others (U104).
    """
    written = text.strip()
    end = 0
    while end < len(written) and (written[end] in "0123456789." or (not end and written[end] in "+-−")):
        end += 1
    try:
        amount = float("" if written[end : end + 1] == "," else written[:end].replace("−", "-"))
    except ValueError:
        return UnitProblem("U104", f"'{written[:40]}' is no number with a unit")
    unit = parse_unit(written[end:].strip())
    return unit if isinstance(unit, UnitProblem) else (amount, unit)


@lru_cache(maxsize=4096)
def _factor(source: Unit, target: Unit, analyte: Analyte | None) -> float | UnitProblem:
    """What an amount in the one unit is multiplied by to give it in the other."""
    problem = _mismatch(source, target, analyte)
    if problem is not None:
        return problem
    factor = _in_base(source) / _in_base(target)
    if analyte is not None and source.dimension != target.dimension:
        factor *= _per_mole(target, analyte) / _per_mole(source, analyte)
    return factor


def _mismatch(source: Unit, target: Unit, analyte: Analyte | None) -> UnitProblem | None:
    """Why amounts in the one unit cannot be stated in the other."""
    if source.dimension == target.dimension:
        return None
    names = f"'{source.text}' and '{target.text}'"
    if _without_chemistry(source) != _without_chemistry(target):
        return UnitProblem("U102", f"{names} measure different things")
    if analyte is None:
        return UnitProblem("U103", f"{names} convert only for a substance whose molar mass medrules knows")
    needed = {kind for unit in (source, target) for kind, _ in unit.dimension} & _CHEMICAL
    if analyte.molar_mass is None or ("equivalent" in needed and analyte.valence is None):
        return UnitProblem("U103", f"{names} do not convert for {analyte.name}")
    return None


def _without_chemistry(unit: Unit) -> dict[str, int]:
    """The dimension with mass and charge counted as amount of substance."""
    found: dict[str, int] = {}
    for kind, power in unit.dimension:
        plain = "substance" if kind in _CHEMICAL else kind
        found[plain] = found.get(plain, 0) + power
    return {kind: power for kind, power in found.items() if power}


def _per_mole(unit: Unit, analyte: Analyte) -> float:
    """How many of its own grams or equivalents, to their powers, a unit counts where another counts moles."""
    powers = dict(unit.dimension)
    grams = (analyte.molar_mass or 1.0) ** powers.get("mass", 0)
    return float(grams * (analyte.valence or 1) ** powers.get("equivalent", 0))


def _in_base(unit: Unit) -> float:
    product = unit.scale
    for name, power in unit.factors:
        product *= _size(name) ** power
    return product


@cache
def _size(name: str) -> float:
    """One of a unit in the base unit of its dimension, by pint."""
    return float(_registry().Quantity(1.0, name).to_base_units().magnitude)


def _rounded(amount: float) -> float | UnitProblem:
    """Twelve digits, so that 10 mcg/kg/min is 0.6 mg/kg/h and not a trifle above it."""
    return float(f"{amount:.12g}") if math.isfinite(amount) else UnitProblem("U104", "The amount is too large")


def _temperature(amount: float, source: Unit, target: Unit) -> float | UnitProblem:
    names = source.factors[0][0], target.factors[0][0]
    return _rounded(float(_registry().Quantity(amount, names[0]).to(names[1]).magnitude))


def _glycated_scale(source: Unit, target: Unit, analyte: Analyte | None) -> tuple[float, float] | None:
    """Slope and offset, where haemoglobin A1c stands in IFCC mmol/mol on one side and in per cent on the other."""
    if analyte is None or {source.dimension, target.dimension} != {_GLYCATED, ()}:
        return None
    return analyte.permille


def _glycated(amount: float, source: Unit, target: Unit, scale: tuple[float, float]) -> float | UnitProblem:
    slope, offset = scale
    if source.dimension == _GLYCATED:
        return _rounded((slope * amount + offset) * 0.01 / _in_base(target))
    return _rounded((amount * _in_base(source) * 100 - offset) / slope)


@cache
def _registry() -> UnitRegistry[float]:
    from pint import UnitRegistry

    definitions = files(__package__).joinpath("definitions.txt").read_text(encoding="utf-8")
    registry: UnitRegistry[float] = UnitRegistry(None, on_redefinition="raise")
    registry.load_definitions(definitions.splitlines())
    return registry
