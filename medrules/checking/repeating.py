"""Judges conditions by their words: one that only repeats the input, and a clinician's consent."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.checking.situation import Situation, Text
from medrules.model.reading import Cue, Mention, Reading
from medrules.text.document import Document
from medrules.text.vocabulary import canonical
from medrules.text.vocabulary_tables import read_sections, read_set
from medrules.text.words import split

CONDITION_KINDS = frozenset({"condition", "heading condition"})
_BREAKS = ",;:.!?()\n—–"
_LONGEST = 200
"""Characters of a condition that are looked at."""
_MARKUP = 10
"""Characters in which a colon with its marks of bold type ends."""


def repeats_input(situation: Situation, mention: Mention) -> bool:
    """Whether the mention's condition says no more than the input does (*if you have chest pain*, to one who has).

    One part of an enumeration is enough: *if you have chest pain, fainting or sweating*.
    """
    if situation.input is None:
        return False
    asserted = _asserted(situation.input.document)
    fillers = read_set("condition_fillers.txt")
    for part in _parts(situation.output, mention.reading, mention.start):
        words = {canonical(form) for form in split(part).forms} - fillers
        if words and words <= asserted:
            return True
    return False


def _asserted(document: Document) -> set[str]:
    """The words of a text, without those that it only denies (*no confusion*)."""
    words, denied = document.words, [(start, end) for _, _, start, end in document.negations()]
    return {
        canonical(form)
        for form, at in zip(words.forms, words.starts, strict=True)
        if not any(start <= at < end for start, end in denied)
    }


def is_consent(text: Text, reading: Reading | None, start: int) -> bool:
    """Whether the condition of a mention at ``start`` is that a clinician agrees."""
    if reading is None or reading.condition != "conditional":
        return False
    table = read_sections("consent.txt")
    for part in _parts(text, reading, start):
        words = {canonical(form) for form in split(part).forms}
        if words & table["clinician"] and words & table["consent"]:
            return True
    return False


def _parts(text: Text, reading: Reading, start: int) -> Iterator[str]:
    """What stands between the condition's cue and the next break, and the items enumerated after it."""
    source = text.document.words.source
    for cue in reading.cues:
        if cue.kind in CONDITION_KINDS and not _stands_in_another(source, cue):
            yield from _clause(source, text, cue, start)


def _stands_in_another(source: str, cue: Cue) -> bool:
    """``If it is still there when you are back``: the second only says when the first is looked at."""
    first = max(source.rfind(mark, 0, cue.start) for mark in _BREAKS) + 1
    return "if" in source[first : cue.start].lower().split()


def _clause(source: str, text: Text, cue: Cue, start: int) -> Iterator[str]:
    document = text.document
    end = document.condition_end(cue.end)
    if end is None:
        end = document.sentences[document.sentence(cue.start)][1] if document.sentences else len(source)
        if cue.end <= start < end:
            end = start
    at, end = cue.end, min(end, cue.end + _LONGEST)
    for place in range(at, end):
        if source[place] in _BREAKS:
            yield from _alternatives(source[at:place])
            at = place + 1
    if not (start < cue.start and _leads_into_list(source, end)):
        yield from _alternatives(source[at:end])


def _leads_into_list(source: str, end: int) -> bool:
    """``Go to the ER if the pressure:`` over a list: the items say what more there must be."""
    behind = source[end : end + _MARKUP].replace("*", "").replace("_", "").replace(" ", "")
    return behind.startswith(":\n")


def _alternatives(part: str) -> Iterator[str]:
    yield from part.split(" or ")
