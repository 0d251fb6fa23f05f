"""Quantities: an amount with its unit, as a rule or a record states it."""

from __future__ import annotations

from medrules.model.frozen import Frozen


class Quantity(Frozen):
    """An amount and its unit as written: ``4 g``, ``5.5 mmol/L``, ``5 years``, ``9 %``."""

    amount: float
    unit: str | None = None
    """None: a bare number."""
