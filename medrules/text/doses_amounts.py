"""Reads how much is given: ``two 500 mg tablets``, ``10 mcg/kg/min``, ``5 mL of 250 mg/5 mL``, ``5/325 mg``."""

from __future__ import annotations

from typing import Literal, NamedTuple

from medrules.text.doses_frequency import time_unit
from medrules.text.doses_lexing import Number, Token, words_for
from medrules.text.doses_model import Amount
from medrules.text.doses_units import (
    COUNTED,
    DASHES,
    DRUG,
    MEASURED,
    MOST_SKIPPED,
    Simple,
    amount_of,
    kind_of,
    qualifiers,
    simple_at,
    skip,
)
from medrules.text.units.converting import convert
from medrules.text.units.reading import UnitProblem, parse_unit

_TIMES = frozenset(("x", "×"))
_MOST_NAMED = 6
"""Tablets that are counted by the name alone (*two aspirin*); a larger number before a name is something else."""


class Measured(NamedTuple):
    """An amount and where its pieces end (exclusive)."""

    end: int
    amount: Amount
    role: Literal["amount", "count", "strength", "liquid"] = "amount"
    """A count of tablets without their strength; the strength of one; what a volume holds."""
    body: Literal["", "kg", "m2"] = ""
    hours: float | None = None
    options: tuple[Amount, ...] = ()
    volume: Amount | None = None
    """Of a liquid: the volume that holds the amount."""
    formed: bool = False
    """A form follows (``500 mg tablets``): it may be the strength of what is counted elsewhere."""
    each: Amount | None = None
    """What one tablet holds, where the text says so."""


def read_measured(tokens: list[Token], at: int) -> Measured | None:
    """The amount that begins at a piece; None: none does."""
    number = tokens[at].number
    if number is None or number.most <= 0:
        return None
    simple = simple_at(tokens, at)
    if simple is None:
        return _several(tokens, at, number)
    if simple.kind in COUNTED:
        return _counted(tokens, simple)
    return _plain(tokens, simple) if simple.kind == "volume" or simple.kind in MEASURED else None


def _is_filler(token: Token) -> bool:
    return token.form in words_for("words", "fillers") or token.form in (DRUG, "(")


def _several(tokens: list[Token], at: int, number: Number) -> Measured | None:
    """``two 500 mg tablets``, ``2 x 500 mg``, ``two extra strength (500 mg) tablets``; ``5/325`` alone."""
    after = at + 1
    crossed = after < len(tokens) and tokens[after].form in _TIMES
    place = after + 1 if crossed else skip(tokens, after, _is_filler)
    each = simple_at(tokens, place)
    named = any(token.form == DRUG for token in tokens[after:place])
    if each is not None and each.kind in MEASURED:
        noun = skip(tokens, each.end, lambda token: _is_filler(token) or token.form == ")")
        formed = noun < len(tokens) and (
            kind_of(tokens[noun].form) in COUNTED or tokens[noun].form in words_for("words", "dose")
        )
        if crossed or formed or (named and number.most <= _MOST_NAMED):
            return _multiplied(number, each, noun + 1 if formed else each.end)
    if place > after and place < len(tokens) and kind_of(tokens[place].form) in COUNTED:
        return _counted(tokens, Simple(place + 1, number, tokens[place].raw, kind_of(tokens[place].form)))
    if named and tokens[after].form == DRUG and number.most <= _MOST_NAMED:
        return Measured(after + 1, amount_of(number, "tablets"), "count")  # take two aspirin
    if number.pair and at and tokens[at - 1].form in (DRUG, "of", "-", "("):
        return Measured(after, Amount(number.most, number.most, "mg"), options=_options(number, "mg"), formed=True)
    return None


def _options(number: Number, unit: str) -> tuple[Amount, ...]:
    return tuple(Amount(value, value, unit) for value in number.pair)


def _multiplied(number: Number, each: Simple, end: int) -> Measured:
    total = amount_of(each.number, each.unit).times(number.least, number.most)
    options = tuple(part.times(number.least, number.most) for part in _options(each.number, each.unit))
    return Measured(
        end, total, options=options, each=None if each.number.pair else amount_of(each.number, each.unit)
    )


def _counted(tokens: list[Token], count: Simple) -> Measured:
    """``1 tablet (500 mg)``, ``2 tablets of 500 mg``, ``2 capsules, 250 mg each``; else the bare count."""
    number = count.number
    bracket = False
    place = count.end
    while place < len(tokens) and place < count.end + MOST_SKIPPED:
        token = tokens[place]
        if not (_is_filler(token) or token.form in (",", "=")):
            break
        bracket = bracket or token.form in "(="
        place += 1
    each = simple_at(tokens, place)
    timed = qualifiers(tokens, count.end)
    end = timed.end if timed.role == "amount" else count.end
    bare = Measured(
        end, amount_of(number, count.unit), "count", hours=timed.hours if timed.role == "amount" else None
    )
    if each is None or (each.kind not in MEASURED) or _is_rate(tokens, each.end):
        return bare
    single = any(token.form in words_for("words", "each") for token in tokens[each.end : each.end + 3])
    nearby = tokens[count.end : place] + tokens[each.end : each.end + 2]
    whole = any(token.form in words_for("words", "total") for token in nearby)
    end = each.end + 1 if each.end < len(tokens) and tokens[each.end].form == ")" else each.end
    if (
        not bracket
        or single
        or number.most == 1
        or (number.least < number.most and each.number.least == each.number.most)
    ):
        return _multiplied(number, each, end)
    stated, all_of = (
        amount_of(each.number, each.unit),
        amount_of(each.number, each.unit).times(number.least, number.most),
    )
    return Measured(end, stated if whole else stated._replace(misread=max(all_of.most, stated.misread or 0)))


def _is_rate(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].form == "/"


def _plain(tokens: list[Token], simple: Simple) -> Measured | None:
    parts = _parts(tokens, simple)
    if parts is not None:
        return parts
    qualified = qualifiers(tokens, simple.end)
    amount = amount_of(simple.number, simple.unit)
    options = _options(simple.number, simple.unit)
    if qualified.role == "nothing" or (qualified.role == "liquid" and simple.kind == "volume"):
        return None
    if qualified.role == "liquid":
        return Measured(qualified.end, amount, "liquid", volume=qualified.volume)
    if qualified.role == "strength":
        return Measured(qualified.end, amount, "strength", options=options)
    if qualified.end > simple.end:
        return Measured(qualified.end, amount, "amount", qualified.body, qualified.hours, options)
    if simple.kind == "volume":
        return _liquid(tokens, simple)
    return _extended(tokens, simple, amount, options)


def _extended(tokens: list[Token], simple: Simple, amount: Amount, options: tuple[Amount, ...]) -> Measured:
    """What may follow an amount: its form, a second unit of a range (``500 mg to 1 g``), ``x 2``."""
    end = simple.end
    if end < len(tokens) and (tokens[end].form in DASHES or tokens[end].form in ("to", "or")):
        other = simple_at(tokens, end + 1)
        if other is not None and other.kind == simple.kind and (wider := _range(amount, other)) is not None:
            qualified = qualifiers(tokens, other.end)
            if qualified.role == "amount":
                return Measured(max(other.end, qualified.end), wider, "amount", qualified.body, qualified.hours)
    noun = skip(tokens, end, _is_filler)
    formed = noun < len(tokens) and kind_of(tokens[noun].form) in COUNTED
    end = noun + 1 if formed else end
    if end + 1 < len(tokens) and tokens[end].form in _TIMES:
        number = tokens[end + 1].number
        timed = end + 2 < len(tokens) and (
            time_unit(tokens[end + 2]) is not None or tokens[end + 2].form in ("/", "dose", "doses")
        )
        if number is not None and not timed and not number.pair and number.most <= 20:
            return Measured(end + 2, amount.times(number.least, number.most), options=options)
    return Measured(end, amount, options=options, formed=formed)


def _range(low: Amount, high: Simple) -> Amount | None:
    """Two amounts as one range in the second one's unit; None: the second is not the larger."""
    units = parse_unit(low.unit), parse_unit(high.unit)
    if isinstance(units[0], UnitProblem) or isinstance(units[1], UnitProblem):
        return None
    least = convert(low.least, units[0], units[1])
    if isinstance(least, UnitProblem) or least >= high.number.most:
        return None
    return Amount(least, high.number.most, high.unit, high.number.misread)


def _parts(tokens: list[Token], simple: Simple) -> Measured | None:
    """``5 mg/325 mg``."""
    place = simple.end
    if not (place < len(tokens) and tokens[place].form == "/"):
        return None
    other = simple_at(tokens, place + 1)
    if other is None or other.kind != simple.kind or simple.kind not in MEASURED:
        return None
    both = (amount_of(simple.number, simple.unit), amount_of(other.number, other.unit))
    return Measured(other.end, both[1], options=both, formed=True)


def _liquid(tokens: list[Token], volume: Simple) -> Measured | None:
    """``5 mL of 250 mg/5 mL``, ``10 mL (250 mg/5 mL)``, ``10 mL (500 mg)``; ``in 100 mL of water`` is no dose."""
    first = volume.end - 2
    if first > 0 and tokens[first - 1].form in ("in", "with", "into"):
        return None
    after = skip(tokens, volume.end, lambda token: token.form in ("of", "the", "(", "a", "an", DRUG))
    if after < len(tokens) and tokens[after].form in words_for("words", "vehicle"):
        return None
    amount = amount_of(volume.number, volume.unit)
    held = simple_at(tokens, after)
    if held is None or held.kind not in MEASURED:
        return Measured(volume.end, amount)
    qualified = qualifiers(tokens, held.end)
    strength = amount_of(held.number, held.unit)
    closed = tokens[after - 1].form == "("
    if qualified.role == "liquid" and qualified.volume is not None:
        found = held_in(amount, strength, qualified.volume)
        end = qualified.end + 1 if closed and _is_close(tokens, qualified.end) else qualified.end
        return Measured(end, found) if found is not None else None
    if closed and qualified.end == held.end and _is_close(tokens, held.end):
        return Measured(held.end + 1, strength)
    return Measured(volume.end, amount)


def _is_close(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].form == ")"


def held_in(volume: Amount, strength: Amount, of: Amount) -> Amount | None:
    """How much a volume holds of what stands as ``strength`` in another volume."""
    units = parse_unit(volume.unit), parse_unit(of.unit)
    if isinstance(units[0], UnitProblem) or isinstance(units[1], UnitProblem):
        return None
    share = convert(1.0, units[0], units[1])
    if isinstance(share, UnitProblem) or of.most <= 0:
        return None
    held = strength.times(volume.least * share / of.most, volume.most * share / of.least)
    misread = None if volume.misread is None else strength.most * volume.misread * share / of.least
    return held._replace(misread=misread if misread is not None else held.misread)
