"""Finds what a text calls most likely in so many words: *the most likely diagnosis is X*, *X is most likely*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from medrules.text import sentences as marks
from medrules.text.lists_words import find_list_cues, is_label, listed

if TYPE_CHECKING:
    from medrules.text.document import Document

_BORDERS = marks.COMMA | marks.SEMICOLON | marks.ENDS | marks.CELL | marks.CLOSE
_REACH = 12
"""Words that are looked at on either side."""


class MostLikely(NamedTuple):
    """What is called most likely. Offsets are characters, end exclusive."""

    start: int
    end: int
    named: bool
    """It is surely called so as a diagnosis: *the most likely cause is …*, *… is most likely*."""


def find_most_likely(document: Document) -> Iterator[MostLikely]:
    """Each statement that something is most likely, in the order of the text; negated ones left out."""
    for part, (first, last, _) in enumerate(document.parts):
        for cue in find_list_cues(document, "rank", first, last):
            if cue.kind != "most likely" or _is_of_deed(document, cue.end, last):
                continue
            if not _is_negated(document, cue.start, first):
                ahead = _ahead(document, cue.end, last)
                span = ahead or _before(document, cue.start, first) or _item_before(document, part, cue.start)
                if span is not None and not is_label(document, *span):
                    starts, ends = document.words.starts, document.words.ends
                    named = ahead is None or cue.start == first or _names_diagnosis(document, cue.start, ahead[0])
                    yield MostLikely(starts[span[0]], ends[span[1] - 1], named)


def _names_diagnosis(document: Document, first: int, last: int) -> bool:
    return not listed("diagnosis").isdisjoint(document.forms[first:last])


def _is_negated(document: Document, cue: int, first: int) -> bool:
    return any(form in listed("not") for form in document.forms[max(first, cue - 3) : cue])


def _is_of_deed(document: Document, behind: int, last: int) -> bool:
    """``Most likely to improve`` says nothing of a diagnosis."""
    return behind < last and document.forms[behind] == "to"


def _ahead(document: Document, at: int, last: int) -> tuple[int, int] | None:
    """What follows, behind words such as *diagnosis is*, *cause of your pain is* and *due to*."""
    index = _behind_bridge(document, at, last)
    if index < last and document.forms[index] in listed("attached"):
        index = _behind_copula(document, index, last)
    elif at < last and document.flags[at] & marks.COMMA:
        index = _behind_copula(document, at, last)
    if index >= last or _is_border(document, index) or document.forms[index] in listed("cut"):
        return None
    stop = index + 1
    while stop < min(last, index + _REACH) and not _ends(document, stop):
        stop += 1
    return index, stop


def _behind_bridge(document: Document, index: int, last: int) -> int:
    while index < last and document.forms[index] in listed("bridge") and not _is_border(document, index):
        index += 1
    return index


def _behind_copula(document: Document, index: int, last: int) -> int:
    """Behind *is* in *… of your pain is a migraine*; the end where no *is* follows in the clause."""
    for at in range(index, min(last, index + _REACH)):
        if at > index and _is_border(document, at):
            break
        if document.forms[at] in listed("copula"):
            return _behind_bridge(document, at, last)
    return last


def _is_border(document: Document, index: int) -> bool:
    return bool(document.flags[index] & _BORDERS)


def _ends(document: Document, index: int) -> bool:
    form = document.forms[index]
    hard = form in listed("cut") and form not in listed("soft cut")
    return hard or bool(document.flags[index] & (_BORDERS | marks.COLON | marks.DASH | marks.OPEN))


def _before(document: Document, cue: int, first: int) -> tuple[int, int] | None:
    """The subject of *X is the most likely*, or what *(most likely)* stands behind."""
    stop = cue
    while stop > first and document.forms[stop - 1] in listed("bridge") and not _is_border(document, stop):
        stop -= 1
    begin = stop
    while begin > max(first, stop - _REACH):
        if begin < stop and document.flags[begin] & (_BORDERS | marks.COLON):
            break
        begin -= 1
    while begin < stop and document.forms[begin] in listed("stand in") | listed("opening"):
        begin += 1
    return (begin, stop) if begin < stop else None


def _item_before(document: Document, part: int, cue: int) -> tuple[int, int] | None:
    """``**Angina.** Most likely given …``: the sentence before in the same block."""
    if part and document.parts[part].block == document.parts[part - 1].block and cue == document.parts[part].first:
        before = document.parts[part - 1]
        return before.first, min(before.last, before.first + _REACH)
    return None
