"""What a clinician's note tells of its patient in sentences that name nobody (``Denies fever. Chest clear.``)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import Analysis
from medrules.text.assertion_openings import FINITE
from medrules.text.cues import Found, word_class, words_of
from medrules.text.persons_told import is_had, opens_with_patient

if TYPE_CHECKING:
    from medrules.text.document import Document

_OPENERS = words_of("notes.txt", "openers")
_PAIRS = frozenset(tuple(pair.split(".")) for pair in words_of("notes.txt", "opening pairs"))
_COMPLAINS = ("c", "o")
_LABELS = words_of("notes.txt", "labels")
_OF_NOTES = words_of("notes.txt", "labels of notes")
_WITH_NUMBERS = words_of("notes.txt", "labels with numbers")
_LABEL_PAIRS = frozenset(tuple(pair.split(".")) for pair in words_of("notes.txt", "label pairs"))
_OF_OTHERS = words_of("notes.txt", "labels of others")
_THERE = words_of("notes.txt", "there")
_GENERAL = words_of("notes.txt", "general")
_SUPPOSES = words_of("owners.txt", "opens another clause")
_ADDRESSED = word_class("addressed")
_DOUBTFUL = frozenset(
    ("found", "started", "eating", "drinking", "sleeping", "known", "was", "takes", "uses", "has")
)
"""These open sentences of other texts too: one alone does not tell a note."""
_HAS = frozenset(("have", "been", "be", "being", "started", "given", "seen"))
_IN_PATIENT = frozenset(
    ("in", one, two) for one in ("this", "the", "our") for two in ("patient", "case", "man", "woman")
)
_BE = frozenset(("is", "was", "are", "were"))
_LOOKS_FOR = frozenset(
    ("rule", "exclude", "consider", "screen", "evaluate", "suspect", "monitor", "watch", "treat")
)
"""These open the orders by which something is looked for that may not be there."""
_LABEL_WORDS = 4


def is_note(document: Document) -> bool:
    """A text that addresses nobody and has a label, an opening or an introduction of a patient as notes have."""
    forms = document.words.forms
    if not _ADDRESSED.isdisjoint(forms):
        return False
    for first, last, _ in document.parts:
        if forms[first] in _OPENERS and forms[first] not in _DOUBTFUL:
            return True
        if tuple(forms[first : first + 2]) in _PAIRS:
            return True
        label = _label(document, first, last)
        if label is not None and _is_of_note(forms[first:label], forms[label:last]):
            return True
        if opens_with_patient(forms, first, last):
            return True
    return False


def _is_of_note(label: list[str], below: list[str]) -> bool:
    """Only notes have such a label, or have it over numbers."""
    if not _OF_NOTES.isdisjoint(label) or not _LABEL_PAIRS.isdisjoint(pairwise(label)):
        return True
    return not _WITH_NUMBERS.isdisjoint(label) and any(form[:1].isdigit() for form in below)


def find_note(document: Document, analysis: Analysis, span: tuple[int, int], *, finding: bool) -> Found | None:
    """What makes a mention the patient's in a sentence of a note that names nobody."""
    forms, first = document.words.forms, span[0]
    low = analysis.first
    label = _label(document, low, first)
    if label is not None:
        if not _OF_OTHERS.isdisjoint(forms[low:label]):
            return None
        low = label
    between = forms[low:first]
    if not _SUPPOSES.isdisjoint(between) or not _GENERAL.isdisjoint(forms[low : analysis.last]):
        return None
    if not is_had(forms, low, first) or forms[low] in _LOOKS_FOR:
        return None
    opens = forms[low] in _OPENERS or tuple(forms[low : low + 2]) in _PAIRS
    if low < first and opens and (FINITE - _HAS).isdisjoint(forms[low + 1 : first]):
        return Found(low, low + 1, "patient")
    for at in range(low, first - 1):
        if tuple(forms[at : at + 2]) == _COMPLAINS and FINITE.isdisjoint(forms[at:first]):
            return Found(at, at + 2, "patient")
    if not finding:
        return None
    behind = forms[span[1] + 1 : analysis.last]
    for at, words in enumerate(zip(behind, behind[1:], behind[2:], strict=False)):
        if words in _IN_PATIENT:
            return Found(span[1] + 1 + at, span[1] + 4 + at, "patient")  # "the falls in this patient"
    if (
        forms[low] == "there"
        and forms[low + 1 : low + 2]
        and forms[low + 1] in _BE
        and FINITE.isdisjoint(forms[low + 2 : first])
    ):
        return Found(low, low + 2, "patient")
    there = next((at for at in range(span[1] + 1, analysis.last) if forms[at] in _THERE), None)
    if there is not None:
        return Found(there, there + 1, "patient")
    return _fragment(document, analysis, low, label is not None)


def _fragment(document: Document, analysis: Analysis, low: int, labelled: bool) -> Found | None:
    """``Crackles at both bases``: a sentence without a verb, under no heading of another kind."""
    forms = document.words.forms
    if analysis.opens == "imperative" or not FINITE.isdisjoint(forms[low : analysis.last]):
        return None
    if labelled and _LABELS.isdisjoint(forms[analysis.first : low]):
        return None
    block = document.parts[document.part_of(analysis.first)].block
    if document.blocks[block].kind == "heading":
        return None
    above = document.parents[block]
    while above >= 0:
        head = document.blocks[above]
        words = forms[head.first : head.last]
        if not _OF_OTHERS.isdisjoint(words) or _LABELS.isdisjoint(words):
            return None
        above = document.parents[above]
    return Found(low, low + 1, "patient")


def _label(document: Document, first: int, last: int) -> int | None:
    """Where the label ends with which a sentence opens (``CXR: …``)."""
    stop = min(last + 1, first + _LABEL_WORDS + 1, len(document.flags))
    return next((at for at in range(first + 1, stop) if document.flags[at] & (marks.COLON | marks.DASH)), None)
