"""Finds the values of tests and vital signs that an answer states of its patient."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from medrules.checking.record.answer import Answer
from medrules.checking.record.names import Names, Place
from medrules.checking.strength import FULL, WEAK
from medrules.model.quantity import Quantity
from medrules.records.vocabulary import vocabulary
from medrules.text.units.reading import UnitProblem, parse_unit

_FAR = 8
"""Words between a name and its value."""
_SHORT = 4
_LONGEST_UNIT = 4
"""Words of a unit."""
_OR_MORE = frozenset(("higher", "above", "more", "less", "lower", "below", "greater", "over", "under", "fewer"))


class Said(NamedTuple):
    """A value stated: its words, from the name to the number (``last`` exclusive), and how surely it is meant."""

    first: int
    last: int
    number: int
    quantity: Quantity
    decimals: int
    level: int
    others: tuple[float, ...]
    """Further numbers behind the name in the sentence."""


@cache
def measured_names() -> Names[str]:
    """Every name of every test, vital sign and pair; short ones in the capitals in which they are written."""
    pairs = []
    for kind in ("labs", "vitals", "pairs"):
        for name, entry in vocabulary()[kind].items():
            own = name.upper() if name.isalpha() and len(name) <= _SHORT else name
            pairs += [(spelling.rstrip("+"), name) for spelling in (own, *entry["aliases"])]
    return Names(pairs)


def values_said(answer: Answer, place: Place[str], stop: int) -> Iterator[tuple[str, Said]]:
    """The value behind a name, before the word ``stop``, with the test or vital sign it is of; of a pair both."""
    if _is_limit(answer, place) or not _is_stated(answer, place):
        return
    stop = min(stop, place.last + _FAR + 2)
    stop = next((at for at in range(place.last, stop) if _ends_value(answer.document.gaps[at])), stop)
    numbers = [at for at in range(place.last, min(stop, place.last + _FAR)) if _is_number(answer, at)]
    if not numbers:
        return
    first = numbers[0]
    level = _level(answer, place)
    parts = vocabulary()["pairs"].get(place.thing, {}).get("parts")
    if parts is not None:
        paired = len(numbers) > 1 and numbers[1] == first + 1 and "/" in answer.document.gaps[first + 1]
        if not paired or _is_bounded(answer, place, first, first + 1, stop):
            return
        for at, part in zip(numbers[:2], parts, strict=True):
            unit = _unit(answer, first + 1) or vocabulary()["pairs"][place.thing]["unit"]
            amount, decimals = _amount(answer, at)
            yield part, Said(place.first, first + 2, at, Quantity(amount=amount, unit=unit), decimals, level, ())
        return
    claims = [at for at in numbers if _is_value(answer, place, at, stop)]
    if not claims or claims[0] != next((at for at in numbers if not _is_date(answer, at)), None):
        return
    amount, decimals = _amount(answer, claims[0])
    others = tuple(_amount(answer, at)[0] for at in claims[1:])
    quantity = Quantity(amount=amount, unit=_unit(answer, claims[0]))
    yield place.thing, Said(place.first, claims[0] + 1, claims[0], quantity, decimals, level, others)


def _ends_value(gap: str) -> bool:
    """What stands behind a semicolon or a closing bracket is of something else."""
    return ";" in gap or (")" in gap and "(" not in gap)


def _is_stated(answer: Answer, place: Place[str]) -> bool:
    reading = answer.evidence(place, "").reading
    if reading is None or reading.act != "statement" or reading.experiencer == "other":
        return False
    return reading.condition == "unconditional" and reading.polarity == "affirmed"


def _is_limit(answer: Answer, place: Place[str]) -> bool:
    """``normal potassium is``, ``target INR``."""
    first, _ = answer.sentence(place.first)
    return answer.cue("limits", max(first, place.first - 3), place.first) is not None


def _is_number(answer: Answer, at: int) -> bool:
    form = answer.document.words.forms[at]
    return form[0].isdecimal() and all(char.isdecimal() or char in ".," for char in form)


def _is_date(answer: Answer, at: int) -> bool:
    """A number that counts days, or is part of a date or a range."""
    forms, gaps = answer.document.forms, answer.document.gaps
    behind = forms[at + 1] if at + 1 < len(forms) else ""
    if (behind,) in _times() and not (behind in ("am", "pm") and ":" in gaps[at + 1]):
        return True
    if gaps[at + 1].startswith(("/", "-", "–", ":")) and behind[:1].isdecimal():
        return True
    before = gaps[at].strip()
    if before == "-" and gaps[at] == "-" and not forms[at - 1][:1].isdecimal():
        return True
    return before in ("/", "-", "–") and at > 0 and forms[at - 1][:1].isdecimal()


@cache
def _times() -> frozenset[tuple[str, ...]]:
    from medrules.checking.record.answer import cues

    return cues("times")


def _is_value(answer: Answer, place: Place[str], at: int, stop: int) -> bool:
    if _is_date(answer, at) or _is_bounded(answer, place, at, at, stop):
        return False
    forms = answer.document.forms
    behind = forms[at + 1 : min(stop, at + 5)]
    in_range = len(behind) > 1 and behind[0] == "to" and behind[1][:1].isdecimal()
    return not in_range or "from" in forms[place.last : at]


def _is_bounded(answer: Answer, place: Place[str], at: int, last: int, stop: int) -> bool:
    """The number is a limit or a target: ``below 130/80``, ``> 94 %``, ``38 or higher``."""
    document = answer.document
    limited = answer.cue("limits", place.last, at) is not None and not _is_judged(answer, place, at)
    if limited or any(mark in document.gaps[at] for mark in "<>≥≤~"):
        return True
    behind = document.forms[last + 1 : min(stop, last + 5)]
    return "or" in behind and not _OR_MORE.isdisjoint(behind[behind.index("or") :])


def _is_judged(answer: Answer, place: Place[str], at: int) -> bool:
    """``is normal at 4.1``, ``is within the normal range (4.1 mmol/L)``: a value with what it is thought of."""
    forms = answer.document.forms
    behind_at = forms[at - 1] == "at"
    between = forms[place.last : at - 1 if behind_at else at]
    if not between or not (behind_at or "(" in answer.document.gaps[at]) or between[-1] not in _JUDGED:
        return False
    return not _VERBS.isdisjoint(between) and _WANTED.isdisjoint(between)


_JUDGED = frozenset(("normal", "range", "limits"))
_VERBS = frozenset(("is", "was", "are", "were", "remains", "looks", "came", "stays", "appears"))
_WANTED = frozenset(("should", "must", "target", "goal", "reference", "if", "when", "unless", "until", "usually"))


def _amount(answer: Answer, at: int) -> tuple[float, int]:
    """A number and its decimals."""
    written = answer.document.words.forms[at]
    plain = written.replace(",", "") if _is_thousands(written) else written.replace(",", ".")
    try:
        return float(plain), len(plain.partition(".")[2])
    except ValueError:
        return float(plain.replace(".", "") or "nan"), 0


def _is_thousands(written: str) -> bool:
    whole, *groups = written.partition(".")[0].split(",")
    return bool(groups) and 1 <= len(whole) <= 3 and all(len(group) == 3 for group in groups)


def _unit(answer: Answer, at: int) -> str | None:
    """The unit behind a number, as written."""
    words = answer.document.words
    end = words.ends[at]
    line = words.source[end : end + 60].partition("\n")[0].partition("|")[0].partition(";")[0]
    pieces = line.split()[:_LONGEST_UNIT]
    for count in range(len(pieces), 0, -1):
        text = " ".join(pieces[:count]).rstrip(".,:)*_")
        if text and not text[0].isdecimal() and text[0] not in "(,-–":
            unit = parse_unit(text)
            if not isinstance(unit, UnitProblem) and unit.factors:
                return text
    return None


def _level(answer: Answer, place: Place[str]) -> int:
    """Sure where it is said of the patient, or stands as an entry; else it may be said in general."""
    label = answer.label(place.first)
    if label is not None and label.field in ("labs", "vitals"):
        return FULL
    document = answer.document
    part = document.part_of(place.first)
    block = document.blocks[document.parts[part].block]
    behind = document.gaps[place.last].strip("*_ ") if place.last < len(document.gaps) else ""
    if block.kind == "row" or (
        answer.opens_line(place.first) and (behind.startswith(":") or _is_number(answer, place.last))
    ):
        return FULL
    return FULL if answer.of_patient(place.first) else WEAK
