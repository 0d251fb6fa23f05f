"""Reads a number with its unit, and what follows it: ``/kg``, ``per dose``, ``/5 mL``, ``in 24 hours``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from medrules.text.doses_frequency import time_unit
from medrules.text.doses_lexing import Number, Token, words_for
from medrules.text.doses_model import Amount
from medrules.text.units.reading import Unit, parse_unit

_NO_DOSES = frozenset(("kilogram", "pound", "ounce", "stone", "litre", "decilitre", "femtolitre", "picogram"))
MEASURED = frozenset(("mass", "substance", "equivalent", "activity"))
"""Dimensions in which the medicine itself is measured."""
COUNTED = frozenset(
    (
        "tablets",
        "capsules",
        "puffs",
        "sprays",
        "drops",
        "patches",
        "suppositories",
        "sachets",
        "lozenges",
        "vials",
        "ampoules",
    )
)
DASHES = frozenset("-‑–—")
MOST_SKIPPED = 5
DRUG = "@"
"""The piece that stands for the name of the medicine."""


class Simple(NamedTuple):
    """A number and its unit, where its pieces end (exclusive), and what the unit measures."""

    end: int
    number: Number
    unit: str
    kind: str


def kind_of(unit: str) -> str:
    """What a plain unit measures (``mass``, ``tablets``); empty for any other text or unit."""
    found = parse_unit(unit)
    if not isinstance(found, Unit) or len(found.dimension) != 1 or found.dimension[0][1] != 1:
        return ""
    return "" if found.factors[0][0] in _NO_DOSES else found.dimension[0][0]


def simple_at(tokens: list[Token], at: int) -> Simple | None:
    """A number and its unit."""
    if at >= len(tokens):
        return None
    number = tokens[at].number
    place = at + 1
    if number is None or number.most <= 0:
        return None
    while (
        place < len(tokens)
        and (tokens[place].form in DASHES or tokens[place].form in ("a", "of"))
        and place < at + 3
    ):
        place += 1  # 500-mg, half a tablet
    unit = unit_at(tokens, place)
    if unit is None:
        return None
    text, end = unit
    return Simple(end, number, text, kind_of(text))


def unit_at(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """A unit in which medicines are given, as written, and where it ends; ``million units`` is one."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    if (
        at + 1 < len(tokens)
        and tokens[at + 1].kind == "word"
        and tokens[at + 1].form.startswith(("unit", "international"))
    ):
        stop = at + 3 if tokens[at + 1].form == "international" else at + 2
        both = " ".join(token.form for token in tokens[at:stop])
        if kind_of(both):
            return both, stop
    raw = tokens[at].raw or tokens[at].form
    return (raw, at + 1) if kind_of(raw) else None


def amount_of(number: Number, unit: str) -> Amount:
    """A number of a unit."""
    return Amount(number.least, number.most, unit, number.misread)


def skip(tokens: list[Token], at: int, allowed: Callable[[Token], bool]) -> int:
    """The first piece, not far behind, that is none of the allowed ones."""
    stop = min(len(tokens), at + MOST_SKIPPED)
    while at < stop and allowed(tokens[at]):
        at += 1
    return at


class Qualified(NamedTuple):
    """What follows a unit. ``nothing``: the amount is no dose (``mg/dL``)."""

    end: int
    body: Literal["", "kg", "m2"]
    hours: float | None
    role: Literal["amount", "strength", "liquid", "nothing"]
    volume: Amount | None


def qualifiers(tokens: list[Token], at: int) -> Qualified:
    """What follows a unit: ``/kg``, ``per dose``, ``/5 mL``, ``a day``, ``in 24 hours``."""
    body: Literal["", "kg", "m2"] = ""
    hours: float | None = None
    while at + 1 < len(tokens):
        form, place = tokens[at].form, at + 1
        if form in ("in", "over", "within", "during", "every") or form in ("a", "an"):
            found = _time(tokens, place, longest_only=form not in ("a", "an"))
            if found is None or form == "every":
                break
            hours, at = found
            continue
        if form not in ("/", "per", "⁄"):
            break
        word = tokens[place]
        if word.form in words_for("words", "kilogram"):
            body, at = "kg", _after_body(tokens, place + 1)
        elif (surface := _surface(tokens, place)) is not None:
            body, at = "m2", surface
        elif word.form in words_for("words", "dose"):
            at = place + 1
        elif (found := _time(tokens, place, longest_only=False)) is not None:
            hours, at = found
        else:
            return _contained(tokens, at, body, hours)
    return Qualified(at, body, hours, "amount", None)


def span_after(tokens: list[Token], at: int) -> tuple[int, float | None]:
    """The hours that *a day*, *per 24 hours* or *in one week* at a piece stand for, and where it ends."""
    found = qualifiers(tokens, at)
    return (found.end, found.hours) if found.role == "amount" and not found.body else (at, None)


def _contained(tokens: list[Token], at: int, body: Literal["", "kg", "m2"], hours: float | None) -> Qualified:
    """Behind the stroke stands what holds the amount: a tablet, or a volume; else it is no dose (``mg/dL``)."""
    place = at + 1
    number = tokens[place].number
    unit = unit_at(tokens, place + 1 if number is not None else place)
    if unit is None:
        return Qualified(at, body, hours, "amount" if tokens[at].form == "per" else "nothing", None)
    kind = kind_of(unit[0])
    amount = amount_of(number, unit[0]) if number is not None else Amount(1.0, 1.0, unit[0])
    if kind == "volume":
        return Qualified(unit[1], body, hours, "liquid", amount)
    return Qualified(unit[1], body, hours, "strength" if kind in COUNTED else "nothing", None)


def _after_body(tokens: list[Token], at: int) -> int:
    """Behind *of body weight*."""
    return skip(tokens, at, lambda token: token.form in ("of", "body", "weight", "bodyweight"))


def _surface(tokens: list[Token], at: int) -> int | None:
    form = tokens[at].form
    if form in ("m2", "sqm"):
        return at + 1
    number = tokens[at + 1].number if at + 1 < len(tokens) else None
    if form == "m" and number is not None and number.most == 2:
        return at + 2
    forms = [token.form for token in tokens[at : at + 2]]
    return (
        at + 2
        if forms in (["square", "meter"], ["square", "metre"], ["meter", "squared"], ["metre", "squared"])
        else None
    )


def _time(tokens: list[Token], at: int, *, longest_only: bool) -> tuple[float, int] | None:
    """A span of time in hours. ``longest_only``: of half a day or more (``in 24 hours``, no infusion)."""
    at = skip(tokens, at, lambda token: token.form in ("any", "a", "one", "each", "the", "every"))
    number = tokens[at].number if at < len(tokens) else None
    place = at + 1 if number is not None else at
    if place < len(tokens) and number is not None and tokens[place].form in DASHES:
        place += 1
    unit = time_unit(tokens[place]) if place < len(tokens) else None
    if unit is None:
        return None
    hours = unit * (number.most if number is not None else 1.0)
    place += 1
    if place < len(tokens) and tokens[place].form == "period":
        place += 1
    return (hours, place) if hours > 0 and (hours >= 12 or not longest_only) else None
