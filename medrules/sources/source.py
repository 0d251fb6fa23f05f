"""One file of answers on its way to a reader: its bytes, what its start says, and how the user wants it read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import IO, TYPE_CHECKING

from medrules.sources.item import Item
from medrules.sources.opening import DAMAGE, HEAD, Broken, Unpacked, lines, opened
from medrules.sources.problems import SourceError, problem
from medrules.sources.walking import Walk, names, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from medrules.sources.columns import Columns


@dataclass
class Source:
    """A file that was opened."""

    path: Path
    stream: IO[bytes]
    """Its bytes, unpacked."""
    raw: IO[bytes]
    """Its bytes as they lie on the disk."""
    columns: Columns
    columns_there: list[str] | None = None
    """The names of a table's columns, once its reader knows them."""
    progress: Callable[[], int] | None = field(default=None)
    """Bytes consumed, where a reader knows better than the position in the file tells."""

    def position(self) -> int:
        """How many bytes of the file were consumed."""
        return self.raw.tell() if self.progress is None else self.progress()

    @cached_property
    def start(self) -> bytes:
        """The first bytes, looked at and not taken; fewer where the file is short or damaged."""
        try:
            found: bytes = self.stream.peek(HEAD)  # type: ignore[attr-defined]
        except (Unpacked, *DAMAGE):
            return b""
        return found

    @cached_property
    def is_empty(self) -> bool:
        """True where the whole file holds nothing; a damaged one may hold something."""
        try:
            return not self.stream.peek(HEAD)  # type: ignore[attr-defined]
        except (Unpacked, *DAMAGE):
            return False

    @cached_property
    def shape(self) -> tuple[bytes, list[str]]:
        """The first bracket of a JSON text and the names of its first object."""
        return names(self.start)

    def is_object_with(self, *wanted: str) -> bool:
        """True where the file starts as a JSON object that has these names."""
        bracket, found = self.shape
        return bracket == b"{" and set(wanted) <= set(found)

    def suffix(self) -> str:
        """The last part of the name, without ``.gz``, in small letters."""
        suffixes = [suffix.lower() for suffix in self.path.suffixes if suffix.lower() != ".gz"]
        return suffixes[-1] if suffixes else ""

    def objects(self) -> Iterator[Item]:
        """The objects of a file of lines, empty lines passed over."""
        return _objects(self.stream)

    def walk(
        self, path: Sequence[str], format_: str, keep: Collection[str] = (), bare: str | None = None
    ) -> Iterator[tuple[Walk, Item]]:
        """The objects of one list of a JSON file, each with what was kept of the rest.

        Raises:
            SourceError: the file is whole, and the list is not in it (S111).
        """
        walk = Walk(self.stream, path, keep, bare)
        damaged = False
        for item in walk:
            damaged = damaged or item.fault is not None
            yield walk, item
        if not walk.met and not damaged:
            what = f"it has no list '{'.'.join(path)}'" if path else "it is no list"
            raise SourceError(problem("S111", path=self.path, format=format_, why=what))


def lines_of(path: Path) -> Iterator[Item]:
    """The objects of another file of lines."""
    with opened(path) as (stream, _):
        yield from _objects(stream)


def _objects(stream: IO[bytes]) -> Iterator[Item]:
    for number, content in lines(stream):
        if isinstance(content, Broken):
            yield Item(number, {}, content)
        elif not content.isspace():
            yield parsed(content, number)
