"""Finds how soon something is to be done: now, today, within 24 hours, in the next few weeks."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from medrules.text.cues import Node, compile_cues, longest, read_sections

_UNITS = {"hour": 1.0, "hr": 1.0, "day": 24.0, "week": 168.0, "month": 720.0, "minute": 1 / 60}
_NUMBERS = {
    word: value
    for value, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
_OPENERS = frozenset(("within", "in", "over", "next", "under", "than"))
_BETWEEN = frozenset(
    ("the", "next", "about", "to", "or", "roughly", "around", "maximum", "first", "coming", "approximately")
)
_PAST = frozenset(("ago", "for", "last", "past", "lasting", "every", "per"))


class Timing(NamedTuple):
    """A term as positions of words (``end`` exclusive) and the hours it leaves."""

    start: int
    end: int
    hours: float


@cache
def _terms() -> tuple[Node, dict[str, float]]:
    sections = read_sections("timing.txt")
    return compile_cues(sections), {kind: float(kind.split()[1]) for kind in sections}


def find_timing(forms: list[str], flags: list[int], first: int, last: int) -> list[Timing]:
    """The terms among words ``first`` to ``last``, in order."""
    root, hours = _terms()
    found: list[Timing] = []
    index = first
    while index < last:
        timing = _amount(forms, index, last)
        if timing is None:
            node = root.next.get(forms[index])
            match = longest(node, forms, flags, index + 1, last) if node is not None else None
            timing = Timing(index, match[0], hours[match[1]]) if match is not None else None
        if timing is not None:
            found.append(timing)
            index = timing.end
        else:
            index += 1
    return found


def _amount(forms: list[str], at: int, last: int) -> Timing | None:
    """``within 24 hours``, ``in the next 2 to 3 days``, ``within one week``: the later end of a range."""
    if forms[at] not in _OPENERS:
        return None
    number = None
    for index in range(at + 1, min(at + 8, last)):
        form = forms[index]
        if form in _NUMBERS or form.isdigit():
            number = float(_NUMBERS[form]) if form in _NUMBERS else float(form[:4])
        elif number is not None and (hours := _UNITS.get(form.removesuffix("s"))) is not None:
            if index + 1 < last and forms[index + 1] in _PAST:
                return None
            return Timing(at, index + 1, number * hours)
        elif form not in _BETWEEN:
            return None
    return None
