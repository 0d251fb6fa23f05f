"""Lists that stand in a sentence: *the differential includes A, B and C*; *1) A 2) B*; *first A, second B*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medrules.text import sentences as marks
from medrules.text.lists import Item, Listing
from medrules.text.lists_blocks import make_item, subject_above
from medrules.text.lists_words import About, find_list_cues, listed, name_of, subject

if TYPE_CHECKING:
    from medrules.text.blocks import Block
    from medrules.text.document import Document

_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_PARTS = marks.COMMA | marks.SEMICOLON | marks.SLASH
_LONGEST = 12
"""Words of one part of an enumeration; a longer one is a clause."""
_NEAREST = 8
"""Words between what speaks of diagnoses and what introduces them (*the differential for this child includes*)."""


def find_sentence_lists(document: Document) -> tuple[list[Listing], set[int]]:
    """The lists in sentences, and the blocks of items that hold a whole counted list in one line."""
    found: list[Listing] = []
    taken: set[int] = set()
    for index, block in enumerate(document.blocks):
        if block.kind not in ("paragraph", "item", "quote"):
            continue
        counted = _counted(document, index, block)
        if counted is not None:
            found.append(counted)
            taken.add(index)
    for part, sentence in enumerate(document.parts):
        listing = _enumerated(document, part) if sentence.block not in taken else None
        if listing is not None:
            found.append(listing)
    return found, taken


def _counted(document: Document, index: int, block: Block) -> Listing | None:
    """``1) A 2) B`` or ``first A, second B`` in one block."""
    begins = _by_number(document, block) or _by_ordinal(document, block)
    if begins is None:
        return None
    items = []
    for first, stop in zip(begins, [*begins[1:], (block.last, block.last)], strict=True):
        last = stop[0]
        if first[1] >= last:
            return None
        items.append(make_item(document, first[1], last, document.words.ends[last - 1]))
    lead = begins[0][0]
    said = subject(document, block.first, lead) if lead > block.first else None
    if said is None or not said.speaks:
        above, _ = subject_above(document, index, None, ())
        said = above if said is None else said._replace(about=above.about, speaks=above.speaks)
    ordered = said.order in (None, "ordered")
    return Listing("numbered", tuple(items), ordered, said, None)


def _by_number(document: Document, block: Block) -> list[tuple[int, int]] | None:
    """Where each number stands, and the word behind it; None where fewer than two count up from one."""
    forms, gaps = document.words.forms, document.gaps
    found: list[tuple[int, int]] = []
    begin = block.first - 1 if block.mark == "1" and block.kind == "item" else block.first
    for index in range(max(begin, 0), block.last - 1):
        if forms[index] == str(len(found) + 1) and gaps[index + 1][:1] in (")", ".") and len(gaps[index + 1]) > 1:
            found.append((index, index + 1))
    return found if len(found) > 1 else None


def _by_ordinal(document: Document, block: Block) -> list[tuple[int, int]] | None:
    found: list[tuple[int, int]] = []
    for index in range(block.first, block.last - 1):
        if len(found) == len(_ORDINALS) or document.forms[index] not in listed(_ORDINALS[len(found)]):
            continue
        opens = index == block.first or document.flags[index] & (marks.ENDS | _PARTS | marks.COLON)
        behind = document.flags[index + 1] & (marks.COMMA | marks.COLON | marks.CLOSE)
        if opens and behind:
            found.append((index, index + 1))
    return found if len(found) > 1 else None


def _enumerated(document: Document, part: int) -> Listing | None:
    """``The differential includes A, B, and C``; a single thing is a list where it is called a differential."""
    first, last, _ = document.parts[part]
    opened = _introduced(document, first, last)
    if opened is None:
        return None
    about, begin = opened
    items = tuple(_items(document, begin, last))
    said = subject(document, first, begin)._replace(about=about, speaks=True)
    single = "differential" in document.forms[first:begin]
    if len(items) < (1 if single else 2):
        return None
    return Listing("sentence", items, said.order == "ordered", said, None)


def _introduced(document: Document, first: int, last: int) -> tuple[About, int] | None:
    """What an enumeration is of, and the word behind what introduces it; None: there is none."""
    for cue in find_list_cues(document, "sentence", first, last):
        if cue.kind == "other":
            return None
        about: About = "diagnoses" if cue.kind == "sentence diagnoses" else "orders"
        introducers = listed("introducer") if about == "diagnoses" else listed("inclusion")
        for index in range(cue.end, min(last, cue.end + _NEAREST)):
            if document.flags[index] & marks.COLON:
                return about, index
            if document.forms[index] in introducers and index + 1 < last:
                return about, index + 1
        return None
    return None


def _items(document: Document, first: int, last: int) -> Iterator[Item]:
    """The parts of an enumeration up to the first that is none (*…, which is common*)."""
    begin = first
    for index in range(first, last + 1):
        parted = index == last or bool(document.flags[index] & _PARTS and index > begin)
        joined = index < last and document.forms[index] in listed("joiner") and index > begin
        if not (parted or joined):
            continue
        item = _item(document, begin, index)
        if item is not None and index - begin > _LONGEST:
            return
        if item is not None:
            yield item
        begin = index
        if index < last and _is_aside(document, index):
            return


def _is_aside(document: Document, index: int) -> bool:
    form = document.forms[index]
    return form in listed("cut") and form not in listed("soft cut")


def _item(document: Document, first: int, last: int) -> Item | None:
    skipped = listed("joiner") | listed("opening")
    while first < last and document.forms[first] in skipped:
        first += 1
    if first == last:
        return None
    begin, stop = name_of(document, first, last)
    starts, ends = document.words.starts, document.words.ends
    out = bool(find_list_cues(document, "out", first, last))
    return Item(starts[first], ends[last - 1], starts[begin], ends[stop - 1], out)
