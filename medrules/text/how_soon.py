"""Reads how soon a contact is wanted: the time of its sentence, of the fragment behind it, or of the lead-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medrules.text.assertion_analysis import ADVICE, AGAINST
from medrules.text.cues import word_class
from medrules.text.sentences import COLON, QUERY
from medrules.text.timing import Timing, find_timing

if TYPE_CHECKING:
    from medrules.text.document import Document

NEAR_WORDS = 8
_NEAR_TIME = 20
_LABEL = 3
"""Words of a label before its colon."""
_WHEN = frozenset(("urgency", "timeframe", "timeline", "timing", "when", "soon", "frame"))
_LATER_SENTENCES = 3
_SETTING = frozenset(("ideally", "preferably", "aim", "within"))
"""Words that open a sentence which sets the time of the contact before it."""
_AND = frozenset(("and", "then"))
_AIMS = frozenset(("ideally", "preferably"))
_BESIDE = 3
_NEGATORS = word_class("negator")


def find_time(document: Document, first: int, last: int) -> Timing | None:
    """How soon the sentence of a hit wants it done: the time behind it, else before it, else a vague word."""
    part = document.parts[document.part_of(first)]
    found = find_timing(document.words.forms, document.flags, part.first, part.last)
    found = [timing for timing in found if _belongs(document, timing, first, last)]
    if all(timing.vague for timing in found):
        beside = _hours_beside(document, document.part_of(first))
        found = [timing for timing in beside if not timing.vague or not found] or found
    return _nearest(document, found, first, last)


def _hours_beside(document: Document, number: int) -> list[Timing]:
    """The times of the fragment that follows (``See a doctor. Ideally today.``) or of the lead-in."""
    forms, flags, parts = document.words.forms, document.flags, document.parts
    part = parts[number]
    if number + 1 < len(parts):
        below = parts[number + 1]
        asks = bool(flags[part.last] & QUERY)
        if asks or (below.block == part.block and _is_of_time(document, number + 1)):
            found = find_timing(forms, flags, below.first, below.last)
            if found:
                return found
        found = _set_later(document, number)
        if found:
            return found
    found = _labelled_beside(document, number)
    if found:
        return found
    parent = document.parents[part.block]
    if parent < 0:
        return []
    above = document.blocks[parent]
    first = document.parts[document.part_of(above.last - 1)].first
    return find_timing(forms, flags, max(above.first, first), above.last)


def _labelled_beside(document: Document, number: int) -> list[Timing]:
    """``Timeframe: today`` in the line above or below ``Setting: urgent care``: a label's value too."""
    forms, parts = document.words.forms, document.parts
    if not _is_labelled(document, number):
        return []
    for other in (number - 1, number + 1):
        if 0 <= other < len(parts) and _is_labelled(document, other):
            part = parts[other]
            if not _WHEN.isdisjoint(forms[part.first : part.first + _LABEL]):
                return find_timing(forms, document.flags, part.first, part.last)
    return []


def _is_labelled(document: Document, number: int) -> bool:
    """A line that begins with a label and a colon."""
    part = document.parts[number]
    if document.blocks[part.block].first != part.first:
        return False
    stop = min(part.first + _LABEL + 1, part.last)
    return any(document.flags[at] & COLON for at in range(part.first + 1, stop))


def _is_of_time(document: Document, number: int) -> bool:
    """A fragment that supposes nothing."""
    analysis = document.assertion.analysis(number)
    return not analysis.opens and not analysis.inside[0] and analysis.condition[0] is None


def _explains_a_time(document: Document, first: int, last: int) -> bool:
    """``Promptly means within …``; not ``This means that you …``."""
    forms = document.words.forms
    if forms[first + 1 : first + 2] != ["means"]:
        return False
    found = find_timing(forms, document.flags, first + 2, last)
    return bool(found) and found[0].start == first + 2


def _set_later(document: Document, number: int) -> list[Timing]:
    """The time that a sentence close behind sets: ``… ASAP. Ideally, within two weeks.``, ``Promptly means …``."""
    forms, parts = document.words.forms, document.parts
    for below in parts[number + 1 : number + 1 + _LATER_SENTENCES]:
        if document.blocks[below.block].kind == "heading":
            break
        if forms[below.first] in _SETTING or _explains_a_time(document, below.first, below.last):
            found = find_timing(forms, document.flags, below.first, min(below.last, below.first + _NEAR_TIME))
            if any(not timing.vague for timing in found):
                return found
    return []


def _belongs(document: Document, timing: Timing, word: int, last: int) -> bool:
    """A time in another clause that states or forbids something says nothing of this contact."""
    analysis = document.assertion.analysis(document.part_of(word))
    at = timing.start
    if at == last + 1 and document.words.forms[at] not in _NEGATORS:
        return True
    if analysis.first < at < timing.end - 1 and at in analysis.borders:
        at -= 1  # "… — as soon as you can" is no clause of its own
    low, high = sorted((at, word))
    if low == at and (_is_of_order_before(document, timing, word) or _ends_purpose(document, timing, word)):
        return False
    if not any(low < border <= high for border in analysis.borders):
        return analysis.act[at - analysis.first] != AGAINST
    return analysis.act[at - analysis.first] == analysis.act[word - analysis.first]


def _is_of_order_before(document: Document, timing: Timing, word: int) -> bool:
    """``Tell a friend tonight, and make an appointment``: the time of another order that ends before this one."""
    analysis = document.assertion.analysis(document.part_of(word))
    between = [border for border in analysis.borders if timing.end <= border <= word]
    if not between or document.words.forms[between[0]] not in _AND:
        between = [border for border in between if document.words.forms[border - 1] in _AND]
    if not between:
        return False
    start = max((border for border in analysis.borders if border <= timing.start), default=analysis.first)
    ordered = analysis.act[timing.start - analysis.first] == ADVICE
    return ordered and timing.start - start > 1 and timing.end >= between[0] - 1


def _ends_purpose(document: Document, timing: Timing, word: int) -> bool:
    """``It is important to treat infections promptly, and to get screened``: the time of the first of the two."""
    forms = document.words.forms
    return timing.end < word and forms[timing.end : timing.end + 2] == ["and", "to"]


def _aimed(document: Document, chosen: Timing, exact: list[Timing]) -> Timing:
    """``Today, within 2 hours``, ``this week, ideally in the next two days``: the closer time right beside it."""
    for other in exact:
        between = document.words.forms[chosen.end : other.start]
        if other.start < chosen.end or len(between) > _BESIDE or other.hours >= chosen.hours:
            continue
        if not between or not _AIMS.isdisjoint(between):
            return other
    return chosen


def _nearest(document: Document, found: list[Timing], first: int, last: int) -> Timing | None:
    """The exact time nearest to the words from first to last, else the soonest of the vague words near them.

    ``Now (today, not tomorrow)`` is now: the day only stresses it.
    """

    def away(timing: Timing) -> int:
        return timing.start - last if timing.end > first else NEAR_WORDS + first - timing.end

    near = [timing for timing in found if away(timing) <= _NEAR_TIME] or found
    exact = [timing for timing in near if not timing.vague]
    if exact:
        chosen = min(exact, key=away)
        at_once = [one for one in near if one.vague and not one.hours and one.end == chosen.start]
        return at_once[0] if at_once else _aimed(document, chosen, exact)
    return min(near, key=lambda timing: timing.hours, default=None)
