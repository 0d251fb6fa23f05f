"""Converts between an editor's positions (lines, and units of its encoding) and characters of a rule file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from lsprotocol.types import Position, Range

from medrules.language.source import Source
from medrules.model.problem import Location

_UNITS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda character: len(character.encode("utf-8", "surrogatepass")),
    "utf-16": lambda character: 2 if ord(character) > 0xFFFF else 1,
    "utf-32": lambda _: 1,
}


def plain(text: str) -> str:
    r"""An editor's text as ``Source`` wants it: line ends are ``\n``, and there is no byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


class Places:
    """The places of one file. Lines count from 0; the encoding says in which units a line is measured."""

    def __init__(self, source: Source, encoding: str) -> None:
        self.source = source
        self._units = _UNITS[encoding]

    def offset(self, position: Position) -> int:
        """The character at a position; a position beyond a line's or the file's end is that end."""
        if position.line >= len(self.source.starts):
            return len(self.source.text)
        line = self.source.line(position.line + 1)
        start = self.source.starts[position.line]
        if line.isascii():
            return start + min(position.character, len(line))
        left = position.character
        for number, character in enumerate(line):
            left -= self._units(character)
            if left < 0:
                return start + number
        return start + len(line)

    def position(self, offset: int) -> Position:
        """The position of a character."""
        offset = min(offset, len(self.source.text))
        line = bisect_right(self.source.starts, offset) - 1
        before = self.source.text[self.source.starts[line] : offset]
        width = len(before) if before.isascii() else sum(map(self._units, before))
        return Position(line=line, character=width)

    def range(self, start: int, end: int) -> Range:
        """The range of the characters from ``start`` to ``end``."""
        return Range(start=self.position(start), end=self.position(end))

    def span(self, location: Location) -> tuple[int, int]:
        """The characters of a place in this file; one character where it has no end."""
        start = self._character(location.line, location.column)
        if location.end_line is None or location.end_column is None:
            return start, min(start + 1, len(self.source.text))
        return start, max(start, self._character(location.end_line, location.end_column))

    def of(self, location: Location) -> Range:
        """The range of a place in this file."""
        return self.range(*self.span(location))

    def _character(self, line: int, column: int) -> int:
        number = min(line, len(self.source.starts))
        return min(self.source.starts[number - 1] + column - 1, len(self.source.text))
