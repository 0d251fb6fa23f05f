"""Says what a label before a colon and the words behind it do to each other (``ER: go if …``, ``Plan: …``)."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, NONE, STATEMENT, Analysis, Context
from medrules.text.assertion_openings import Openings
from medrules.text.cues import Found

_TITLES = {"advise": ADVICE, "against": AGAINST}
_TOPICS = frozenset(("on", "about", "regarding", "concerning"))
_LONGEST_LABEL = 5


def read_label(words: Openings, result: Analysis, context: Context) -> None:
    """Let a label that does nothing itself take the act of what it stands over, or give its own to fragments."""
    size = words.last - words.first
    colon = next((place for place in range(1, size) if words.flags[words.first + place] & marks.COLON), 0)
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


def _entitle(words: Openings, result: Analysis, colon: int) -> None:
    """``Plan:`` and ``For pain:`` say what the fragments behind them do, as far as a topic (``advice on …``)."""
    heads = [cue for cue in result.cues.get("heading", ()) if cue.end <= words.first + colon]
    title = next((cue for cue in heads if cue.kind in _TITLES), None)
    if title is None and words.forms[words.first] == "for" and words.first not in words.conditions:
        title = Found(words.first, words.first + 1, "advise")
    if title is None:
        return
    for place in range(colon, words.last - words.first):
        if words.forms[words.first + place] in _TOPICS:
            return
        if result.act[place] == NONE:
            result.act[place], result.cue[place] = _TITLES[title.kind], title
