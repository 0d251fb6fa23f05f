"""Says what a label before a colon and the words behind it do to each other (``ER: go if …``, ``Plan: …``)."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, NONE, STATEMENT, Analysis, Context
from medrules.text.assertion_openings import Openings
from medrules.text.cues import Found

_TITLES = {"advise": ADVICE, "against": AGAINST}
_TOPICS = frozenset(("on", "about", "regarding", "concerning"))
_LONGEST_LABEL = 5
_LISTS = frozenset(("include", "includes", "including"))


def read_label(words: Openings, result: Analysis, context: Context) -> None:
    """Let a label that does nothing itself take the act of what it stands over, or give its own to fragments."""
    size = words.last - words.first
    colon = next((place for place in range(1, size) if words.flags[words.first + place] & marks.COLON), 0)
    if colon and result.act[0] in (ADVICE, AGAINST) and colon <= _LONGEST_LABEL:
        _exemplify(words, result, colon)
    if colon == 1 and words.forms[words.first] == "do":
        result.act[0] = NONE
        for place in range(1, size):
            if result.act[place] == STATEMENT and not any(
                words.first + 1 < at <= words.first + place for at in result.borders
            ):
                result.act[place] = NONE
        _entitle(words, result, colon, Found(words.first, words.first + 1, "advise"))
        return
    if not colon or any(result.act[:colon]):
        return
    for place in range(colon, size):
        if result.act[place] in (ADVICE, AGAINST):
            for index in range(colon):
                result.act[index], result.cue[index] = result.act[place], result.cue[place]
                result.condition[index] = result.condition[place]
            return
        if result.act[place] == STATEMENT and not result.inside[place]:
            return
    if context.act == NONE and colon <= _LONGEST_LABEL:
        _entitle(words, result, colon)


def _exemplify(words: Openings, result: Analysis, colon: int) -> None:
    """``Avoid triggers: common triggers include X``: what the label names again is meant by it."""
    forms, first = words.forms, words.first
    named = {form for form in forms[first : first + colon] if len(form) > 4}
    lists = next((at for at in range(first + colon, words.last) if forms[at] in _LISTS), words.last)
    if named.isdisjoint(forms[first + colon : lists]) or result.act[colon] != STATEMENT:
        return
    for at in range(lists, words.last):
        if any(lists < border <= at for border in result.borders):
            return
        result.act[at - first], result.cue[at - first] = result.act[0], result.cue[0]


def _entitle(words: Openings, result: Analysis, colon: int, title: Found | None = None) -> None:
    """``Plan:`` and ``For pain:`` say what the fragments behind them do, as far as a topic (``advice on …``)."""
    heads = [cue for cue in result.cues.get("heading", ()) if cue.end <= words.first + colon]
    title = title or next((cue for cue in heads if cue.kind in _TITLES), None)
    if title is None and words.forms[words.first] == "for" and words.first not in words.conditions:
        title = Found(words.first, words.first + 1, "advise")
    if title is None:
        return
    for place in range(colon, words.last - words.first):
        if words.forms[words.first + place] in _TOPICS:
            return
        if result.act[place] == NONE:
            result.act[place], result.cue[place] = _TITLES[title.kind], title
