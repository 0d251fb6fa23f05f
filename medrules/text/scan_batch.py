"""A batch of texts as one array of words: cut by numpy in the joined bytes, each distinct chunk once in Python.

A chunk (see ``medrules.text.words.CHUNK``) of up to 16 bytes is two 64-bit numbers, which are compared whole: no
hash is trusted. Longer ones go through a dictionary.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from medrules.text.scan_forms import Forms
from medrules.text.words import Words, pieces, without_written_breaks

Ints = npt.NDArray[np.int64]
MOST_CHUNKS = 400_000
"""Chunks that are remembered; beyond that the memory of a long run would grow with it."""
_PAD = b"\0" * 16
_WORD, _DIGIT, _APOSTROPHE, _POINT = 1, 2, 4, 8
_KINDS = np.zeros(256, np.uint8)
_KINDS[[*b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"]] = _WORD
_KINDS[[*b"0123456789", *range(0x80, 0x100)]] = _WORD | _DIGIT
_KINDS[ord("'")] = _APOSTROPHE
_KINDS[[ord("."), ord(",")]] = _POINT
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)
_MIX_LOW, _MIX_HIGH = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_ENCODING, _ERRORS = "utf-8", "surrogatepass"


class Batch:
    """The words of a batch of texts.

    Args:
        texts: the untouched texts.
        joined: the same as UTF-8, one after the other; ``origins`` are their first bytes.
        words: as the attributes ``numbers``, ``starts`` and ``ends``.
        forms: what ``numbers`` number.

    Attributes:
        numbers: the number of each word's form (``Forms``).
        starts: the first byte of each word in the joined texts; ``ends`` the byte after its last.
        bounds: the position of each text's first word, and at the end the number of words.
    """

    def __init__(
        self,
        texts: Sequence[str],
        joined: bytes,
        *,
        origins: Ints,
        words: tuple[Ints, Ints, Ints],
        forms: Forms,
    ) -> None:
        self.texts = texts
        self.numbers, self.starts, self.ends = words
        self._joined = joined
        self._origins = origins
        self._forms = forms
        self.bounds: list[int] = [*np.searchsorted(self.starts, origins).tolist(), len(self.numbers)]
        self._words: dict[int, Words] = {}

    @cached_property
    def numbers_list(self) -> list[int]:
        """``numbers`` as a list."""
        found: list[int] = self.numbers.tolist()
        return found

    def words(self, text: int, /) -> Words:
        """The words of one text, with character offsets."""
        found = self._words.get(text)
        if found is None:
            first, last = self.bounds[text], self.bounds[text + 1]
            forms, starts, ends = self._in_characters
            found = Words(self.texts[text], forms[first:last], starts[first:last], ends[first:last])
            self._words[text] = found
        return found

    @cached_property
    def _in_characters(self) -> tuple[list[str], list[int], list[int]]:
        """Of all words the forms, and the first and last characters in their texts."""
        begun = (np.frombuffer(self._joined, np.uint8) & 0xC0) != 0x80
        before = np.cumsum(begun) - begun  # characters that begin before a byte
        counts = np.diff(np.array(self.bounds))
        origins = np.repeat(before[self._origins], counts)
        forms = self._forms.forms
        found = [forms[number] for number in self.numbers_list]
        return found, (before[self.starts] - origins).tolist(), (before[self.ends] - origins).tolist()


class OneText:
    """One text whose words are cut already, as a batch."""

    def __init__(self, words: Words, forms: Forms) -> None:
        self.texts = [words.source]
        self.numbers_list = [forms.number(form) for form in words.forms]
        self.numbers = np.array(self.numbers_list, np.int64)
        self.bounds = [0, len(self.numbers_list)]
        self._words = words

    def words(self, _text: int, /) -> Words:
        """Its words."""
        return self._words


class Cutter:
    """Cuts batches; remembers every chunk that it has seen."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._chunks: dict[bytes, int] = {}
        self._firsts: list[int] = [0]
        self._piece_numbers: list[int] = []
        self._piece_starts: list[int] = []
        self._piece_ends: list[int] = []
        self._arrays: tuple[Ints, Ints, Ints, Ints] | None = None
        self._resize(1 << 14)

    @property
    def full(self) -> bool:
        """Whether the table of chunks should be begun anew before the next batch."""
        return len(self._chunks) >= MOST_CHUNKS

    def cut(self, texts: Sequence[str]) -> Batch:
        """The words of these texts."""
        encoded = [without_written_breaks(text).encode(_ENCODING, _ERRORS) for text in texts]
        joined = b"\n".join(encoded) + b"\n" + _PAD
        sizes = np.fromiter((len(text) + 1 for text in encoded), np.int64, len(encoded))
        origins = (
            np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)[:-1])) if texts else np.zeros(0, np.int64)
        )
        starts, ends = _chunk_bounds(joined)
        chunks = self._look_up(joined.lower(), starts, ends)
        return Batch(texts, joined, origins=origins, words=self._pieces(chunks, starts), forms=self._forms)

    def _pieces(self, chunks: Ints, starts: Ints) -> tuple[Ints, Ints, Ints]:
        """The words of chunks in their order: numbers of their forms, first bytes, bytes after the last."""
        if self._arrays is None:
            lists = (self._firsts, self._piece_numbers, self._piece_starts, self._piece_ends)
            self._arrays = tuple(np.array(values, np.int64) for values in lists)  # type: ignore[assignment]
        assert self._arrays is not None  # noqa: S101
        firsts, numbers, piece_starts, piece_ends = self._arrays
        first = firsts[chunks]
        counts = firsts[chunks + 1] - first
        if len(counts) and (counts != 1).any():
            before = np.cumsum(counts) - counts
            first = np.repeat(first - before, counts) + np.arange(int(counts.sum()))
            starts = np.repeat(starts, counts)
        return numbers[first], starts + piece_starts[first], starts + piece_ends[first]

    def _look_up(self, lower: bytes, starts: Ints, ends: Ints) -> Ints:
        """The number of each chunk."""
        sizes = ends - starts
        view = np.ndarray((len(lower) - 7,), "<u8", lower, strides=(1,))
        low = view[starts] & _MASKS[np.minimum(sizes, 8)]
        high = view[np.minimum(starts + 8, len(view) - 1)] & _MASKS[np.clip(sizes - 8, 0, 8)]
        found = np.full(len(starts), -1, np.int64)
        left = np.flatnonzero(sizes <= 16)
        slots = (((low * _MIX_LOW) ^ (high * _MIX_HIGH)) >> self._shift).astype(np.int64)[left]
        for step in range(_PROBES):
            at = (slots + step) & self._mask
            same = (self._low[at] == low[left]) & (self._high[at] == high[left])
            found[left[same]] = self._slots[at[same]]
            left, slots = left[~same], slots[~same]
            if not len(left):
                break
        for place in np.flatnonzero(found < 0).tolist():
            found[place] = self._chunk(lower[starts[place] : ends[place]])
        return found

    def _chunk(self, chunk: bytes) -> int:
        """The number of one chunk, entered at first sight."""
        number = self._chunks.get(chunk)
        if number is None:
            number = self._chunks[chunk] = len(self._chunks)
            self._enter_pieces(chunk)
            if len(chunk) <= 16:
                if len(self._chunks) * 3 > self._mask:
                    self._resize((self._mask + 1) * 4)
                else:
                    self._enter(chunk, number)
        return number

    def _enter_pieces(self, chunk: bytes) -> None:
        text = chunk.decode(_ENCODING, _ERRORS)
        for start, end, form in pieces(text):
            self._piece_numbers.append(self._forms.number(form))
            self._piece_starts.append(len(text[:start].encode(_ENCODING, _ERRORS)))
            self._piece_ends.append(len(text[:end].encode(_ENCODING, _ERRORS)))
        self._firsts.append(len(self._piece_numbers))
        self._arrays = None

    def _resize(self, size: int) -> None:
        self._mask = size - 1
        self._shift = np.uint64(64 - size.bit_length() + 1)
        self._low, self._high = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
        self._slots = np.zeros(size, np.int64)
        for chunk, number in self._chunks.items():
            if len(chunk) <= 16:
                self._enter(chunk, number)

    def _enter(self, chunk: bytes, number: int) -> None:
        low, high = int.from_bytes(chunk[:8], "little"), int.from_bytes(chunk[8:], "little")
        mixed = (low * int(_MIX_LOW)) & _ALL_BITS ^ (high * int(_MIX_HIGH)) & _ALL_BITS
        slot = mixed >> int(self._shift)
        for step in range(_PROBES):
            at = (slot + step) & self._mask
            if not self._low[at]:
                self._low[at], self._high[at], self._slots[at] = low, high, number
                return


_ALL_BITS = (1 << 64) - 1
_PROBES = 6
"""Slots that are tried; a chunk that finds no room in them is looked up in the dictionary each time."""


def _chunk_bounds(joined: bytes) -> tuple[Ints, Ints]:
    """The first bytes of all chunks and the bytes after their last, as ``CHUNK`` finds them in characters."""
    kinds = _KINDS[np.frombuffer(joined, np.uint8)]
    inside = (kinds & _WORD).astype(np.bool_)
    joins = np.flatnonzero(kinds & (_APOSTROPHE | _POINT))
    joins = joins[joins > 0]
    wanted = np.where(kinds[joins] & _APOSTROPHE, _WORD, _DIGIT)
    inside[joins[((kinds[joins - 1] & wanted) != 0) & ((kinds[joins + 1] & wanted) != 0)]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.concatenate(([0], edges))
    return edges[0::2], edges[1::2]
