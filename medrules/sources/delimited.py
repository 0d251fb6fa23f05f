"""Answers as CSV or TSV: the first line names the columns."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING

from medrules.model.problem import Location, Problem
from medrules.sources.item import Item, twice
from medrules.sources.opening import LONGEST_ROW, Broken, Line, lines
from medrules.sources.problems import SourceError, message, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from medrules.sources.source import Source

NAME = "csv"
TITLE = "CSV or TSV"
SUFFIXES = (".csv", ".tsv", ".tab")
TABLE = True
_MOST_LINES = 20_000
"""Lines that one row may span; a quote that stays open longer was never closed."""


def recognises(source: Source) -> bool:
    """By its name alone: any text could be a table."""
    return source.suffix() in SUFFIXES


def delimiter(header: str, path: Path) -> str:
    """The character between cells: a tab in a ``.tsv``, else the commonest of the header."""
    if ".tsv" in path.suffixes or ".tab" in path.suffixes:
        return "\t"
    return max(",;\t", key=header.count)


def records(feed_of: Iterable[Line], separator: str) -> Iterator[tuple[int, list[str] | Broken]]:
    """The rows of a file as cells, each with the number of its first line.

    A row whose quotes do not pair is given up at its first line alone, and reading goes on with the line after it.
    """
    csv.field_size_limit(LONGEST_ROW)
    feed = _Feed(feed_of)
    while True:
        reader = csv.reader(feed, delimiter=separator, strict=True)
        try:
            for cells in reader:
                number = feed.first
                feed.taken.clear()
                if cells:
                    yield number, cells
        except (csv.Error, _Stop) as error:
            yield feed.give_up(str(error))
            continue
        if feed.broken is None:
            return
        yield feed.broken.number, feed.broken.content  # type: ignore[misc]
        feed.broken = None


class _Stop(Exception):
    """A row that spans too many lines or bytes."""


class _Feed:
    """Gives lines to the csv module and remembers those of the row in hand."""

    def __init__(self, feed: Iterable[Line]) -> None:
        self._lines = iter(feed)
        self._again: deque[Line] = deque()
        self.taken: deque[Line] = deque()
        self._size = 0
        self.broken: Line | None = None
        """A line that could not be read and that ended a run of rows."""

    @property
    def first(self) -> int:
        return self.taken[0].number

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        if isinstance(line.content, Broken):
            self._break(line)
            raise StopIteration
        self._size = self._size + len(line.content) if self.taken else len(line.content)
        self.taken.append(line)
        if len(self.taken) > _MOST_LINES or self._size > LONGEST_ROW:
            raise _Stop("a quote is opened and not closed")
        return line.content.decode("utf-8", "surrogateescape")

    def _break(self, line: Line) -> None:
        if self.taken:
            self._again.appendleft(line)
        else:
            self.broken = line

    def give_up(self, why: str) -> tuple[int, Broken]:
        """The first line of the row in hand is given up; the lines after it are read again."""
        first, *rest = self.taken
        self._again.extendleft(reversed(rest))
        self.taken.clear()
        return first.number, Broken("S209", {"why": why})


def header(
    from_lines: Iterable[Line], path: Path, separator: str | None = None
) -> tuple[list[str], Iterator[tuple[int, list[str] | Broken]]]:
    """The names of the columns, and the rows after them.

    Raises:
        SourceError: there is no row (S104), the header cannot be read or a name stands twice (S108).
    """
    source = iter(from_lines)
    first = next((line for line in source if isinstance(line.content, Broken) or not line.content.isspace()), None)
    if first is None:
        raise SourceError(problem("S104", path=path))
    start = "" if isinstance(first.content, Broken) else first.content.decode("utf-8", "replace")
    rows = records(_chained(first, source), separator or delimiter(start, path))
    _, names = next(rows)
    if isinstance(names, Broken):
        raise SourceError(located(names, path, first.number))
    if any(_undecoded(name) is not None for name in names):
        raise SourceError(problem("S105", path=path, encoding="another encoding"))
    names = [name.strip() for name in names]
    if (name := twice(name for name in names if name)) is not None:
        raise SourceError(problem("S108", path=path, column=name[:80]))
    return names, rows


def located(broken: Broken, path: Path, line: int) -> Problem:
    """What is wrong with one line, as a problem of the file."""
    text, hint = message(broken.code, broken.words)
    where = Location(file=str(path), line=line)
    return Problem(code=broken.code, severity="error", message=text, location=where, hint=hint)


def _chained(first: Line, rest: Iterator[Line]) -> Iterator[Line]:
    yield first
    yield from rest


def items(source: Source) -> Iterator[Item]:
    """The rows of a file, in order. A cell is data whatever it starts with."""
    chosen = "\t" if source.columns.format == "tsv" else None
    names, records_ = header(lines(source.stream), source.path, chosen)
    source.columns_there = names
    for number, cells in records_:
        yield Item(number, {}, cells) if isinstance(cells, Broken) else _item(number, names, cells)


def _item(number: int, names: list[str], cells: list[str]) -> Item:
    row = dict(zip(names, cells, strict=False))
    position = next((at for cell in cells if (at := _undecoded(cell)) is not None), None)
    if position is not None:
        clean = {name: cell for name, cell in row.items() if _undecoded(cell) is None}
        return Item(number, clean, Broken("S205", {"position": position, "of": "cell"}))
    if len(cells) != len(names):
        return Item(number, row, Broken("S206", {"found": len(cells), "expected": len(names)}))
    row.pop("", None)
    return Item(number, row)


def _undecoded(cell: str) -> int | None:
    """Where in a cell (in bytes, from 1) the first byte stands that is not UTF-8."""
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError as error:
        return len(cell[: error.start].encode("utf-8")) + 1
    return None
