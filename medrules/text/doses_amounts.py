"""Reads how much is given: ``two 500 mg tablets``, ``10 mcg/kg/min``, ``5 mL of 250 mg/5 mL``, ``5/325 mg``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from medrules.text.doses_frequency import time_unit
from medrules.text.doses_lexing import Number, Token, words_for
from medrules.text.doses_model import Amount
from medrules.text.units.converting import convert
from medrules.text.units.reading import Unit, UnitProblem, parse_unit

DRUG = "@"
"""The piece that stands for the name of the medicine."""

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
_DASHES = frozenset("-‑–—")
_TIMES = frozenset(("x", "×"))
_MOST_SKIPPED = 5
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


class _Simple(NamedTuple):
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


def read_measured(tokens: list[Token], at: int) -> Measured | None:
    """The amount that begins at a piece; None: none does."""
    number = tokens[at].number
    if number is None or number.most <= 0:
        return None
    simple = _simple(tokens, at)
    if simple is None:
        return _several(tokens, at, number)
    if simple.kind in COUNTED:
        return _counted(tokens, simple)
    return _plain(tokens, simple) if simple.kind == "volume" or simple.kind in MEASURED else None


def _simple(tokens: list[Token], at: int) -> _Simple | None:
    """A number and its unit."""
    if at >= len(tokens):
        return None
    number = tokens[at].number
    place = at + 1
    if number is None or number.most <= 0:
        return None
    while (
        place < len(tokens)
        and (tokens[place].form in _DASHES or tokens[place].form in ("a", "of"))
        and place < at + 3
    ):
        place += 1  # 500-mg, half a tablet
    unit = _unit(tokens, place)
    if unit is None:
        return None
    text, end = unit
    return _Simple(end, number, text, kind_of(text))


def _unit(tokens: list[Token], at: int) -> tuple[str, int] | None:
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


def _amount(number: Number, unit: str) -> Amount:
    return Amount(number.least, number.most, unit, number.misread)


def _skip(tokens: list[Token], at: int, allowed: Callable[[Token], bool]) -> int:
    stop = min(len(tokens), at + _MOST_SKIPPED)
    while at < stop and allowed(tokens[at]):
        at += 1
    return at


def _is_filler(token: Token) -> bool:
    return token.form in words_for("words", "fillers") or token.form in (DRUG, "(")


def _several(tokens: list[Token], at: int, number: Number) -> Measured | None:
    """``two 500 mg tablets``, ``2 x 500 mg``, ``two extra strength (500 mg) tablets``; ``5/325`` alone."""
    after = at + 1
    crossed = after < len(tokens) and tokens[after].form in _TIMES
    place = after + 1 if crossed else _skip(tokens, after, _is_filler)
    each = _simple(tokens, place)
    named = any(token.form == DRUG for token in tokens[after:place])
    if each is not None and each.kind in MEASURED:
        noun = _skip(tokens, each.end, lambda token: _is_filler(token) or token.form == ")")
        formed = noun < len(tokens) and kind_of(tokens[noun].form) in COUNTED
        if crossed or formed or (named and number.most <= _MOST_NAMED):
            return _multiplied(number, each, noun + 1 if formed else each.end)
    if place > after and place < len(tokens) and kind_of(tokens[place].form) in COUNTED:
        return _counted(tokens, _Simple(place + 1, number, tokens[place].raw, kind_of(tokens[place].form)))
    if named and tokens[after].form == DRUG and number.most <= _MOST_NAMED:
        return Measured(after + 1, _amount(number, "tablets"), "count")  # take two aspirin
    if number.pair and at and tokens[at - 1].form in (DRUG, "of", "-", "("):
        return Measured(after, Amount(number.most, number.most, "mg"), options=_options(number, "mg"), formed=True)
    return None


def _options(number: Number, unit: str) -> tuple[Amount, ...]:
    return tuple(Amount(value, value, unit) for value in number.pair)


def _multiplied(number: Number, each: _Simple, end: int) -> Measured:
    total = _amount(each.number, each.unit).times(number.least, number.most)
    options = tuple(part.times(number.least, number.most) for part in _options(each.number, each.unit))
    return Measured(
        end, total, options=options, each=None if each.number.pair else _amount(each.number, each.unit)
    )


def _counted(tokens: list[Token], count: _Simple) -> Measured:
    """``1 tablet (500 mg)``, ``2 tablets of 500 mg``, ``2 capsules, 250 mg each``; else the bare count."""
    number = count.number
    bracket = False
    place = count.end
    while place < len(tokens) and place < count.end + _MOST_SKIPPED:
        token = tokens[place]
        if not (_is_filler(token) or token.form in (",", "=")):
            break
        bracket = bracket or token.form in "(="
        place += 1
    each = _simple(tokens, place)
    timed = _qualifiers(tokens, count.end)
    end = timed.end if timed.role == "amount" else count.end
    bare = Measured(
        end, _amount(number, count.unit), "count", hours=timed.hours if timed.role == "amount" else None
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
        _amount(each.number, each.unit),
        _amount(each.number, each.unit).times(number.least, number.most),
    )
    return Measured(end, stated if whole else stated._replace(misread=max(all_of.most, stated.misread or 0)))


def _is_rate(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].form == "/"


class _Qualified(NamedTuple):
    end: int
    body: Literal["", "kg", "m2"]
    hours: float | None
    role: Literal["amount", "strength", "liquid", "nothing"]
    volume: Amount | None


def _plain(tokens: list[Token], simple: _Simple) -> Measured | None:
    parts = _parts(tokens, simple)
    if parts is not None:
        return parts
    qualified = _qualifiers(tokens, simple.end)
    amount = _amount(simple.number, simple.unit)
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


def _extended(tokens: list[Token], simple: _Simple, amount: Amount, options: tuple[Amount, ...]) -> Measured:
    """What may follow an amount: its form, a second unit of a range (``500 mg to 1 g``), ``x 2``."""
    end = simple.end
    if end < len(tokens) and (tokens[end].form in _DASHES or tokens[end].form in ("to", "or")):
        other = _simple(tokens, end + 1)
        if other is not None and other.kind == simple.kind and (wider := _range(amount, other)) is not None:
            qualified = _qualifiers(tokens, other.end)
            if qualified.role == "amount":
                return Measured(max(other.end, qualified.end), wider, "amount", qualified.body, qualified.hours)
    noun = _skip(tokens, end, _is_filler)
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


def _range(low: Amount, high: _Simple) -> Amount | None:
    """Two amounts as one range in the second one's unit; None: the second is not the larger."""
    units = parse_unit(low.unit), parse_unit(high.unit)
    if isinstance(units[0], UnitProblem) or isinstance(units[1], UnitProblem):
        return None
    least = convert(low.least, units[0], units[1])
    if isinstance(least, UnitProblem) or least >= high.number.most:
        return None
    return Amount(least, high.number.most, high.unit, high.number.misread)


def _parts(tokens: list[Token], simple: _Simple) -> Measured | None:
    """``5 mg/325 mg``."""
    place = simple.end
    if not (place < len(tokens) and tokens[place].form == "/"):
        return None
    other = _simple(tokens, place + 1)
    if other is None or other.kind != simple.kind or simple.kind not in MEASURED:
        return None
    both = (_amount(simple.number, simple.unit), _amount(other.number, other.unit))
    return Measured(other.end, both[1], options=both, formed=True)


def _liquid(tokens: list[Token], volume: _Simple) -> Measured | None:
    """``5 mL of 250 mg/5 mL``, ``10 mL (250 mg/5 mL)``, ``10 mL (500 mg)``; ``in 100 mL of water`` is no dose."""
    first = volume.end - 2
    if first > 0 and tokens[first - 1].form in ("in", "with", "into"):
        return None
    after = _skip(tokens, volume.end, lambda token: token.form in ("of", "the", "(", "a", "an", DRUG))
    if after < len(tokens) and tokens[after].form in words_for("words", "vehicle"):
        return None
    amount = _amount(volume.number, volume.unit)
    held = _simple(tokens, after)
    if held is None or held.kind not in MEASURED:
        return Measured(volume.end, amount)
    qualified = _qualifiers(tokens, held.end)
    strength = _amount(held.number, held.unit)
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


def _qualifiers(tokens: list[Token], at: int) -> _Qualified:
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
    return _Qualified(at, body, hours, "amount", None)


def span_after(tokens: list[Token], at: int) -> tuple[int, float | None]:
    """The hours that *a day*, *per 24 hours* or *in one week* at a piece stand for, and where it ends."""
    found = _qualifiers(tokens, at)
    return (found.end, found.hours) if found.role == "amount" and not found.body else (at, None)


def _contained(tokens: list[Token], at: int, body: Literal["", "kg", "m2"], hours: float | None) -> _Qualified:
    """Behind the stroke stands what holds the amount: a tablet, or a volume; else it is no dose (``mg/dL``)."""
    place = at + 1
    number = tokens[place].number
    unit = _unit(tokens, place + 1 if number is not None else place)
    if unit is None:
        return _Qualified(at, body, hours, "amount" if tokens[at].form == "per" else "nothing", None)
    kind = kind_of(unit[0])
    amount = _amount(number, unit[0]) if number is not None else Amount(1.0, 1.0, unit[0])
    if kind == "volume":
        return _Qualified(unit[1], body, hours, "liquid", amount)
    return _Qualified(unit[1], body, hours, "strength" if kind in COUNTED else "nothing", None)


def _after_body(tokens: list[Token], at: int) -> int:
    """Behind *of body weight*."""
    return _skip(tokens, at, lambda token: token.form in ("of", "body", "weight", "bodyweight"))


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
    at = _skip(tokens, at, lambda token: token.form in ("any", "a", "one", "each", "the", "every"))
    number = tokens[at].number if at < len(tokens) else None
    place = at + 1 if number is not None else at
    if place < len(tokens) and number is not None and tokens[place].form in _DASHES:
        place += 1
    unit = time_unit(tokens[place]) if place < len(tokens) else None
    if unit is None:
        return None
    hours = unit * (number.most if number is not None else 1.0)
    place += 1
    if place < len(tokens) and tokens[place].form == "period":
        place += 1
    return (hours, place) if hours > 0 and (hours >= 12 or not longest_only) else None
