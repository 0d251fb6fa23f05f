"""Finds the cases among which a text leaves the choice (``Mild: …``, ``Option B: …``) and the one it takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING

from medrules.text.assertion_openings import AUXILIARIES
from medrules.text.cues import words_of
from medrules.text.sentences import ARROW, COLON, DASH, OPEN
from medrules.text.timing import find_timing

if TYPE_CHECKING:
    from medrules.text.document import Document

_GRADES = words_of("care.txt", "scenario")
_COLOURS = words_of("care.txt", "colour")
_LETTERED = words_of("care.txt", "lettered")
_STAGES = frozenset(("tier", "level", "stage", "phase"))
"""What numbers the steps of one plan as well as cases: with a time of their own they are steps."""
_OF_CASES = frozenset(("for", "in", "with", "if", "the", "a", "it's", "is", "it", "your"))
_LIMITS = words_of("care.txt", "limit")
_BOUNDS = (_LIMITS | {"between"}) - {"or", "more", "less", "least", "longer", "lasting"}
_YOURS = frozenset(("yours", "you", "you're", "your", "this"))
_FALLS = frozenset(
    ("is", "are", "sounds", "sound", "seems", "looks", "fits", "fall", "falls", "fit", "be", "you're")
)
_CHOOSES = frozenset(("choose", "pick", "opt", "favour", "favor", "go", "recommend", "suggest", "prefer", "take"))
_SPEAKERS = frozenset(("i", "i'd", "i'll", "my", "we", "we'd"))
_SIBLINGS = 40
_LABEL_WORDS = 18
_GENERATIONS = 3
_LETTERS = "abcdef123456"
_NEAR = 8


def is_in_case(document: Document, word: int) -> bool:
    """Whether a word stands under the label of one case among others, none of which is said to be the reader's."""
    label = _label_over(document, word)
    return label is not None and label[0] not in _LETTERED and not _is_chosen(document, label)


def is_case(document: Document, word: int) -> bool:
    """Whether a word stands in or under the label of one case among others."""
    return _label_over(document, word) is not None


def is_passed_over(document: Document, word: int) -> bool:
    """Whether a word stands under one option while another is chosen (``I would go with B``)."""
    label = _label_over(document, word)
    if label is None or label[0] not in _LETTERED or _is_chosen(document, label):
        return False
    return any(_is_chosen(document, [label[0], letter]) for letter in _LETTERS)


def _label_over(document: Document, word: int) -> list[str] | None:
    """The words of the label of the case in which a word stands."""
    part = document.part_of(word)
    number = document.parts[part].block
    label = _label_of_part(document, part)
    if (
        label is not None
        and sum(_label_of_part(document, other) is not None for other in _inside(document, number)) > 1
    ):
        return label
    for _ in range(_GENERATIONS):
        if number < 0:
            return None
        label = _label_of_block(document, number)
        if label is not None and any(_label_of_block(document, other) for other in _beside(document, number)):
            return label
        number = document.parents[number]
    return None


def _inside(document: Document, number: int) -> range:
    """The sentences of one block."""
    block = document.blocks[number]
    return range(document.part_of(block.first), document.part_of(block.last - 1) + 1)


def _beside(document: Document, number: int) -> Iterator[int]:
    """The blocks of the same kind under the same block."""
    block, parent = document.blocks[number], document.parents[number]
    near = range(max(0, number - _SIBLINGS), min(number + _SIBLINGS, len(document.blocks)))
    for other in near:
        if other != number and document.parents[other] == parent and document.blocks[other].kind == block.kind:
            yield other


def _label_of_block(document: Document, number: int) -> list[str] | None:
    """The label with which a block opens, where it names a case: a grade, a colour, a letter, a limit."""
    block, flags = document.blocks[number], document.flags
    if block.kind == "row":
        return None
    stop = min(block.last, block.first + _LABEL_WORDS)
    end = next((at for at in range(block.first + 1, stop) if flags[at] & (COLON | DASH | ARROW)), None)
    if end is None and (block.colon or block.kind == "heading"):
        end = block.last
    if end is None or end - block.first > _LABEL_WORDS:
        return None
    return _case(document, block.first, end, limits=block.kind == "item")


def _label_of_part(document: Document, part: int) -> list[str] | None:
    """The same of one sentence among others of its paragraph (``For mild cases: rest.``)."""
    first, last, _ = document.parts[part]
    end = next((at for at in range(first + 1, last) if document.flags[at] & (COLON | ARROW)), None)
    return _case(document, first, end, limits=False) if end is not None else None


def _case(document: Document, first: int, end: int, *, limits: bool) -> list[str] | None:
    forms = document.words.forms
    opened = next((at for at in range(first + 1, end) if document.flags[at] & OPEN), end)
    label = forms[first:opened]
    if not AUXILIARIES.isdisjoint(label) or "your" in label:
        return None
    named = list(dropwhile(_OF_CASES.__contains__, label))
    if not named:
        return None
    close = min(end + _NEAR, len(forms))
    timed = find_timing(forms, document.flags, first, close) if named[0] in _STAGES else []
    if not all(one.vague for one in timed):
        return None  # "Tier 2: urgent (within 48 hours)" is a step of the plan
    if named[0] in _GRADES and len(label) <= _LABEL_WORDS:
        return named
    if named[0] in _COLOURS and "flag" not in named[1:2] and "flags" not in named[1:2]:
        return named
    if named[0] in _LETTERED and len(named) > 1 and len(named[1]) == 1:
        return named
    bounded = any(one in _BOUNDS and two[:1].isdigit() for one, two in pairwise(forms[first:end]))
    return named if limits and bounded else None


def _is_chosen(document: Document, label: list[str]) -> bool:
    """A sentence says which case it is: ``yours are mild``, ``you are in the green zone``, ``I would pick B``."""
    lettered = label[0] in _LETTERED
    key = label[1] if lettered and len(label) > 1 else label[0]
    forms = document.words.forms
    for number, part in enumerate(document.parts):
        words = forms[part.first : part.last]
        if key not in words or document.assertion.analysis(number).cues.get("condition"):
            continue
        at = len(words) - 1 - words[::-1].index(key)
        before = words[max(0, at - _NEAR) : at]
        if lettered:
            chosen = not _SPEAKERS.isdisjoint(before) and not _CHOOSES.isdisjoint(before)
        else:
            chosen = not _YOURS.isdisjoint(before) and not _FALLS.isdisjoint(before)
        if chosen and "not" not in before:
            return True
    return False
