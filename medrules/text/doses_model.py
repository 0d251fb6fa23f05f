"""What a text says of a dose: how much, how often, of what body, and what it leaves open."""

from __future__ import annotations

from typing import Literal, NamedTuple

DAY = 24.0
WEEK = 168.0


class Amount(NamedTuple):
    """How much; the two numbers of a range."""

    least: float
    most: float
    unit: str
    """As written, readable by ``units.reading.parse_unit``."""
    misread: float | None = None
    """More than ``most``: what a reader may take it for (10 for ``1.0``; 1 g for ``2 tablets (500 mg)``)."""

    def times(self, least: float, most: float) -> Amount:
        """So many of them."""
        misread = self.misread * most if self.misread is not None else None
        return Amount(self.least * least, self.most * most, self.unit, misread)


class Often(NamedTuple):
    """Doses a day: 1/7 is once a week."""

    least: float
    most: float
    daytime: bool = False
    """A time of day (``at night``): two of them add up."""
    unclear: bool = False
    """Two readers differ over it (``biweekly``)."""


class Dose(NamedTuple):
    """One dose that a text states. Offsets are characters of the original, end exclusive."""

    start: int
    end: int
    kind: Literal["dose", "limit", "threshold"]
    """Given, or the most that is to be given; a threshold (``more than 10 g``) is neither."""
    amount: Amount | None
    """None: only how often is said."""
    body: Literal["", "kg", "m2"] = ""
    """The amount is for each kilogram or square metre of the body."""
    hours: float | None = None
    """The hours that the amount is for (24 in ``4 g a day``, 1/60 in ``10 mcg/min``); None: one dose."""
    often: Often | None = None
    """With ``hours``: into how many doses that amount is divided."""
    once: bool = False
    """A single dose."""
    options: tuple[Amount, ...] = ()
    """Of ``5/325``: the amount of each part."""
    flexible: bool = False
    """As needed, or up to so often: a stated limit holds besides."""
    regimen: int = 0
    """Doses of one number add up over a day (``500 mg in the morning and 1 g at night``); 0: it stands alone."""

    @property
    def per_dose(self) -> Amount | None:
        """The amount of one dose; None: it cannot be worked out."""
        if self.amount is None or self.hours is None:
            return self.amount
        if self.often is None or self.hours < DAY:
            return None
        share = DAY / self.hours
        return self.amount.times(share / self.often.most, share / self.often.least)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the text leaves open: ``amount``, ``frequency``."""
        open_ = () if self.amount is not None else ("amount",)
        known = self.hours is not None or self.often is not None or self.once
        return open_ if known else (*open_, "frequency")
