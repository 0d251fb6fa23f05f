"""The limit of a dose as a rule states it, and how amounts and times are put into words."""

from __future__ import annotations

from typing import Literal, NamedTuple

from medrules.model.rule import MustNotExceed
from medrules.text.doses_model import DAY, WEEK, Dose
from medrules.text.doses_units import COUNTED, MEASURED, kind_of
from medrules.text.units.reading import Unit, UnitProblem, parse_unit

HOURS = {"minute": 1 / 60, "hour": 1.0, "day": DAY, "week": WEEK, "month": 30 * DAY}
_DOSED = MEASURED | COUNTED | {"volume"}


class Limit(NamedTuple):
    """The most that is allowed."""

    amount: float | None
    """None: only how often is limited."""
    unit: Unit | None
    body: Literal["", "kg", "m2"]
    per: str
    """``dose``, or a time of ``HOURS``."""
    times: int | None

    @property
    def hours(self) -> float | None:
        """None: it is for one dose."""
        return HOURS.get(self.per)

    @property
    def shown(self) -> str:
        """``4 g``, ``10 mg/kg``, ``once a week``."""
        if self.amount is None or self.unit is None:
            return f"{often(float(self.times or 0))} {spanned(self.per)}"
        return f"{figure(self.amount)} {self.unit.text}{over(self.body)}"

    @property
    def whole(self) -> str:
        """The limit with what it is for: ``4 g a day``."""
        if self.amount is None:
            return self.shown
        return f"{self.shown} {spanned(self.per)}"


def limit_of(obligation: MustNotExceed) -> Limit | None:
    """The limit of an obligation; None: no medicine is measured in its unit, or its time is no time."""
    spans = [word for word in obligation.per if word not in ("kg", "m2", "dose")]
    body: Literal["", "kg", "m2"] = "kg" if "kg" in obligation.per else "m2" if "m2" in obligation.per else ""
    if len(spans) > 1 or (spans and spans[0] not in HOURS) or {"kg", "m2"} <= set(obligation.per):
        return None
    span = spans[0] if spans else "dose"
    if obligation.most is None:
        return Limit(None, None, "", span, obligation.times) if spans and obligation.times else None
    written = obligation.most.unit or ""
    unit = parse_unit(written)
    if isinstance(unit, UnitProblem) or kind_of(written) not in _DOSED:
        return None
    return Limit(obligation.most.amount, unit, body, span, None)


# Words


def figure(number: float) -> str:
    """``1,000``, ``0.6``, ``4``."""
    rounded = f"{number:,.4f}" if abs(number) >= 1 else f"{number:.4g}"
    return rounded.rstrip("0").rstrip(".") if "." in rounded and "e" not in rounded else rounded


def often(times: float) -> str:
    """``once``, ``7 times``."""
    return "once" if times == 1 else f"{figure(times)} times"


def spanned(word: str) -> str:
    """``a day``, ``an hour``."""
    return f"an {word}" if word == "hour" else f"a {word}"


def over(body: str) -> str:
    """``/kg``, or nothing."""
    return f"/{body}" if body else ""


def amount_of(dose: Dose) -> str:
    """``1,000 mg``, ``15 mg/kg``: the larger end of a range."""
    if dose.amount is None:
        return "the dose"
    return f"{figure(dose.amount.most)} {dose.amount.unit}{over(dose.body)}"


def as_said(dose: Dose) -> str:
    """The amount with the time that it is for: ``4 g a day``."""
    return amount_of(dose) + (f" {in_hours(dose.hours)}" if dose.hours is not None else "")


def in_hours(hours: float) -> str:
    """``a day``, ``in 6 hours``."""
    for word, length in HOURS.items():
        if abs(hours - length) < 1e-9 * length:
            return spanned(word)
    return f"in {figure(hours)} hours"
