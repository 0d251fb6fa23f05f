"""Finds the negations of a sentence with the words that each of them reaches (BioScope's cues and scopes)."""

from __future__ import annotations

from typing import NamedTuple

from medrules.text import sentences as marks
from medrules.text.assertion_clauses import Analysis
from medrules.text.cues import Found, word_class

_STOPS = marks.SEMICOLON | marks.COLON | marks.DASH | marks.QUERY | marks.BANG | marks.CELL
_BE = word_class("be")
_FINITE = _BE | word_class("have") | word_class("do") | word_class("modal") | word_class("finite")
_BREAKERS = word_class("breaker")
_NEGATORS = word_class("negator")
_STATES = word_class("state")
_PHRASAL = frozenset(
    ("without", "absence", "lack", "lacking", "lacks", "loss", "instead", "rather", "neither", "either")
)
"""Cues that reach over a noun phrase, not over a clause."""
_ITEM = 4
"""Words: a longer piece between two commas is no item of an enumeration."""


class Negation(NamedTuple):
    """A cue and its reach as positions of words (ends exclusive)."""

    start: int
    end: int
    scope_start: int
    scope_end: int


def find_negations(analysis: Analysis, forms: list[str], flags: list[int]) -> list[Negation]:
    """The negations of one sentence, in order."""
    found = []
    for cue in analysis.cues.get("negation", ()):
        if cue.kind in ("negation", "negation noun", "negation back"):
            found.append(_negation(analysis, cue, forms, flags))
    return found


def _negation(analysis: Analysis, cue: Found, forms: list[str], flags: list[int]) -> Negation:
    start = next((at for at in range(cue.start, cue.end) if forms[at] in _NEGATORS), cue.start)
    whole = forms[cue.start : cue.end] in (["rather", "than"], ["instead", "of"], ["no", "longer"], ["can", "not"])
    end = cue.end if whole else start + 1
    start = cue.start if whole else start
    begin = start
    if _takes_subject(analysis, start, end, forms):
        begin = _clause_start(analysis, start, forms, flags)
    return Negation(start, end, begin, _scope_end(analysis, start, end, forms, flags))


def _takes_subject(analysis: Analysis, start: int, end: int, forms: list[str]) -> bool:
    """``was not detected``: what was not done stands before the cue; of a state (``is not required``) it does not."""
    if forms[start] == "absent":
        return True
    if forms[start] not in ("not", "can", "cannot", "never", "no"):
        return False
    after = forms[end : min(end + 3, analysis.last)]
    if after[:1] in (["appear"], ["seem"]):
        return True
    if forms[start - 1] not in _BE and not _BE.intersection(after[:2]) or start == analysis.first:
        return False
    verb = next((form for form in after if form.endswith(("ed", "wn", "und", "en", "de")) and form != "been"), "")
    return bool(verb) and verb not in _STATES


def _clause_start(analysis: Analysis, at: int, forms: list[str], flags: list[int]) -> int:
    while at > analysis.first:
        if flags[at] & (_STOPS | marks.COMMA) or forms[at - 1] in _BREAKERS:
            return at
        if forms[at - 1] in ("and", "that", "but"):
            return at
        at -= 1
    return at


def _scope_end(analysis: Analysis, start: int, at: int, forms: list[str], flags: list[int]) -> int:
    first, depth = at, 0
    contrast = forms[start] in _PHRASAL or (start > analysis.first and forms[start - 1] in ("but", "and"))
    while at < analysis.last:
        found, form = flags[at], forms[at]
        depth = max(depth, 0) + bool(found & marks.OPEN) - bool(found & marks.CLOSE)
        if depth < 0 or (at > first and (found & _STOPS or form in _BREAKERS) and not depth):
            return at
        if at > first and depth <= 0:
            if contrast and form in _FINITE:
                return at
            if found & marks.COMMA and not _is_item(analysis, at, forms, flags):
                return at
            if form in ("and", "or") and _begins_clause(analysis, at + 1, forms, flags):
                return at
        at += 1
    return at


def _is_item(analysis: Analysis, at: int, forms: list[str], flags: list[int]) -> bool:
    """A short piece that is followed by another and at last by *and* or *or*."""
    if forms[at] in ("or", "and", "nor"):
        return not _begins_clause(analysis, at + 1, forms, flags)
    size = 0
    for index in range(at, analysis.last):
        if index > at and flags[index] & marks.COMMA:
            size = 0
            if forms[index] in ("or", "and", "nor"):
                return True
        if forms[index] in ("or", "and", "nor") and size:
            return True
        if forms[index] in _FINITE or forms[index] in _BREAKERS or size >= _ITEM or flags[index] & _STOPS:
            return False
        size += 1
    return False


def _begins_clause(analysis: Analysis, at: int, forms: list[str], flags: list[int]) -> bool:
    """A verb stands before the next mark: another clause, not another item of an enumeration."""
    for index in range(at, min(at + 9, analysis.last)):
        if index > at and flags[index] & (_STOPS | marks.COMMA):
            return False
        if forms[index] in _FINITE or forms[index] in _BREAKERS:
            return True
    return False
