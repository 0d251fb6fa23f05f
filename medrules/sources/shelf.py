"""Rows of a second file by their key, on disk, so that a join of any size needs no memory."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


class Ambiguous(Exception):
    """Two different rows stand under one key."""


class Shelf:
    """Keeps rows by key in a database without a name, which the system deletes with the process."""

    def __init__(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
        self._database = sqlite3.connect("")
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("CREATE TABLE shelf (key TEXT PRIMARY KEY, row TEXT) WITHOUT ROWID")
        self._database.executemany(
            "INSERT INTO shelf VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET row = NULL WHERE row IS NOT excluded.row",
            ((_key(key), json.dumps(row, ensure_ascii=True)) for key, row in rows),
        )

    def get(self, key: str) -> dict[str, Any] | None:
        """The row of a key.

        Raises:
            Ambiguous: there are several, and they differ.
        """
        found = self._database.execute("SELECT row FROM shelf WHERE key = ?", (_key(key),)).fetchone()
        if found is None:
            return None
        if found[0] is None:
            raise Ambiguous
        row: dict[str, Any] = json.loads(found[0])
        return row

    def close(self) -> None:
        """Lets the rows go."""
        self._database.close()


def _key(key: str) -> str:
    return key.encode("utf-8", "replace").decode("utf-8")
