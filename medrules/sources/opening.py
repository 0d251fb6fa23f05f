"""Opens a file of rows, packed or not, and gives its lines within bounds of size."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple

from medrules.sources.problems import SourceError, problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_ROW = 16 * 2**20
"""Bytes of one row; beyond that it is no answer."""
LARGEST_UNPACKED = 64 * 2**30
"""Bytes that a packed file may unpack to."""
LARGEST_RATIO = 200
"""Times its packed size that a file may unpack to, once it is beyond ``RATIO_FROM``."""
RATIO_FROM = 64 * 2**20
HEAD = 2**17
"""Bytes at the start of a file that may be looked at before it is read."""

_MARKS = ((b"\xff\xfe\x00\x00", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
DAMAGE = (EOFError, OSError, zlib.error)
"""What a damaged packed file raises when it is read."""


class Broken(NamedTuple):
    """Instead of a line: why nothing usable stands here."""

    code: str
    words: dict[str, object]


class Line(NamedTuple):
    """One line with its line break, as bytes, and its number from 1."""

    number: int
    content: bytes | Broken


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The unpacked bytes of a file, and its bytes as they lie on the disk.

    Raises:
        SourceError: the file cannot be opened (S101) or is not UTF-8 (S105).
    """
    try:
        raw = path.open("rb", buffering=HEAD)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SourceError(problem("S101", path=path, why=why)) from None
    with raw:
        packed = raw.peek(2)[:2] == b"\x1f\x8b"  # type: ignore[attr-defined]
        stream: IO[bytes] = io.BufferedReader(_Bounded(raw), HEAD) if packed else raw
        _skip_mark(path, stream)
        yield stream, raw


def _skip_mark(path: Path, stream: IO[bytes]) -> None:
    try:
        start = stream.peek(4)[:4]  # type: ignore[attr-defined]
    except Unpacked:
        return
    except DAMAGE as error:
        raise SourceError(problem("S101", path=path, why=str(error))) from None
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            raise SourceError(problem("S105", path=path, encoding=encoding))
    if len(start) == 4 and [byte == 0 for byte in start] in ([False, True] * 2, [True, False] * 2):
        raise SourceError(problem("S105", path=path, encoding="UTF-16"))
    if start.startswith(b"\xef\xbb\xbf"):
        stream.read(3)


def lines(stream: IO[bytes]) -> Iterator[Line]:
    """The lines of a stream; one too long or damaged comes as ``Broken``, and reading goes on where it can."""
    number = 0
    while True:
        number += 1
        try:
            content = stream.readline(LONGEST_ROW + 1)
            too_long = len(content) > LONGEST_ROW
            if too_long:
                _skip_line(stream)
        except Unpacked as bound:
            yield Line(number, Broken("S215", {"most": bound.most}))
            return
        except DAMAGE as error:
            yield Line(number, Broken("S214", {"why": str(error)}))
            return
        if not content:
            return
        if too_long:
            yield Line(number, Broken("S207", {"most": LONGEST_ROW // 2**20}))
        else:
            yield Line(number, content)


def _skip_line(stream: IO[bytes]) -> None:
    while (rest := stream.readline(2**20)) and not rest.endswith(b"\n"):
        pass


class Unpacked(Exception):
    """A packed file grew beyond its bound."""

    def __init__(self, most: str) -> None:
        super().__init__(most)
        self.most = most


class _Bounded(io.RawIOBase):
    """The unpacked side of a gzip file that stops at the bounds of size and ratio."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._gzip = gzip.GzipFile(fileobj=raw, mode="rb")
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        content = self._gzip.read1(len(buffer))
        self._size += len(content)
        if self._size > LARGEST_UNPACKED:
            raise Unpacked(f"{LARGEST_UNPACKED // 2**30} gigabytes")
        if self._size > RATIO_FROM and self._size > LARGEST_RATIO * self._raw.tell():
            raise Unpacked(f"{LARGEST_RATIO} times its packed size")
        buffer[: len(content)] = content
        return len(content)
