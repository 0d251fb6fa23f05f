"""Lists that stand as lines of their own: numbered and bulleted items, nested ones, and headings in a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medrules.text import sentences as marks
from medrules.text.blocks import Block
from medrules.text.lists import Item, Listing
from medrules.text.lists_words import Subject, is_label, is_ruled_out, name_of, subject

if TYPE_CHECKING:
    from medrules.text.document import Document

_WRITTEN_HASHES = 6
"""Headings of these levels were written as ``#``; further ones are bold lines and ``Title:`` lines."""
_LETTERS = "abcdefgh"
_LEAD_WORDS = 10
NOTHING = Subject(None, speaks=False, rank=None, order=None)


@dataclass
class _Open:
    """A list that may go on."""

    level: int
    numbered: bool
    first_block: int
    under: int | None
    """The block of the item that it stands under."""
    blocks: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """For each item but the last the block that follows it."""
    last_number: int = 0
    broken: bool = False
    """Something stood between its items that belongs to none of them."""

    def takes(self, numbered: bool, number: int) -> bool:
        """Whether an item of this number goes on with the list."""
        if numbered != self.numbered:
            return False
        if not numbered:
            return not self.broken
        return number == self.last_number + 1 or (number == self.last_number and not self.broken)

    def add(self, block: int, number: int) -> None:
        """One more item."""
        if self.blocks:
            self.ends.append(block)
        self.blocks.append(block)
        self.last_number = number
        self.broken = False


def find_block_lists(document: Document, taken: Collection[int]) -> Iterator[Listing]:
    """The lists of items and of headings; a block of ``taken`` holds a whole list in one line and is none."""
    headed = [*_heading_lists(document), *_named_headings(document)]
    yield from headed
    items = {item.start for listing in headed for item in listing.items}
    for one, end in _grown(document, taken):
        yield _listing(document, one, end, items)


def _grown(document: Document, taken: Collection[int]) -> Iterator[tuple[_Open, int]]:
    """Each list with the block that follows its last item."""
    stack: list[_Open] = []
    for index, block in enumerate(document.blocks):
        if block.ruled and block.kind != "row":
            yield from ((stack.pop(), index) for _ in range(len(stack)))
        if block.kind == "item" and index not in taken:
            yield from _place(document, stack, index)
        elif block.kind == "heading" and block.level <= _WRITTEN_HASHES:
            yield from ((stack.pop(), index) for _ in range(len(stack)))
        else:
            yield from _interrupt(document, stack, index)
    yield from ((stack.pop(), len(document.blocks)) for _ in range(len(stack)))


def _place(document: Document, stack: list[_Open], index: int) -> Iterator[tuple[_Open, int]]:
    block = document.blocks[index]
    numbered, number = block.mark == "1", _number(document, block)
    while stack:
        top = stack[-1]
        if top.level < block.level - 1:
            break
        if top.level <= block.level + 1:
            if top.takes(numbered, number):
                top.add(index, number)
                return
            if top.numbered and not numbered and not top.broken:
                break
        yield stack.pop(), index
    under = stack[-1].blocks[-1] if stack else None
    stack.append(_Open(block.level, numbered, index, under))
    stack[-1].add(index, number)


def _number(document: Document, block: Block) -> int:
    form = document.words.forms[block.first - 1] if block.mark == "1" and block.first else ""
    if form.isdecimal():
        return int(form)
    return _LETTERS.find(form) + 1 if form else 0


def _interrupt(document: Document, stack: list[_Open], index: int) -> Iterator[tuple[_Open, int]]:
    """A line at the margin ends a list of bullets; a numbered one goes on where the next number does."""
    block = document.blocks[index]
    titled = block.kind == "heading"
    if not stack or not (titled or block.blank):
        return
    column = _column(document, block)
    while stack and column <= stack[-1].level + 1:
        if stack[-1].numbered:
            stack[-1].broken = True
            return
        yield stack.pop(), index


def _column(document: Document, block: Block) -> int:
    source = document.words.source
    line = source[source.rfind("\n", 0, block.start) + 1 : block.start].expandtabs(4)
    return len(line) - len(line.lstrip())


def _listing(document: Document, one: _Open, end: int, headed: Collection[int]) -> Listing:
    blocks = document.blocks
    ends = [*one.ends, end]
    items = tuple(
        make_item(document, blocks[block].first, blocks[block].last, blocks[stop - 1].end)
        for block, stop in zip(one.blocks, ends, strict=True)
    )
    said, under = subject_above(document, one.first_block, one.under, headed)
    order = said.order
    ordered = order == "ordered" or (one.numbered and order is None)
    kind = "numbered" if one.numbered else "bulleted"
    return Listing(kind, items, ordered, said, under)  # type: ignore[arg-type]


def make_item(document: Document, first: int, last: int, end: int) -> Item:
    """The item that words ``first`` to ``last`` open, up to the character ``end``."""
    starts, ends = document.words.starts, document.words.ends
    begin, stop = name_of(document, first, last)
    out = is_ruled_out(document, first, stop, document.parts[document.part_of(stop - 1)].last)
    return Item(starts[first], max(end, ends[stop - 1]), starts[begin], ends[stop - 1], out)


def subject_above(
    document: Document, block: int, item: int | None, headed: Collection[int]
) -> tuple[Subject, int | None]:
    """What the lead-in, the item or the headings above a list say of it, and where the item begins it is under.

    ``headed`` holds where the headings begin that are items themselves: what stands over them is said of them.
    """
    blocks = document.blocks
    above = block - 1
    lead = NOTHING
    if above >= 0 and above != item and _leads(blocks[above], blocks[block]):
        lead = _said(document, blocks[above])
        if lead.speaks:
            return lead, _start(document, item)
    if item is not None:
        said, under = _said(document, blocks[item]), _start(document, item)
    else:
        said, under = _subject_of_headings(document, block, headed)
    return said._replace(order=lead.order or said.order), under


def _leads(above: Block, block: Block) -> bool:
    return above.kind in ("paragraph", "quote", "heading") and (above.colon or not block.blank)


def _start(document: Document, block: int | None) -> int | None:
    return document.blocks[block].start if block is not None else None


def _subject_of_headings(document: Document, block: int, headed: Collection[int]) -> tuple[Subject, int | None]:
    """The nearest heading that speaks; one that only ranks (*Most likely*) is read with that above it."""
    parent = document.parents[block]
    while parent >= 0:
        heading = document.blocks[parent]
        said = _said(document, heading) if heading.kind == "heading" else NOTHING
        if heading.start in headed:
            return said._replace(about=None), heading.start
        if said.speaks:
            return said, None
        parent = document.parents[parent]
    return NOTHING, None


def _said(document: Document, block: Block) -> Subject:
    """What a heading says, or a lead-in with its last words: what comes before them it only starts from."""
    last = document.parts[document.part_of(block.last - 1)]
    first = max(block.first, last.first)
    if block.kind != "heading":
        first = max(first, block.last - _LEAD_WORDS)
    said = subject(document, first, block.last)
    named = block.kind == "heading" and said.about is not None and _behind_colon(document, block) is not None
    return said._replace(about=None, rank=None) if named else said


def _named_headings(document: Document) -> Iterator[Listing]:
    """``Most likely diagnosis: angina`` as a heading: what it names is an item of its own."""
    for block in document.blocks:
        if block.kind == "heading" and (behind := _behind_colon(document, block)) is not None:
            said = subject(document, block.first, behind)
            if said.about == "diagnoses":
                item = make_item(document, behind, block.last, block.end)._replace(start=block.start)
                yield Listing("headings", (item,), False, said, None)


def _behind_colon(document: Document, block: Block) -> int | None:
    """The word behind a colon within a heading."""
    return next((at for at in range(block.first + 1, block.last) if document.flags[at] & marks.COLON), None)


def _heading_lists(document: Document) -> Iterator[Listing]:
    """Headings of one rank in a row, under a heading that speaks of diagnoses or orders, or numbered."""
    children: dict[tuple[int, int], list[int]] = {}
    for index, block in enumerate(document.blocks):
        if block.kind == "heading" and _names_something(document, block):
            children.setdefault((document.parents[index], block.level), []).append(index)
    ends = _heading_ends(document)
    for (parent, _), group in children.items():
        said = _said(document, document.blocks[parent]) if parent >= 0 else NOTHING
        numbers = [_heading_number(document, document.blocks[index]) for index in group]
        numbered = (
            len(group) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] > 0
        )
        if numbered or (len(group) > 1 and said.about is not None):
            yield _headings(document, group, said, ends, numbered=numbered)


def _names_something(document: Document, block: Block) -> bool:
    """A heading such as *Most likely* or *Next steps* is no item."""
    return not (is_label(document, *_heading_words(document, block)) or _said(document, block).speaks)


def _headings(
    document: Document, group: list[int], said: Subject, ends: Mapping[int, int], *, numbered: bool
) -> Listing:
    items = []
    for index in group:
        block = document.blocks[index]
        item = make_item(document, *_heading_words(document, block), ends[index])
        items.append(item._replace(start=block.start))
    ordered = said.order == "ordered" or (numbered and said.order is None)
    return Listing("headings", tuple(items), ordered, said, None)


def _heading_ends(document: Document) -> dict[int, int]:
    """Where what each heading heads ends: before the next heading of its rank, or at the end of the text."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for index, block in enumerate(document.blocks):
        if block.kind == "heading":
            while stack and document.blocks[stack[-1]].level >= block.level:
                found[stack.pop()] = document.blocks[index - 1].end
            stack.append(index)
    return found | dict.fromkeys(stack, document.blocks[-1].end if document.blocks else 0)


def _heading_number(document: Document, block: Block) -> int:
    form = document.words.forms[block.first]
    numbered = block.last - block.first > 1 and document.gaps[block.first + 1][:1] in (".", ")", ":")
    return int(form) if numbered and form.isdecimal() and len(form) < 3 else 0


def _heading_words(document: Document, block: Block) -> tuple[int, int]:
    return (block.first + 1, block.last) if _heading_number(document, block) else (block.first, block.last)
