"""Reads one JSON text of any size piece by piece: the values of one list in it, each parsed as strictly as a line.

A reader of events (ijson) was measured instead: it keeps neither names that stand twice nor halves of characters,
and it stops at the first fault. Here a value is cut out by its brackets, so that a damaged one costs itself alone.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

import re2

from medrules.sources import jsonl
from medrules.sources.item import Item
from medrules.sources.opening import DAMAGE, LONGEST_ROW, Broken, Unpacked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_PIECE = 2**18
_LARGEST_KEPT = 4 * 2**20
"""Bytes of a value beside the list (such as the settings of a run); a larger one is passed over."""
DEEPEST = 200
"""Brackets within brackets; beyond that a text is not walked on."""

_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.LATIN1
_OPTIONS.dot_nl = True
_STRING = rb'"(?:[^"\\]|\\.)*"'
_FLAT = rb'\{(?:[^"\[\]{}]|' + _STRING + rb")*\}"
_TEXT = re2.compile(_STRING, _OPTIONS)
_UP_TO_BRACKET = re2.compile(rb'(?:[^"\[\]{}]|' + _STRING + rb"|" + _FLAT + rb")*", _OPTIONS)
_IN_TEXT = re2.compile(rb'(?:[^"\\]|\\.)*', _OPTIONS)
_SCALAR = re2.compile(rb"[-+.0-9a-zA-Z]*", _OPTIONS)
_SPACE = re2.compile(rb"[ \t\r\n]*", _OPTIONS)


class Ended(Exception):
    """Nothing more can be read: the text is damaged or cut off here."""

    def __init__(self, fault: Broken) -> None:
        super().__init__(fault.code)
        self.fault = fault


class _TooLong(Exception):
    """A value is longer than may be kept."""


class Walk:
    """The values of the list at ``path``, in order; iterate once.

    ``keep`` names values that stand beside the list or above it (``"eval"``, ``"results.version"``); those that
    come before the list are in ``kept`` when the first value is given out, all of them at the end; those that are
    too large, damaged or there twice are in ``lost`` with the reason. ``bare`` is the name under which values that
    are no objects stand; without it they are faults.
    """

    def __init__(
        self, stream: IO[bytes], path: Sequence[str], keep: Collection[str] = (), bare: str | None = None
    ) -> None:
        self._window = _Window(stream)
        self._path = tuple(path)
        self._keep = frozenset(keep)
        self._bare = bare
        self.kept: dict[str, Any] = {}
        self.lost: dict[str, Broken] = {}
        self.met = False
        """True where the list is there."""
        self._number = 0

    def __iter__(self) -> Iterator[Item]:
        try:
            yield from self._value(())
            if self._window.byte():
                yield self._fault(self._window.unexpected("the end of the file"))
        except Ended as end:
            yield self._fault(end.fault)

    def _fault(self, fault: Broken) -> Item:
        return Item(self._number + 1, {}, fault)

    def _value(self, at: tuple[str, ...]) -> Iterator[Item]:
        if at == self._path and self._window.byte() == b"[":
            if self.met:
                yield self._fault(Broken("S213", {"key": ".".join(at)[:80]}))
            self.met = True
            yield from self._items()
        elif self._path[: len(at)] == at and len(at) < len(self._path) and self._window.byte() == b"{":
            yield from self._names(at)
        elif ".".join(at) in self._keep:
            self._kept(".".join(at))
        else:
            self._window.value(0)

    def _names(self, at: tuple[str, ...]) -> Iterator[Item]:
        for _ in self._window.elements(b"{", b"}"):
            key = self._window.key()
            yield from self._value((*at, key))

    def _items(self) -> Iterator[Item]:
        for _ in self._window.elements(b"[", b"]"):
            self._number += 1
            try:
                content = self._window.value(LONGEST_ROW)
            except _TooLong:
                yield Item(self._number, {}, Broken("S207", {"most": LONGEST_ROW // 2**20}))
                continue
            if self._bare is not None:
                content = b'{"' + self._bare.encode() + b'":' + content + b"}"
            yield parsed(content, self._number)

    def _kept(self, name: str) -> None:
        if name in self.kept or name in self.lost:
            self.lost[name] = Broken("S213", {"key": name[:80]})
        try:
            content = self._window.value(_LARGEST_KEPT)
            self.kept[name] = jsonl.parse(b'{"":' + content + b"}")[""]
        except _TooLong:
            self.lost.setdefault(name, Broken("S207", {"most": _LARGEST_KEPT // 2**20}))
        except jsonl.RowError as error:
            self.lost.setdefault(name, Broken(error.code, error.words))
        if name in self.lost:
            self.kept.pop(name, None)


def parsed(content: bytes, number: int) -> Item:
    """A JSON object as a row, or what is wrong with it."""
    try:
        return Item(number, jsonl.parse(content))
    except jsonl.RowError as error:
        return Item(number, {}, Broken(error.code, error.words))


def names(start: bytes) -> tuple[bytes, list[str]]:
    """The first bracket of a JSON text, and the names of its first object as far as the bytes reach.

    In a list, those of its first object. No bracket: the text is no JSON object or list.
    """
    window = _Window(None, start)
    found: list[str] = []
    try:
        shape = window.byte()
        if shape == b"[":
            window.at += 1
        if shape in (b"{", b"[") and window.byte() == b"{":
            for _ in window.elements(b"{", b"}"):
                found.append(window.key())
                window.value(0)
    except Ended:
        pass
    return (shape if shape in (b"{", b"[") else b""), found


class _Window:
    """The bytes of a stream around the place in hand; it grows for the one value that is kept."""

    def __init__(self, stream: IO[bytes] | None, start: bytes = b"") -> None:
        self._stream = stream
        self._bytes = start
        self._before = 0
        """Bytes of the stream that were let go."""
        self.at = 0

    def _more(self) -> bool:
        """Reads on; False at the end of the stream. What stands before the place in hand is let go."""
        if self._stream is None:
            return False
        try:
            piece = self._stream.read(max(_PIECE, len(self._bytes) - self.at))
        except Unpacked as bound:
            raise Ended(Broken("S215", {"most": bound.most})) from None
        except DAMAGE as error:
            raise Ended(Broken("S214", {"why": str(error)})) from None
        if not piece:
            return False
        self._before += self.at
        self._bytes = self._bytes[self.at :] + piece
        self.at = 0
        return True

    def _cut_off(self) -> Ended:
        return Ended(Broken("S214", {"why": "it ends in the middle of a value"}))

    def byte(self) -> bytes:
        """The next byte that is no space; empty at the end."""
        while True:
            self.at = _SPACE.match(self._bytes, self.at).end()
            if self.at < len(self._bytes):
                return self._bytes[self.at : self.at + 1]
            if not self._more():
                return b""

    def unexpected(self, expected: str) -> Broken:
        """What stands here instead of something else."""
        place = self._before + self.at + 1
        return Broken("S219", {"why": f"at byte {place} {expected} was expected"})

    def elements(self, opening: bytes, closing: bytes) -> Iterator[None]:
        """Stops before each element between two brackets; the caller takes it."""
        self._take(opening, f"'{opening.decode()}'")
        if self.byte() == closing:
            self.at += 1
            return
        while True:
            yield
            if self.byte() == closing:
                self.at += 1
                return
            self._take(b",", f"',' or '{closing.decode()}'")

    def _take(self, byte: bytes, name: str) -> None:
        found = self.byte()
        if not found:
            raise self._cut_off()
        if found != byte:
            raise Ended(self.unexpected(name))
        self.at += 1

    def key(self) -> str:
        """A name and the colon after it."""
        if self.byte() not in (b'"', b""):
            raise Ended(self.unexpected("a name in quotes"))
        try:
            name = json.loads(self.value(_PIECE).decode("utf-8"))
        except (_TooLong, ValueError):
            raise Ended(self.unexpected("a name in quotes")) from None
        self._take(b":", "':'")
        return str(name)

    def value(self, most: int) -> bytes:
        """One value, passed over; its bytes where it is no longer than ``most``.

        Raises:
            _TooLong: it is longer (and ``most`` is not 0); it was passed over.
            Ended: there is none.
        """
        first = self.byte()
        if not first:
            raise self._cut_off()
        if first == b'"':
            return self._text(most)
        if first in (b"{", b"["):
            return self._compound(most)
        end = _SCALAR.match(self._bytes, self.at).end()
        while end == len(self._bytes) and end - self.at < _PIECE:
            length = end - self.at
            if not self._more():
                break
            end = _SCALAR.match(self._bytes, self.at + length).end()
        if end == self.at:
            raise Ended(self.unexpected("a value"))
        return self._taken(end, most)

    def _taken(self, end: int, most: int) -> bytes:
        content = self._bytes[self.at : end] if most else b""
        self.at = end
        if len(content) > most:
            raise _TooLong
        return content

    def _text(self, most: int) -> bytes:
        while True:
            found = _TEXT.match(self._bytes, self.at)
            if found:
                return self._taken(found.end(), most)
            if len(self._bytes) - self.at > max(most, _PIECE):
                self._pass_text()
                if most:
                    raise _TooLong
                return b""
            if not self._more():
                raise self._cut_off()

    def _pass_text(self) -> None:
        """Goes behind the quote that closes a text of any length."""
        self.at += 1
        while True:
            self.at = _IN_TEXT.match(self._bytes, self.at).end()
            if self._bytes[self.at : self.at + 1] == b'"':
                self.at += 1
                return
            if not self._more():
                raise self._cut_off()

    def _compound(self, most: int) -> bytes:
        depth, end, lost = 1, self.at + 1, False
        while True:
            end = _UP_TO_BRACKET.match(self._bytes, end).end()
            here = self._bytes[end : end + 1]
            if here in (b"", b'"'):
                if end - self.at > max(most, _PIECE):
                    self.at, lost = end, True
                if here and len(self._bytes) - end > max(most, _PIECE):
                    self.at, lost = end, True
                    self._pass_text()
                    end = self.at
                    continue
                passed = end - self.at
                if not self._more():
                    raise self._cut_off()
                end = self.at + passed
                continue
            depth += 1 if here in (b"{", b"[") else -1
            if depth > DEEPEST:
                raise Ended(Broken("S217", {}))
            end += 1
            if depth == 0:
                break
        if lost:
            self.at = end
            if most:
                raise _TooLong
            return b""
        return self._taken(end, most)
