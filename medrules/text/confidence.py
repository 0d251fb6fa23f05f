"""Reads how confident an answer says that it is: stated or not, and as a number where it gives one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from medrules.text import sentences as marks
from medrules.text.cues import words_of

if TYPE_CHECKING:
    from medrules.text.document import Document

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,4})?|\.\d{1,4}", re.ASCII)
_REACH = 6
"""Words between the noun and its value (*confidence in this answer is about 80%*)."""
_MARKS_BETWEEN = 12
"""Characters between the percentage and *sure*: blanks and mark-up."""
_SUBJECT = 5
"""Words between *I* and *confident*."""


class Stated(NamedTuple):
    """One statement of confidence. Offsets are characters, end exclusive."""

    start: int
    end: int
    number: float | None
    """Between 0 and 1; None: in words alone."""


@cache
def _class(section: str) -> frozenset[str]:
    return words_of("confidence.txt", section)


def may_give_number(source: str) -> bool:
    """Whether a text may state confidence as a number: cheap, because every answer of a batch is asked."""
    lower = source.lower()
    if "confiden" in lower:
        return True
    if "certain" in lower and ("certainty" in lower or _has_percent_before(lower, "certain")):
        return True
    return "sure" in lower and _has_percent_before(lower, "sure")


def _has_percent_before(lower: str, word: str) -> bool:
    at = lower.find(word)
    while at >= 0:
        before = lower[max(0, at - _MARKS_BETWEEN) : at]
        if "%" in before or "cent" in before:
            return True
        at = lower.find(word, at + 1)
    return False


def find_confidence(document: Document) -> list[Stated]:
    """The statements of confidence of a text, in order.

    A probability of a diagnosis is none: it says how likely a thing is, not how sure the answer is of itself.
    """
    found: list[Stated] = []
    for first, last, _ in document.parts:
        statistics = not _class("statistics").isdisjoint(document.forms[first:last])
        for index in range(first, last):
            form = document.forms[index]
            if form in _class("noun") and not statistics:
                found += _noun(document, index, first, last)
            elif form in _class("adjective"):
                found += _adjective(document, index, first)
    return found


def stated_number(found: Iterable[Stated]) -> float | None:
    """The number that the statements give; None where they give none, or several that differ."""
    numbers = {one.number for one in found if one.number is not None}
    return numbers.pop() if len(numbers) == 1 else None


def _noun(document: Document, at: int, first: int, last: int) -> Iterator[Stated]:
    """``Confidence: 0.8``, ``my confidence in this is 80%``, ``90% confidence``, ``high confidence``."""
    forms = document.forms
    behind = forms[at + 1] if at + 1 < last else ""
    before = forms[at - 1] if at > first else ""
    if before in _class("not before") or (behind in _class("not behind") and behind != "in"):
        return
    value = _value_behind(document, at, last) or _value_before(document, at, first)
    if value is not None:
        begin, end, number = value
        own = behind != "in" or _is_own(document, at, first) or number is not None
        if own:
            yield _stated(document, min(begin, at), max(end, at + 1), number)


def _is_own(document: Document, at: int, first: int) -> bool:
    return any(form in _class("self") for form in document.forms[max(first, at - _SUBJECT) : at])


def _value_behind(document: Document, at: int, last: int) -> tuple[int, int, float | None] | None:
    scale, index = _scale(document, at + 1, last)
    for place in range(index, min(last, index + _REACH)):
        form = document.forms[place]
        if _NUMBER.fullmatch(form):
            number, end = _number(document, place, last, scale)
            return place, end, number
        degree = form in _class("level")
        labelled = (
            document.flags[place] & (marks.COLON | marks.OPEN | marks.DASH) or document.forms[place - 1] == "is"
        )
        if degree and (labelled or document.forms[place - 1] in _class("degree")):
            return place, place + 1, None
        if form not in _class("scale word") and form not in _class("degree"):
            return None
    return None


def _scale(document: Document, index: int, last: int) -> tuple[float | None, int]:
    """The top of a scale in brackets, ``confidence (0-100): 85``, and the word behind it."""
    start = index
    while start < last and document.forms[start] in _class("scale word"):
        start += 1
    if start + 2 >= last or not document.flags[start] & marks.OPEN:
        return None, index
    low, high = document.forms[start], document.forms[start + 1]
    if low in ("0", "1") and high in ("1", "5", "10", "100") and document.flags[start + 2] & marks.CLOSE:
        return float(high), start + 2
    return None, index


def _number(document: Document, at: int, last: int, scale: float | None) -> tuple[float | None, int]:
    """The number at a word as a share, and the word behind it: ``80%``, ``0.8``, ``8/10``, ``8 out of 10``."""
    value = float(document.forms[at])
    gap = document.gaps[at + 1]
    behind = document.forms[at + 1 : min(last, at + 4)]
    if "%" in gap[:2] or behind[:1] == ["percent"] or behind[:2] == ["per", "cent"]:
        return _share(value, 100), at + 1
    if gap.strip() in ("-", "–", "to") and behind and _NUMBER.fullmatch(behind[0]):
        high, end = _number(document, at + 1, last, scale)
        top = 100.0 if "%" in document.gaps[at + 2][:2] else (scale or 1.0)
        low = _share(value, top)
        return (round((low + high) / 2, 6) if low is not None and high is not None else None), end
    if gap.strip() == "/" and behind and behind[0] in ("5", "10", "100"):
        return _share(value, float(behind[0])), at + 2
    if behind[:2] == ["out", "of"] and behind[2:] and behind[2] in ("5", "10", "100"):
        return _share(value, float(behind[2])), at + 4
    if scale is not None:
        return _share(value, scale), at + 1
    if "." in document.forms[at] or value in (0.0, 1.0):
        return _share(value, 1), at + 1
    return None, at + 1


def _share(value: float, top: float) -> float | None:
    return round(value / top, 6) if 0 <= value <= top else None


def _value_before(document: Document, at: int, first: int) -> tuple[int, int, float | None] | None:
    """``80% confidence``, ``with high confidence``."""
    if at == first:
        return None
    before = document.forms[at - 1]
    number = _percent_before(document, at, first)
    if number is not None:
        return number
    if before in _class("level") and not document.flags[at] & (marks.COMMA | marks.ENDS):
        return at - 1, at, None
    return None


def _percent_before(document: Document, at: int, first: int) -> tuple[int, int, float | None] | None:
    place = at - 1
    while place > first and document.forms[place] in _class("percent"):
        place -= 1
    if place < first or not _NUMBER.fullmatch(document.forms[place]):
        return None
    if "%" not in document.gaps[place + 1][:2] and document.forms[place + 1] not in _class("percent"):
        return None
    return place, at, _share(float(document.forms[place]), 100)


def _adjective(document: Document, at: int, first: int) -> Iterator[Stated]:
    """``I am 90% confident``, ``I'm fairly sure``; not *I can't be certain*, nor *if you are sure*."""
    forms = document.forms
    begin = max(first, at - _SUBJECT)
    before = forms[begin:at]
    own = [place for place, form in enumerate(before, begin) if form in _class("self")]
    if not own:
        return
    between = forms[own[-1] + 1 : at]
    denied = any(form in _class("not self") for form in between)
    number = _percent_before(document, at, first)
    graded = any(form in _class("degree") for form in between if form != "not")
    if forms[at] == "confident":
        stated = not denied or (graded and "not" in between and number is None)
    else:
        stated = not denied and (graded or number is not None)
    if stated:
        yield _stated(document, own[-1], at + 1, number[2] if number else None)


def _stated(document: Document, first: int, last: int, number: float | None) -> Stated:
    start, end = document.words.starts[first], document.words.ends[last - 1]
    if number is not None and document.words.source[end : end + 1] == "%":
        end += 1
    return Stated(start, end, number)
