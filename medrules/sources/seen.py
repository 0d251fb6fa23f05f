"""Tells whether an id was met before, in 16 bytes an id."""

from __future__ import annotations

from array import array
from hashlib import blake2b


class Seen:
    """A set of ids, kept as 64-bit digests in an open-addressing table.

    Two different ids of one digest would be taken for the same: at ten million ids the chance of one such pair is
    three in a million, and the row would be shown as a duplicate, never dropped.
    """

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * 1024))
        self._count = 0

    def add(self, id_: str) -> bool:
        """True where the id is new."""
        digest = (
            int.from_bytes(blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") or 1
        )
        slot = self._slot(digest)
        if self._table[slot] == digest:
            return False
        self._table[slot] = digest
        self._count += 1
        if 2 * self._count > len(self._table):
            self._grow()
        return True

    def _slot(self, digest: int) -> int:
        mask = len(self._table) - 1
        slot = digest & mask
        while self._table[slot] not in (0, digest):
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        old = self._table
        self._table = array("Q", bytes(16 * len(old)))
        for digest in old:
            if digest:
                self._table[self._slot(digest)] = digest
