"""Reads one value of a record: an amount with its unit, an age, a word of a closed list, a date."""

from __future__ import annotations

import re2

from medrules.model.quantity import Quantity
from medrules.model.record import Bound, Chosen, Measured
from medrules.records.vocabulary import simple, vocabulary

NUMBER = r"[0-9]{1,12}(?:\.[0-9]{1,9})?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,9})?"
"""A number of a record as a pattern; a comma only between thousands."""
_MEASURED = re2.compile(rf"(<=|>=|<|>|≤|≥)? ?(-?)({NUMBER})[ -]?([^-–0-9,;:\s<>=][^,;:<>=]{{0,28}})?")
_PAIR = re2.compile(rf"({NUMBER}) ?/ ?({NUMBER}) ?([A-Za-z]{{2,5}})?")
_AGE = re2.compile(r"([0-9]{1,3})[ -]?(?:years?|y) ?(?:and )?([0-9]{1,2})[ -]?(?:months?|m)")
_FLAG = re2.compile(r"(?i)[ ]*(\((h|l|high|low|hh|ll|critical|abnormal|normal)\)|\*+)$")
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


def dated(text: str) -> tuple[str, str | None]:
    """``5.9 mmol/L on 2026-11-01``: the value and its date."""
    found = _DATED.match(text.strip())
    return (found[1].strip(), found[2].strip()) if found else (text.strip(), None)
