"""Finds where an answer says that an earlier one was wrong, and what of it is meant."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from medrules.text import sentences as marks
from medrules.text.cues import Found, Node, compile_cues, longest, read_sections, words_of
from medrules.text.vocabulary import canonical
from medrules.text.vocabulary_tables import read_set

if TYPE_CHECKING:
    from medrules.text.document import Document

_NAMING = (["about"], ["regarding"], ["on"])


class TakingBack(NamedTuple):
    """``I was wrong: do not stop it``. Offsets are characters of the document, end exclusive."""

    start: int
    end: int
    """Of the sentence."""
    about: frozenset[str]
    """The canonical words beside the cue that say something."""
    vague: bool
    """It may mean all that was said before."""


@cache
def _cues() -> Node:
    return compile_cues(read_sections("taking_back.txt"))


@cache
def _fillers() -> frozenset[str]:
    return read_set("condition_fillers.txt") | words_of("taking_back_words.txt", "filler")


def content_words(forms: list[str]) -> frozenset[str]:
    """The canonical words that say something."""
    fillers = _fillers()
    return frozenset(word for form in forms if form not in fillers and (word := canonical(form)) not in fillers)


def find_taking_back(document: Document) -> list[TakingBack]:
    """The sentences that take something back, in order."""
    found: list[TakingBack] = []
    for number, (first, last, _) in enumerate(document.parts):
        span = _cue(document, first, last)
        if span is None:
            continue
        beside = content_words([*document.forms[first : span.start], *document.forms[span.end : last]])
        named = span.kind == "taken back about" or document.forms[span.end : span.end + 1] in _NAMING
        start, end = document.sentences[number]
        found.append(TakingBack(start, end, beside, not beside or not named))
    return found


def _cue(document: Document, first: int, last: int) -> Found | None:
    starts, forms, flags = _cues().next, document.forms, document.flags
    index = first
    while index < last:
        node = starts.get(forms[index])
        match = longest(node, forms, flags, index + 1, last) if node is not None else None
        if match is not None and match[1] != "pseudo" and not _is_noun(document, index, match[0]):
            return Found(index, *match)
        index = match[0] if match is not None else index + 1
    return None


def _is_noun(document: Document, start: int, end: int) -> bool:
    """``Correction`` takes something back before a colon; elsewhere it is that of a value."""
    return document.forms[start:end] == ["correction"] and not document.flags[end] & marks.COLON
