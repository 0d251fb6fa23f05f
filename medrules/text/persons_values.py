"""Finds that a value was measured in this patient (``hemoglobin 8.2 g/dL``, ``your INR is 4.6``)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import Analysis
from medrules.text.cues import Found, words_of

if TYPE_CHECKING:
    from medrules.text.document import Document

_MEASURES = words_of("owners.txt", "measures")
_BETWEEN = words_of("owners.txt", "before a value")
_LIMITS = words_of("owners.txt", "limits")
_SUPPOSES = words_of("owners.txt", "opens another clause") - {"which", "who"}
_REACH = 5
"""Words: a value stands so near its measure, and a limit so near a value."""
_ENDS = marks.COMMA | marks.COLON | marks.SEMICOLON | marks.DASH | marks.OPEN | marks.CLOSE | marks.CELL


def find_value(document: Document, analysis: Analysis, span: tuple[int, int]) -> Found | None:
    """The value of a measure that is mentioned, or the measure of a value; None for a limit: *180 or higher*."""
    forms, (first, last) = document.words.forms, span
    if first == last and forms[last][0].isdigit():
        at = last - 1
        while at > analysis.first and last - at <= _REACH and forms[at] in _BETWEEN:
            at -= 1
        named = at >= analysis.first and forms[at] in _MEASURES
        return Found(at, at + 1, "patient") if named and _is_plain(document, analysis, at, last) else None
    if _MEASURES.isdisjoint(forms[first : last + 1]):
        return None
    stop = min(last + 1 + _REACH, analysis.last)
    if last + 1 == analysis.last < len(forms) and document.flags[last + 1] & marks.CELL:
        stop = last + 2  # the next cell of the row
    value = next((at for at in range(last + 1, stop) if forms[at] not in _BETWEEN), stop)
    if value >= stop or not forms[value][0].isdigit() or not _is_plain(document, analysis, first, value):
        return None
    return Found(value, value + 1, "patient")


def _is_plain(document: Document, analysis: Analysis, first: int, value: int) -> bool:
    """No limit, aim or range, and in no clause that supposes it."""
    forms, flags = document.words.forms, document.flags
    behind = forms[value + 1 : value + 2]
    if behind and behind[0][0].isdigit() and flags[value + 1] & (marks.HYPHEN | marks.DASH):
        return False  # 0.4-4.0
    stop = min(value + 1 + _REACH, analysis.last)
    stop = next((at for at in range(value + 1, stop) if flags[at] & _ENDS), stop)
    around = forms[max(analysis.first, first - _REACH) : stop]
    ranged = any(form in ("to", "or") and before[0].isdigit() for before, form in pairwise(around))
    return not ranged and _LIMITS.isdisjoint(around) and _SUPPOSES.isdisjoint(forms[analysis.first : first])
