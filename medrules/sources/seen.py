"""Tells whether an id was met before, and how often, in bounded memory."""

from __future__ import annotations

import sqlite3
from array import array
from hashlib import blake2b

IN_MEMORY = 2**20
"""Ids that are kept in memory, in 16 to 32 bytes each; those after them go to a temporary file."""
COUNTED_IN_MEMORY = 2**17
"""Ids that are counted in memory, in about 100 bytes each."""
_CACHE = "PRAGMA cache_size=-8192"
"""Kilobytes of that file that are held in memory."""


def _digest(id_: str) -> int:
    """Never 0."""
    return int.from_bytes(blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") or 1


def _on_disk(table: str) -> sqlite3.Connection:
    """A database without a name: a file that the system deletes with the process, or when it is let go."""
    made = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    for statement in ("PRAGMA journal_mode=OFF", _CACHE, f"CREATE TABLE {table}"):
        made.execute(statement)
    made.execute("BEGIN")
    return made


class Seen:
    """A set of ids, kept as 64-bit digests in an open-addressing table, and beyond its bound on the disk.

    Two different ids of one digest would be taken for the same: at ten million ids the chance of one such pair is
    three in a million, and the row would be shown as a duplicate, never dropped.
    """

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * 1024))
        self._count = 0
        self._disk: sqlite3.Connection | None = None

    def add(self, id_: str) -> bool:
        """True where the id is new."""
        digest = _digest(id_)
        slot = self._slot(digest)
        if self._table[slot] == digest:
            return False
        if self._count >= IN_MEMORY:
            return self._add_to_disk(digest)
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

    def _add_to_disk(self, digest: int) -> bool:
        if self._disk is None:
            self._disk = _on_disk("seen (digest INTEGER PRIMARY KEY)")
        signed = digest - 2**63
        return self._disk.execute("INSERT OR IGNORE INTO seen VALUES (?)", (signed,)).rowcount == 1

    def __del__(self) -> None:
        if self._disk is not None:
            self._disk.close()


class Counted:
    """How often each id was met: a dictionary of digests, and beyond its bound a table on the disk."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._disk: sqlite3.Connection | None = None

    def add(self, id_: str) -> int:
        """How often the id was met, this time among them."""
        digest = _digest(id_)
        if digest in self._counts or len(self._counts) < COUNTED_IN_MEMORY:
            self._counts[digest] = count = self._counts.get(digest, 0) + 1
            return count
        if self._disk is None:
            self._disk = _on_disk("counted (digest INTEGER PRIMARY KEY, count INTEGER)")
        key = (digest - 2**63,)
        self._disk.execute("INSERT OR IGNORE INTO counted VALUES (?, 0)", key)
        self._disk.execute("UPDATE counted SET count = count + 1 WHERE digest = ?", key)
        (found,) = self._disk.execute("SELECT count FROM counted WHERE digest = ?", key).fetchone()
        return int(found)

    def __del__(self) -> None:
        if self._disk is not None:
            self._disk.close()
