"""A batch of texts as one array of words: cut by numpy in the joined bytes, each distinct chunk once in Python.

What a chunk is stands at ``medrules.text.words.CHUNK``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from medrules.text.scan_chunks import ChunkTable
from medrules.text.scan_forms import Forms
from medrules.text.scan_growing import Growing
from medrules.text.words import Words, pieces

Ints = npt.NDArray[np.int64]
MOST_CHUNKS = 60_000
"""Chunks that are remembered; beyond that the memory of a long run would grow with it."""
_PAD = b"\0" * 24
_WORD, _DIGIT, _APOSTROPHE, _POINT = 1, 2, 4, 8
_KINDS = np.zeros(256, np.uint8)
_KINDS[[*b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"]] = _WORD
_KINDS[[*b"0123456789", *range(0x80, 0x100)]] = _WORD | _DIGIT
_KINDS[ord("'")] = _APOSTROPHE
_KINDS[[ord("."), ord(",")]] = _POINT
_ENCODING, _ERRORS = "utf-8", "surrogatepass"
_WRITTEN_BREAK = b"\\n"


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

    def words(self, text: int, /) -> Words:
        """The words of one text, with character offsets."""
        first, last = self.bounds[text], self.bounds[text + 1]
        forms = self._forms.forms
        return Words(
            self.texts[text],
            [forms[number] for number in self.numbers[first:last].tolist()],
            self._characters(text, self.starts[first:last]),
            self._characters(text, self.ends[first:last]),
        )

    def span(self, text: int, first: int, last: int, /) -> tuple[int, int]:
        """The characters from one word of a text to another (``last`` exclusive), without those between."""
        origin = self.bounds[text]
        start, end = int(self.starts[origin + first]), int(self.ends[origin + last - 1])
        begun = int(self._origins[text])
        if self.texts[text].isascii():
            return start - begun, end - begun
        before = len(self._joined[begun:start].decode(_ENCODING, _ERRORS))
        return before, before + len(self._joined[start:end].decode(_ENCODING, _ERRORS))

    def _characters(self, text: int, places: Ints) -> list[int]:
        """Bytes of the joined texts as characters of this one."""
        origin = int(self._origins[text])
        if self.texts[text].isascii():
            found: list[int] = (places - origin).tolist()
            return found
        end = int(self._origins[text + 1]) if text + 1 < len(self._origins) else len(self._joined)
        begun = (np.frombuffer(self._joined, np.uint8)[origin:end] & 0xC0) != 0x80
        before = np.cumsum(begun) - begun  # characters that begin before a byte
        counted: list[int] = before[places - origin].tolist()
        return counted


class OneText:
    """One text whose words are cut already, as a batch."""

    def __init__(self, words: Words, forms: Forms) -> None:
        self.texts = [words.source]
        self.numbers = np.array([forms.number(form) for form in words.forms], np.int64)
        self.bounds = [0, len(self.numbers)]
        self._words = words

    def words(self, _text: int, /) -> Words:
        """Its words."""
        return self._words

    def span(self, _text: int, first: int, last: int, /) -> tuple[int, int]:
        """The characters from one word to another (``last`` exclusive)."""
        return self._words.starts[first], self._words.ends[last - 1]


class Cutter:
    """Cuts batches; remembers every chunk that it has seen."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._chunks = ChunkTable()
        self._whole = Growing()
        """For each chunk the number of its form where it is one word from end to end, else -1."""
        self._firsts, self._piece_numbers = Growing(), Growing()
        self._piece_starts, self._piece_ends = Growing(), Growing()
        self._firsts.append(0)

    @property
    def full(self) -> bool:
        """Whether the table of chunks should be begun anew before the next batch."""
        return len(self._chunks) >= MOST_CHUNKS

    def cut(self, texts: Sequence[str]) -> Batch:
        """The words of these texts."""
        encoded = [text.encode(_ENCODING, _ERRORS) for text in texts]
        joined = b"".join((b"\n".join(encoded), b"\n", _PAD))
        if _WRITTEN_BREAK in joined:
            joined = joined.replace(_WRITTEN_BREAK, b"  ")  # as ``without_written_breaks``
        origins = np.zeros(len(texts), np.int64)
        np.cumsum([len(text) + 1 for text in encoded[:-1]], out=origins[1:])
        starts, ends = _chunk_bounds(joined)
        words = self._words(self._look_up(joined.lower(), starts, ends), starts, ends)
        return Batch(texts, joined, origins=origins, words=words, forms=self._forms)

    def _words(self, chunks: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
        """The words of chunks in their order: numbers of their forms, first bytes, bytes after the last."""
        numbers = self._whole.array.take(chunks)
        parted = np.flatnonzero(numbers < 0)
        if not len(parted):
            return numbers, starts, ends
        firsts = self._firsts.array
        counts = np.ones(len(chunks), np.int64)
        counts[parted] = firsts[chunks[parted] + 1] - firsts[chunks[parted]]
        places = np.cumsum(counts) - counts
        whole = np.repeat(np.arange(len(chunks)), counts)
        numbers, starts, ends = numbers[whole], starts[whole], ends[whole]
        sizes = counts[parted]
        nth = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        at = np.repeat(places[parted], sizes) + nth
        piece = np.repeat(firsts[chunks[parted]], sizes) + nth
        numbers[at] = self._piece_numbers.array[piece]
        ends[at] = starts[at] + self._piece_ends.array[piece]
        starts[at] += self._piece_starts.array[piece]
        return numbers, starts, ends

    def _look_up(self, lower: bytes, starts: Ints, ends: Ints) -> Ints:
        """The number of each chunk, those not seen before entered."""
        found = self._chunks.find(lower, starts, ends - starts)
        for place in np.flatnonzero(found < 0).tolist():
            chunk = lower[starts[place] : ends[place]]
            number = self._chunks.numbers.get(chunk)
            if number is None:
                number = self._chunks.enter(chunk)
                self._enter_pieces(chunk)
            found[place] = number
        return found

    def _enter_pieces(self, chunk: bytes) -> None:
        text = chunk.decode(_ENCODING, _ERRORS)
        found = pieces(text)
        whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(text)
        self._whole.append(self._forms.number(found[0].form) if whole else -1)
        for start, end, form in found:
            self._piece_numbers.append(self._forms.number(form))
            self._piece_starts.append(len(text[:start].encode(_ENCODING, _ERRORS)))
            self._piece_ends.append(len(text[:end].encode(_ENCODING, _ERRORS)))
        self._firsts.append(len(self._piece_numbers))


def _chunk_bounds(joined: bytes) -> tuple[Ints, Ints]:
    """The first bytes of all chunks and the bytes after their last, as ``CHUNK`` finds them in characters."""
    kinds = np.frombuffer(joined.translate(_KINDS.tobytes()), np.uint8)
    inside = (kinds & _WORD).view(np.bool_)
    joins = np.flatnonzero((kinds & (_APOSTROPHE | _POINT)) != 0)
    joins = joins[joins > 0]
    wanted = np.where(kinds[joins] & _APOSTROPHE, _WORD, _DIGIT).astype(np.uint8)
    inside[joins[((kinds[joins - 1] & wanted) != 0) & ((kinds[joins + 1] & wanted) != 0)]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.concatenate(([0], edges))
    return edges[0::2], edges[1::2]
