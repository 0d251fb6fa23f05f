"""Lists that stand as tables: a row an item, named in the column that speaks of diagnoses or orders."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from medrules.text.lists import Item, Listing
from medrules.text.lists_blocks import make_item, subject_above
from medrules.text.lists_words import Subject, subject

if TYPE_CHECKING:
    from medrules.text.document import Document


class _Cell(NamedTuple):
    """A cell as positions of words; empty where ``first`` is ``last``."""

    first: int
    last: int


class _Column(NamedTuple):
    """The column that names the items, and what its head says."""

    number: int
    subject: Subject | None


def find_tables(document: Document) -> Iterator[Listing]:
    """Each table of two columns or more as a list."""
    index, blocks = 0, document.blocks
    while index < len(blocks):
        stop = index + 1
        if blocks[index].kind == "row":
            while (
                stop < len(blocks) and blocks[stop].kind == "row" and (stop == index + 1 or not blocks[stop].ruled)
            ):
                stop += 1
            listing = _table(document, index, stop)
            if listing is not None:
                yield listing
        index = stop


def _table(document: Document, first: int, last: int) -> Listing | None:
    rows = [_cells(document, index) for index in range(first, last)]
    headed = last - first > 1 and document.blocks[first + 1].ruled
    body = rows[1:] if headed else rows
    numbered = _is_numbered(document, body)
    column = _column(document, rows[0] if headed else [], numbered=numbered)
    above, _ = subject_above(document, first, None, ())
    said = column.subject if column.subject is not None and column.subject.speaks else above
    items = tuple(item for row in body if (item := _item(document, row, column.number)) is not None)
    if not items:
        return None
    order = said.order or above.order
    ordered = order == "ordered" or (numbered and order is None)
    return Listing("table", items, ordered, said._replace(rank=said.rank or above.rank, order=order), None)


def _cells(document: Document, block: int) -> list[_Cell]:
    """The cells of a row, empty ones too; the strokes at its ends are none of their own."""
    source, starts = document.words.source, document.words.starts
    start = source.rfind("\n", 0, document.blocks[block].start) + 1
    end = source.find("\n", document.blocks[block].end)
    line = source[start : len(source) if end < 0 else end]
    indent = len(line) - len(line.lstrip())
    at = start + indent + (1 if line[indent : indent + 1] == "|" else 0)
    found = []
    for piece in line[at - start :].rstrip().removesuffix("|").split("|"):
        found.append(_Cell(bisect_left(starts, at), bisect_left(starts, at + len(piece))))
        at += len(piece) + 1
    return found


def _is_numbered(document: Document, rows: list[list[_Cell]]) -> bool:
    """The first column counts from one."""
    numbers = [document.words.forms[row[0].first] if row[0].last - row[0].first == 1 else "" for row in rows]
    return bool(numbers) and numbers == [str(number) for number in range(1, len(rows) + 1)]


def _column(document: Document, heads: list[_Cell], *, numbered: bool) -> _Column:
    said = [subject(document, cell.first, cell.last) for cell in heads]
    for about in ("diagnoses", "orders"):
        for number, one in enumerate(said):
            if one.about == about and one.rank is None:
                return _Column(number, one)
    number = 1 if numbered else 0
    return _Column(number, said[number] if number < len(said) else None)


def _item(document: Document, row: list[_Cell], column: int) -> Item | None:
    if column >= len(row) or row[column].first == row[column].last:
        return None
    last = max(cell.last for cell in row)
    item = make_item(document, row[column].first, row[column].last, document.words.ends[last - 1])
    return item._replace(start=document.words.starts[min(cell.first for cell in row)])
