"""Finds how soon something is to be done: now, today, within 24 hours, in the next few weeks."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from medrules.text.cues import Node, compile_cues, longest, read_sections

_UNITS = {"hour": 1.0, "hr": 1.0, "day": 24.0, "week": 168.0, "month": 720.0, "minute": 1 / 60}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}
_OPENERS = frozenset(("within", "in", "over", "next", "under", "than"))
_BETWEEN = frozenset(
    ["the", "next", "about", "to", "or", "roughly", "around", "maximum", "first", "coming", "approximately", "a"]
)
_BY = frozenset(("before", "by", "at", "until"))
_HALVES = frozenset(("am", "pm", "a.m", "p.m", "o'clock"))
_A_DAY = 24.0
_PAST = frozenset(("ago", "for", "last", "past", "lasting", "every", "per"))


class Timing(NamedTuple):
    """A term as positions of words (``end`` exclusive) and the hours it leaves."""

    start: int
    end: int
    hours: float
    vague: bool
    """It says how urgent (``promptly``), not when."""


@cache
def _terms() -> Node:
    return compile_cues(read_sections("timing.txt"))


def find_timing(forms: list[str], flags: list[int], first: int, last: int) -> list[Timing]:
    """The terms among words ``first`` to ``last``, in order."""
    root = _terms()
    found: list[Timing] = []
    index = first
    while index < last:
        timing = _amount(forms, index, last) if forms[index] in _OPENERS else _clock(forms, index, last)
        node = root.next.get(forms[index]) if timing is None else None
        if node is not None:
            match = longest(node, forms, flags, index + 1, last)
            if match is not None and match[1] == "none":
                index = match[0]
                continue
            if match is not None:
                _, hours, *vague = match[1].split()
                timing = Timing(index, match[0], float(hours), bool(vague))
        if timing is not None:
            found.append(timing)
            index = timing.end
        else:
            index += 1
    return found


def _clock(forms: list[str], at: int, last: int) -> Timing | None:
    """``Before 5 pm``, ``at 3 p.m.``: an hour of the day is one of today."""
    if forms[at] not in _BY or at + 2 >= last or not forms[at + 1][:1].isdigit():
        return None
    return Timing(at, at + 3, _A_DAY, False) if forms[at + 2] in _HALVES else None


def _amount(forms: list[str], at: int, last: int) -> Timing | None:
    """``within 24 hours``, ``in the next 2 to 3 days``, ``within one week``: the later end of a range."""
    number = None
    for index in range(at + 1, min(at + 8, last)):
        form = forms[index]
        if form in _NUMBERS or form.isdigit():
            number = float(_NUMBERS[form]) if form in _NUMBERS else float(form[:4])
        elif number is not None and (hours := _UNITS.get(form.removesuffix("s"))) is not None:
            behind = forms[index + 1] if index + 1 < last else ""
            if behind in _PAST and not (behind == "for" and forms[at] in ("within", "in")):
                return None
            return Timing(at, index + 1, number * hours, False)
        elif form not in _BETWEEN:
            return None
    return None
