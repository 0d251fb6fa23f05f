"""What the words around a list say: what it is of, how it is ranked, what is ruled out, and where a name ends."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from medrules.text import sentences as marks
from medrules.text.cues import Found, Node, compile_cues, longest, read_sections, words_of

if TYPE_CHECKING:
    from medrules.text.document import Document

About = Literal["diagnoses", "orders"]
Rank = Literal["most likely", "less likely", "ruled out"]
Order = Literal["ordered", "reversed", "unordered"]
_FILE = "lists_words.txt"
_LONGEST = 40
"""Words of a heading or lead-in that are looked at: its last ones."""
_NAME_ENDS = marks.COLON | marks.SEMICOLON | marks.DASH | marks.ARROW | marks.CELL

_BEHIND = 2
"""Words that may stand between a name and what rules it out (*Ectopic pregnancy, effectively ruled out*)."""
_LONGEST_CUE = 8
_MOST_BESIDE = 2
"""Words that may stand beside what ranks a list."""


class Subject(NamedTuple):
    """What a heading, a lead-in or the head of a column says of the list under it."""

    about: About | None
    speaks: bool
    """It says what the list is of, perhaps something else than diagnoses and orders."""
    rank: Rank | None
    order: Order | None


_FAMILIES = {
    "about": ("diagnoses", "orders", "other", "pseudo"),
    "rank": ("most likely", "less likely"),
    "out": ("ruled out", "pseudo out"),
    "order": ("ordered", "reversed", "unordered"),
    "sentence": ("sentence diagnoses", "sentence orders", "other", "pseudo"),
}
"""Cues of one family never overlap: the longest wins, and a pseudo-cue silences what stands inside it."""
Family = Literal["about", "rank", "out", "order", "sentence"]
_SAID: tuple[Family, ...] = ("about", "rank", "out", "order")


@cache
def _cues(family: Family) -> Node:
    sections = read_sections("lists.txt")
    return compile_cues({kind: sections[kind] for kind in _FAMILIES[family]})


@cache
def listed(section: str) -> frozenset[str]:
    """The single words of one class."""
    return words_of(_FILE, section)


def find_list_cues(document: Document, family: Family, first: int, last: int) -> list[Found]:
    """The cues of a family among words ``first`` to ``last``, in order; pseudo-cues left out."""
    found: list[Found] = []
    starts, forms, flags = _cues(family).next, document.forms, document.flags
    index = first
    while index < last:
        node = starts.get(forms[index])
        match = longest(node, forms, flags, index + 1, last) if node is not None else None
        if match is not None and not match[1].startswith("pseudo"):
            found.append(Found(index, match[0], match[1]))
        index = match[0] if match is not None else index + 1
    return found


def subject(document: Document, first: int, last: int) -> Subject:
    """What words ``first`` to ``last`` say of the list that they stand over; the first that says it decides."""
    first = max(first, last - _LONGEST)
    about, rank, out, order = (_first(document, family, first, last) for family in _SAID)
    rank = "ruled out" if out else rank
    rank = rank if _is_short(document, first, last) else None
    known = about if about in ("diagnoses", "orders") else None
    if about is None and rank is not None:
        known = "diagnoses"
    speaks = about is not None or rank is not None
    return Subject(known, speaks, rank, order)  # type: ignore[arg-type]


def _is_short(document: Document, first: int, last: int) -> bool:
    """Whether the words rank a list and nothing else: *most likely causes*, not *most likely it comes from …*."""
    empty = listed("label") | listed("opening") | listed("introducer") | listed("joiner") | listed("bridge")
    cues = [cue for family in _SAID for cue in find_list_cues(document, family, first, last)]
    said = {index for cue in cues for index in range(cue.start, cue.end)}
    return (
        sum(1 for at in range(first, last) if at not in said and document.forms[at] not in empty) <= _MOST_BESIDE
    )


def _first(document: Document, family: Family, first: int, last: int) -> str | None:
    cues = find_list_cues(document, family, first, last)
    return cues[0].kind if cues else None


def is_ruled_out(document: Document, first: int, stop: int, last: int) -> bool:
    """Whether an item says that what it names is ruled out: in its name, or right behind it.

    Args:
        document: the text.
        first: the first word of the item.
        stop: the word behind its name.
        last: the word behind its first sentence.
    """
    cues = find_list_cues(document, "out", first, min(last, stop + _BEHIND + _LONGEST_CUE))
    return any(cue.start <= stop + _BEHIND for cue in cues)


def name_of(document: Document, first: int, last: int) -> tuple[int, int]:
    """The words that name a listed thing: of ``Most likely: angina, given the pain`` only *angina*."""
    first = _behind_label(document, first, last)
    begin = _behind_rank(document, first, last)
    bold = "**" in document.gaps[first] or "__" in document.gaps[first]
    for index in range(begin + 1, last):
        if _ends_name(document, index, bold=bold):
            return first, index
    return first, last


def _ends_name(document: Document, index: int, *, bold: bool) -> bool:
    flags, gap, form = document.flags[index], document.gaps[index], document.forms[index]
    if flags & _NAME_ENDS or (bold and ("**" in gap or "__" in gap)):
        return True
    if form in listed("cut"):
        return form not in listed("soft cut") or bool(flags & (marks.COMMA | marks.OPEN))
    return document.part_of(index) != document.part_of(index - 1)


def _behind_label(document: Document, first: int, last: int) -> int:
    """The word behind ``Most likely:`` and ``Diagnosis 2:``."""
    for index in range(first, last - 1):
        form = document.forms[index]
        if form not in listed("label") and not form.isdigit():
            break
        if document.flags[index + 1] & (marks.COLON | marks.DASH):
            return index + 1
    return first


def _behind_rank(document: Document, first: int, last: int) -> int:
    """The first word that is none of ``most likely``, ``possible``, ``first``."""
    index = first
    while index < last - 1 and document.forms[index] in listed("label"):
        index += 1
    return index


def is_label(document: Document, first: int, last: int) -> bool:
    """Whether words ``first`` to ``last`` rank what stands under them and name nothing."""
    return all(form in listed("label") or form.isdigit() for form in document.forms[first:last])
