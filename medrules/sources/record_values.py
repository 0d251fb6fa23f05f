"""Reads what one entry of a record says: amounts with units, words of closed lists, medicines in one line."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import re2

from medrules.model.quantity import Quantity
from medrules.model.record import Bound, Chosen, Measured

_MODEL = Path(__file__).parent.parent / "model"
_NUMBER = r"[0-9]{1,12}(?:\.[0-9]{1,9})?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,9})?"
_MEASURED = re2.compile(rf"(<=|>=|<|>|≤|≥)? ?(-?)({_NUMBER})[ -]?([^-–0-9,;:\s<>=][^,;:<>=]{{0,28}})?")
_PAIR = re2.compile(rf"({_NUMBER}) ?/ ?({_NUMBER}) ?([A-Za-z]{{2,5}})?")
_AGE = re2.compile(r"([0-9]{1,3})[ -]?(?:years?|y) ?(?:and )?([0-9]{1,2})[ -]?(?:months?|m)")
_FLAG = re2.compile(r"(?i)[ ]*(\((h|l|high|low|hh|ll|critical|abnormal|normal)\)|\*+)$")
_DOSE = re2.compile(
    rf"(?:^| )((?:{_NUMBER})(?:(?:-| - | to |–)(?:{_NUMBER}))? ?(?:[a-zµμ%][^\s,;()]*)?)(?:[ ,;(]|$)"
)
_REACTION = re2.compile(r"^([^(:]*?)(?: ?\(([^()]*)\)| ?: (.+)| [-–—] (.+))$")
_DATED = re2.compile(r"^(.*?)(?: on |[ ,]*\()([0-9]{4}-[0-9]{2}-[0-9]{2}[^()]*?)\)?$")
_BOUNDS: dict[str, Bound] = {
    "<": "below",
    ">": "above",
    "<=": "at most",
    "≤": "at most",
    ">=": "at least",
    "≥": "at least",
}
NOT_STATED = frozenset({"unknown", "not known", "not stated", "not recorded", "n/k"})
"""Texts by which a record says that it states nothing."""
NONE = frozenset(
    {"none", "none known", "nil", "no known allergies", "no known drug allergies", "nka", "nkda", "no allergies"}
)
"""Texts by which a record says that a list is empty."""


@cache
def vocabulary() -> dict[str, Any]:
    """The fields of a record, with the words, names and statuses that it knows."""
    known: dict[str, Any] = json.loads((_MODEL / "record.json").read_text("utf-8"))
    return known


def simple(name: str) -> str:
    """A name by which spellings of it are the same: lower case, blanks for hyphens."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


@cache
def names(kind: str) -> dict[str, str]:
    """Each name of the ``labs``, ``vitals`` or ``pairs`` in its simple spelling, with the name in the language."""
    return {
        simple(spelling): name
        for name, entry in vocabulary()[kind].items()
        for spelling in (name, *entry["aliases"])
    }


def measured(text: str, unit: str | None = None) -> Measured:
    """A value; ``unit``: what it is in where the text has none. Without a quantity: it cannot be read."""
    bare = _FLAG.sub("", text.strip())
    found = _MEASURED.fullmatch(bare)
    if not found:
        return Measured(text=text)
    sign, minus, number, written = found.groups()
    amount = float(number.replace(",", "")) * (-1 if minus else 1)
    read = " ".join((written or "").split()) or None
    return Measured(
        text=text, quantity=Quantity(amount=amount, unit=read or unit), bound=_BOUNDS.get(sign, "exact")
    )


def age(text: str) -> Measured:
    """An age; a bare number counts years."""
    found = _AGE.fullmatch(text.strip())
    if found:
        months = 12 * int(found[1]) + int(found[2])
        return Measured(text=text, quantity=Quantity(amount=months, unit="months"))
    bare = simple(text).removesuffix(" old").removesuffix(" of age")
    read = measured(bare, "years")
    return read.model_copy(update={"text": text})


def pair(text: str, unit: str) -> tuple[Measured, Measured]:
    """Two values written as one: a blood pressure."""
    found = _PAIR.fullmatch(text.strip())
    if not found:
        return Measured(text=text), Measured(text=text)
    first, second, written = found.groups()
    one, other = (Quantity(amount=float(number), unit=written or unit) for number in (first, second))
    return Measured(text=text, quantity=one), Measured(text=text, quantity=other)


def chosen(field: str, text: str) -> Chosen:
    """A word of the closed list of a field."""
    word = simple(text)
    known = {simple(value): value for value in vocabulary()["values"][field]}
    spelled = {simple(other): value for other, value in vocabulary()["spelled"].items()}
    value = known.get(word) or spelled.get(word)
    return Chosen(text=text, value=value if value in known.values() else None)


def status(of: str, text: str) -> str | None:
    """A status of medications, problems or documents by its name in the language; None: it is none."""
    word = simple(text)
    for name, others in vocabulary()["statuses"][of].items():
        if word == name or word in map(simple, others):
            return str(name)
    return None


class Noted(NamedTuple):
    """An entry without the status that it ends in: ``warfarin 5 mg daily (stopped 2026-05-01)``."""

    text: str
    status: str
    date: str | None


def noted(of: str, text: str) -> Noted:
    """The status in parentheses at the end of an entry, or *current*."""
    opened = text.rfind("(")
    if opened > 0 and text.rstrip().endswith(")"):
        inside = text.rstrip()[opened + 1 : -1].strip()
        for words in range(min(3, inside.count(" ") + 1), 0, -1):
            pieces = inside.split(" ")
            found = status(of, " ".join(pieces[:words]))
            rest = " ".join(pieces[words:]).removeprefix("on ").removeprefix("since ").strip()
            if found is not None and (not rest or rest[0].isdigit()):
                return Noted(text[:opened].strip(), found, rest or None)
    return Noted(text.strip(), "current", None)


class Prescribed(NamedTuple):
    """One line about a medicine, taken apart."""

    name: str
    dose: Measured | None
    route: str | None
    frequency: str | None


def prescribed(text: str) -> Prescribed:
    """``warfarin 5 mg by mouth daily``: a name, a dose, a way and how often, as far as they are there."""
    found = _DOSE.search(text)
    if not found or found.start(1) == 0:
        name, _, rest = _before_words(text)
        route, frequency = _way(rest)
        return Prescribed(name, None, route, frequency)
    dose = " ".join(found[1].split())
    rest = text[found.end(1) :]
    if dose.replace(".", "").isdigit():
        counted = rest.split(maxsplit=1)
        if counted and counted[0].strip(",;").casefold() in vocabulary()["dose-words"]:
            dose, rest = f"{dose} {counted[0].strip(',;')}", counted[1] if len(counted) > 1 else ""
    route, frequency = _way(rest)
    return Prescribed(text[: found.start(1)].strip(" ,;:"), measured(dose), route, frequency)


def _before_words(text: str) -> tuple[str, str, str]:
    """A name without a dose, and the words of way and frequency behind it."""
    pieces = text.split()
    for at, piece in enumerate(pieces):
        if at and simple(piece.strip(",;")) in _habit_words():
            return " ".join(pieces[:at]).strip(" ,;:"), "", " ".join(pieces[at:])
    return text.strip(" ,;:"), "", ""


@cache
def _habit_words() -> frozenset[str]:
    """First words of a way of giving or of a frequency."""
    routes = (route.split()[0] for route in vocabulary()["routes"])
    return frozenset({*routes, *vocabulary()["frequency-words"]})


def _way(rest: str) -> tuple[str | None, str | None]:
    """The way of giving, and what is left: how often."""
    words = " ".join(rest.replace(",", " ").split())
    lowered = f" {words.casefold()} "
    for route in vocabulary()["routes"]:
        at = lowered.find(f" {route} ")
        if at >= 0:
            left = f"{words[:at]} {words[at + len(route) :]}"
            return words[at : at + len(route)].strip(), " ".join(left.split()) or None
    return None, words or None


def reacted(text: str) -> tuple[str, str | None]:
    """``penicillin (rash)``, ``penicillin: rash``, ``penicillin - rash``: substance and reaction."""
    found = _REACTION.match(text.strip())
    if not found:
        return text.strip(), None
    reaction = next((part for part in found.groups()[1:] if part), None)
    return found[1].strip(), reaction.strip() if reaction else None


def dated(text: str) -> tuple[str, str | None]:
    """``5.9 mmol/L on 2026-11-01``: the value and its date."""
    found = _DATED.match(text.strip())
    return (found[1].strip(), found[2].strip()) if found else (text.strip(), None)
