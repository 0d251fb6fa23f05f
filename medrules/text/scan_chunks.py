"""The table of chunks seen: looks up all chunks of a batch at once, by numpy.

A chunk of up to 8 bytes is one 64-bit number, one of up to 16 two, which are compared whole: no hash is trusted.
Longer ones are left to a dictionary.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Words64 = npt.NDArray[np.uint64]
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)
_MIX_LOW, _MIX_HIGH = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
_ALL_BITS = (1 << 64) - 1
_PROBES = 6
"""Slots that are tried; a chunk that finds no room in them is looked up in the dictionary each time."""
_SMALLEST = 1 << 14


class ChunkTable:
    """Chunks by number, in the order in which they were entered."""

    def __init__(self) -> None:
        self.numbers: dict[bytes, int] = {}
        self._short, self._long = _Slots(), _Slots()

    def __len__(self) -> int:
        return len(self.numbers)

    def enter(self, chunk: bytes) -> int:
        """The number of a chunk that was not entered before."""
        number = self.numbers[chunk] = len(self.numbers)
        if len(chunk) <= 16:
            low, high = int.from_bytes(chunk[:8], "little"), int.from_bytes(chunk[8:], "little")
            (self._long if len(chunk) > 8 else self._short).enter(low, high, number)
        return number

    def find(self, joined: bytes, starts: Ints, sizes: Ints) -> Ints:
        """The number of each chunk, -1 for those to be looked for in the dictionary.

        Args:
            joined: lower-case text; at least 16 bytes stand behind the last chunk.
            starts: the first byte of each chunk.
            sizes: its bytes.
        """
        view = np.ndarray((len(joined) - 7,), "<u8", joined, strides=(1,))
        low = view.take(starts)
        low &= _MASKS.take(sizes, mode="clip")
        found = self._short.find(low, None)
        longer = np.flatnonzero(sizes > 8)
        if len(longer):
            high = view.take(starts[longer] + 8)
            high &= _MASKS.take(sizes[longer] - 8, mode="clip")
            of_longer = self._long.find(low[longer], high)
            of_longer[sizes[longer] > 16] = -1
            found[longer] = of_longer
        return found


class _Slots:
    """An open table from two 64-bit numbers, of which the first is not 0, to a number."""

    def __init__(self) -> None:
        self._size = 0
        self._allot(_SMALLEST)

    def _allot(self, slots: int) -> None:
        self._mask = slots - 1
        self._shift = 64 - slots.bit_length() + 1
        self._low, self._high = np.zeros(slots, np.uint64), np.zeros(slots, np.uint64)
        self._numbers = np.full(slots, -1, np.int64)

    def enter(self, low: int, high: int, number: int) -> None:
        """Keeps a number; the table grows before it is a third full."""
        self._size += 1
        if self._size * 3 > self._mask:
            entries = (self._low, self._high, self._numbers)
            kept = np.flatnonzero(self._low)
            self._allot((self._mask + 1) * 4)
            for entry in zip(*(column[kept].tolist() for column in entries), strict=True):
                self._put(*entry)
        self._put(low, high, number)

    def _put(self, low: int, high: int, number: int) -> None:
        slot = (((low * _MIX_LOW) ^ (high * _MIX_HIGH)) & _ALL_BITS) >> self._shift
        for step in range(_PROBES):
            at = (slot + step) & self._mask
            if not self._low[at]:
                self._low[at], self._high[at], self._numbers[at] = low, high, number
                return

    def find(self, low: Words64, high: Words64 | None) -> Ints:
        """The number of each, -1 for what is not found; without ``high`` it is 0 for all."""
        mixed = low * np.uint64(_MIX_LOW)
        if high is not None:
            mixed ^= high * np.uint64(_MIX_HIGH)
        mixed >>= np.uint64(self._shift)
        slots = mixed.view(np.int64)
        found = self._numbers.take(slots)
        same = self._low.take(slots) == low
        if high is not None:
            same &= self._high.take(slots) == high
        left = np.flatnonzero(~same)
        for step in range(1, _PROBES):
            if not len(left):
                return found
            at = (slots[left] + step) & self._mask
            same = self._low[at] == low[left]
            if high is not None:
                same &= self._high[at] == high[left]
            found[left] = np.where(same, self._numbers[at], -1)
            left = left[~same]
        return found
