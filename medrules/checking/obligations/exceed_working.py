"""Works out what doses come to in the unit and the time of a limit, step by step in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from medrules.checking.obligations.exceed_limit import (
    Limit,
    amount_of,
    as_said,
    figure,
    in_hours,
    often,
    over,
    spanned,
)
from medrules.checking.strength import FULL, NONE, WEAK
from medrules.text.doses_model import DAY, Amount, Dose, Often
from medrules.text.doses_units import MEASURED, kind_of
from medrules.text.units.converting import convert
from medrules.text.units.reading import UnitProblem, parse_unit

_NEAR = 1 + 1e-9
"""A dose at the limit is not beyond it, whatever the last digit of a float says."""


class Worked(NamedTuple):
    """What doses come to against a limit."""

    level: int
    """FULL: beyond it; WEAK: perhaps; NONE: within."""
    reason: str
    """How that was worked out, a part of a sentence."""
    failed: bool = False
    """It cannot be worked out: the units do not convert."""
    bare: bool = False
    """An amount without how often: perhaps the strength of a product."""


class _Open(NamedTuple):
    """What keeps a dose from being worked out."""

    reason: str
    failed: bool = False


class _Total(NamedTuple):
    """What one dose comes to, in the limit's unit and time."""

    sure: float
    possible: float
    """More than ``sure`` where it may be misread, be taken at once, or be meant more often."""
    shown: str


@dataclass(frozen=True)
class Working:
    """A limit with all that is needed to hold doses against it."""

    limit: Limit
    weight: float | None
    """Of the patient in kg, where the record states it."""
    analyte: str | None
    """The medicine, by which mass, amount of substance and charge convert."""
    caps: Sequence[Dose]
    """Limits that the text itself states for this medicine."""

    def work_out(self, doses: Sequence[Dose]) -> Worked:
        """Doses that add up, mostly one, against the limit."""
        if self.limit.amount is None:
            return self._how_often(doses)
        if all(dose.amount is None for dose in doses):
            return Worked(NONE, "")  # take it daily: no amount is advised
        most = self.limit.amount * _NEAR
        totals: list[_Total] = []
        for dose in doses:
            amount = self._in_unit(dose)
            if isinstance(amount, _Open):
                return Worked(WEAK, amount.reason, amount.failed)
            total = self._over_time(dose, amount)
            if isinstance(total, _Open):
                beyond = amount.most > most
                single = f"{amount_of(dose)} at once is above {self.limit.whole}"
                return Worked(FULL if beyond else WEAK, single if beyond else total.reason, bare=not beyond)
            totals.append(total)
        sure = sum(total.sure for total in totals)
        reason = self._sum(totals, sure)
        if sure > most:
            return self._capped(doses, f"{reason}, above {self.limit.shown}")
        if sum(max(total.sure, total.possible) for total in totals) > most:
            return Worked(WEAK, f"{reason}, but {_perhaps(doses)}, and that is above {self.limit.shown}")
        return Worked(NONE, f"{reason}, not above {self.limit.shown}")

    def allowed(self, cap: Dose) -> Worked:
        """A maximum that the text states, by itself: to allow more is no advice, but a person has to look."""
        stated = self._stated(cap, ())
        if self.limit.amount is None or stated is None or stated <= self.limit.amount * _NEAR:
            return Worked(NONE, "")
        return Worked(WEAK, f"the answer allows up to {as_said(cap)}, above {self.limit.whole}")

    # Amounts

    def _in_unit(self, dose: Dose) -> Amount | _Open:
        """The dose's amount in the limit's unit, for the same body."""
        amount, target = dose.amount, self.limit.unit
        if amount is None or target is None:
            return _Open("the answer does not say how much")
        unit = parse_unit(amount.unit)
        if isinstance(unit, UnitProblem):
            return _Open(f"the unit of {as_said(dose)} is unknown", failed=True)
        share = convert(1.0, unit, target, self.analyte)
        if isinstance(share, UnitProblem):
            if kind_of(amount.unit) not in MEASURED or kind_of(target.text) not in MEASURED:
                return _Open(f"the answer does not say how much {amount_of(dose)} hold in {target.text}")
            return _Open(
                f"{as_said(dose)} cannot be compared with {self.limit.shown}: {share.message}", failed=True
            )
        if dose.body != self.limit.body:
            if "m2" in (dose.body, self.limit.body) or self.weight is None:
                return self._without_body(dose)
            share *= self.weight if dose.body == "kg" else 1 / self.weight
        misread = amount.misread * share if amount.misread is not None else None
        return Amount(amount.least * share, amount.most * share, target.text, misread)

    def _without_body(self, dose: Dose) -> _Open:
        whose = f"for each {dose.body}" if dose.body else "for the whole body"
        lacks = "body surface" if "m2" in (dose.body, self.limit.body) else "weight"
        return _Open(f"{as_said(dose)} is {whose}, the limit is not, and the record states no {lacks}")

    # Times

    def _over_time(self, dose: Dose, amount: Amount) -> _Total | _Open:
        """What a dose comes to in the limit's time."""
        written = self._written(dose)
        misread = amount.misread or 0.0
        hours = self.limit.hours
        if hours is None:
            return self._one_dose(dose, amount)
        if dose.hours is not None:
            share = hours / dose.hours
            at_once = max(amount.most, misread * share)  # 70 mg a week may be 70 mg on one day
            return _Total(amount.most * share, at_once, f"{written} {in_hours(dose.hours)}")
        if dose.often is None:
            if dose.once:
                return _Total(amount.most, misread, written)
            return _Open(f"the answer does not say how often {as_said(dose)} is taken")
        times = self._times(dose.often, dose.often.most, hours)
        if dose.often.unclear:
            fewest = self._times(dose.often, dose.often.least, hours)
            return _Total(amount.most * fewest, max(amount.most, misread) * times, f"{written} × {figure(fewest)}")
        up_to = "up to " if dose.often.least < dose.often.most else ""
        shown = f"{written} × {up_to}{figure(times)} {spanned(self.limit.per)}"
        return _Total(amount.most * times, misread * times, shown)

    def _times(self, found: Often, times: float, hours: float) -> float:
        """Doses in so many hours: at least the one that is given, at most what the text caps."""
        caps = [cap.often.most for cap in self.caps if cap.amount is None and cap.often is not None]
        return max(1.0, min([times, *(cap for cap in caps if cap >= 1 <= found.most)]) * hours / DAY)

    def _one_dose(self, dose: Dose, amount: Amount) -> _Total | _Open:
        written, misread = self._written(dose), amount.misread or 0.0
        if dose.hours is None:
            return _Total(amount.most, misread, written)
        if dose.hours < DAY:
            return _Open(f"{as_said(dose)} is a rate and no single dose")
        if dose.often is None:
            return _Total(0.0, max(amount.most, misread), as_said(dose))
        share = DAY / dose.hours / dose.often.least
        return _Total(amount.most * share, misread * share, f"{as_said(dose)} in {figure(dose.often.least)} doses")

    def _written(self, dose: Dose) -> str:
        """The amount, for the body of the limit: ``10 mg/kg × 20 kg``."""
        if dose.body == self.limit.body or self.weight is None:
            return amount_of(dose)
        return f"{amount_of(dose)} {'×' if dose.body else '÷'} {figure(self.weight)} kg"

    def _sum(self, totals: Sequence[_Total], sure: float) -> str:
        unit = self.limit.unit.text if self.limit.unit is not None else ""
        shown = " + ".join(total.shown for total in totals)
        if sure == 0:
            return shown
        span = f" {spanned(self.limit.per)}" if self.limit.hours is not None else ""
        result = f"{figure(sure)} {unit}{over(self.limit.body)}{span}"
        return shown if shown == result else f"{shown} = {result}"

    # Maxima that the text states

    def _capped(self, doses: Sequence[Dose], reason: str) -> Worked:
        """A stated maximum holds for what is taken as needed; a fixed dose beyond it contradicts it."""
        for cap in self.caps:
            stated = self._stated(cap, doses)
            if stated is None or self.limit.amount is None or stated > self.limit.amount * _NEAR:
                continue
            flexible = all(dose.flexible for dose in doses)
            return Worked(NONE if flexible else WEAK, f"{reason}, but the answer also says at most {as_said(cap)}")
        return Worked(FULL, reason)

    def _stated(self, cap: Dose, doses: Sequence[Dose]) -> float | None:
        """A stated maximum in the limit's unit and time; None: it is for something else."""
        amount = self._in_unit(cap)
        if isinstance(amount, _Open):
            return None
        single = cap.hours is None and self._is_of_one_dose(cap, doses)
        if self.limit.hours is None:
            return amount.most if single else None
        if cap.hours is not None:
            return amount.most * self.limit.hours / cap.hours
        times = max((dose.often.most for dose in doses if dose.often is not None), default=1.0) if single else 1.0
        return amount.most * max(1.0, times * self.limit.hours / DAY)

    def _is_of_one_dose(self, cap: Dose, doses: Sequence[Dose]) -> bool:
        """``15 mg/kg every 6 hours (max 1 g)`` caps one dose, ``500 mg every 4 hours, max 4 g`` a day."""
        if any(dose.body and not dose.hours for dose in doses):
            return not cap.body
        amount = self._in_unit(cap)
        ones = [self._in_unit(dose) for dose in doses]
        return any(
            not isinstance(one, _Open) and not isinstance(amount, _Open) and amount.most <= one.most
            for one in ones
        )

    # How often

    def _how_often(self, doses: Sequence[Dose]) -> Worked:
        """Against ``more often than once per week``."""
        hours, allowed = self.limit.hours or DAY, (self.limit.times or 0) * _NEAR
        least = most = 0.0
        for dose in doses:
            found = self._frequency(dose)
            if found is None:
                return Worked(WEAK, f"the answer does not say how often {as_said(dose)} is taken")
            most += found.most * hours / DAY
            least += (found.least if found.unclear else found.most) * hours / DAY
        shown = f"{often(most)} {spanned(self.limit.per)}"
        if least > allowed:
            return Worked(FULL, f"{shown}, more often than {self.limit.shown}")
        if most > allowed:
            return Worked(WEAK, f"how often is unclear and may be {shown}")
        return Worked(NONE, f"{shown}, not more often than {self.limit.shown}")

    def _frequency(self, dose: Dose) -> Often | None:
        """Doses a day; a single one counts once in the limit's time."""
        if dose.once and dose.often is None:
            return Often(*(DAY / (self.limit.hours or DAY),) * 2)
        if dose.often is None:
            return Often(DAY / dose.hours, DAY / dose.hours) if dose.hours is not None else None
        caps = [cap.often.most for cap in self.caps if cap.amount is None and cap.often is not None]
        return dose.often._replace(most=min([dose.often.most, *caps]))


def _perhaps(doses: Sequence[Dose]) -> str:
    if any(dose.amount is not None and dose.amount.misread is not None for dose in doses):
        return "it may be read as more"
    if any(dose.often is not None and dose.often.unclear for dose in doses):
        return "it may be meant more often"
    return "it may be taken at once"
