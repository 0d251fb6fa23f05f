"""Parts of a file of answers, cut between lines, that other processes and machines read each by itself."""

from __future__ import annotations

import io
from collections import deque
from typing import IO, TYPE_CHECKING, NamedTuple

from medrules.model.case import Sample
from medrules.sources import formats, json_lines
from medrules.sources.item import file_name
from medrules.sources.opening import LONGEST_ROW, opened
from medrules.sources.problems import SourceError, problem
from medrules.sources.rows import Rows
from medrules.sources.seen import Seen
from medrules.sources.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from medrules.model.case import Unreadable
    from medrules.sources.columns import Columns
    from medrules.sources.rows import Ids

SMALLEST, LARGEST = 2**15, 2**19
"""Bytes of a part: the first are small, so that results come soon and small batches are shared out."""
_AT_ONCE = 2**20


class Part(NamedTuple):
    """Whole lines of a file."""

    file: Path
    start: int
    """The first byte."""
    end: int
    """The byte after the last."""
    line: int
    """Lines of the file before it."""


class Every:
    """Stands where ids are looked for twice: who reads a part cannot tell, and finds every id new."""

    def add(self, _id: str) -> bool:
        """Every id is new."""
        return True


class Doubles:
    """The ids of a whole file, where its parts are read apart: which part holds one that stood before."""

    def __init__(self) -> None:
        self._seen = Seen()

    def stand_in(self, part: Part, rows: Sequence[Sample | Unreadable]) -> Ids | None:
        """None: all ids of a part are new; else what tells them apart, with which the part is read again."""
        made = f"{file_name(part.file)}:"
        answers: dict[str, deque[bool]] = {}
        for row in rows:
            if row.id != f"{made}{row.line}":  # of a row that names none
                answers.setdefault(row.id, deque()).append(self._seen.add(row.id))
        new = all(all(found) for found in answers.values())
        return None if new else _Told(answers)


class _Told:
    """Says of each id what was found out of it, in the order of the rows."""

    def __init__(self, answers: dict[str, deque[bool]]) -> None:
        self._answers = answers

    def add(self, id_: str) -> bool:
        """True where the id was new when its row came."""
        left = self._answers.get(id_)
        return left.popleft() if left else True


def parts(path: Path, columns: Columns) -> Iterator[Part] | None:
    """The parts of a file in order; None: it can only be read from its start (packed, or no lines of objects)."""
    with opened(path) as (stream, raw):
        source = Source(path, stream, raw, columns)
        if stream is not raw or source.is_empty or formats.recognised(source) is not json_lines:
            return None
        start = raw.tell()
    return _cut(path, start)


def _cut(path: Path, start: int) -> Iterator[Part]:
    line, size = 0, SMALLEST
    with path.open("rb") as raw:
        raw.seek(start)
        while block := raw.read(size):
            end, lines = start + len(block), block.count(b"\n")
            while not block.endswith(b"\n") and (block := raw.readline(_AT_ONCE)):
                end += len(block)
                lines += block.endswith(b"\n")
            yield Part(path, start, end, line)
            start, line, size = end, line + lines, min(2 * size, LARGEST)


def read(part: Part, columns: Columns, ids: Ids | None = None) -> Iterator[Sample | Unreadable]:
    """The rows of a part, as they would come in their file; ``ids``: what tells that one stands twice.

    Raises:
        SourceError: the file cannot be opened, or is shorter than it was.
    """
    rows = Rows(part.file, columns, ids or Every())
    try:
        raw = part.file.open("rb")
    except OSError as error:
        raise SourceError(problem("S101", path=part.file, why=error.strerror or str(error))) from None
    with raw:
        raw.seek(part.start)
        stretch = _Stretch(raw, part.end - part.start)
        source = Source(part.file, io.BufferedReader(stretch, min(LONGEST_ROW, _AT_ONCE)), raw, columns)
        for item in json_lines.items(source):
            number = item.number + part.line
            if item.fault is not None:
                yield rows.unreadable(number, item.fault.code, item.fault.words, item.row)
            else:
                yield rows.read(item.row, number)
        if stretch.left:
            why = "it is shorter than it was when the run began"
            raise SourceError(problem("S101", path=part.file, why=why))


class _Stretch(io.RawIOBase):
    """So many bytes of a file from where it stands."""

    def __init__(self, raw: IO[bytes], size: int) -> None:
        self._raw = raw
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        content = self._raw.read(min(len(buffer), self.left))
        buffer[: len(content)] = content
        self.left -= len(content)
        return len(content)
