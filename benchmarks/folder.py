"""The folder of labelled files: which are there, their rows, and which rows are left out of development."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]


def is_left_out(key: str) -> bool:
    """Whether rows of this case (or answer) are kept back while cues are written: about a third are."""
    return hashlib.sha256(key.encode()).digest()[0] % 3 == 0


def case_key(record: Record) -> str:
    """The case that a row belongs to, or the answer's own id where it names none."""
    return str((record.get("meta") or {}).get("case_id") or record["id"])


class Folder:
    """Labelled files by their names. A file that is absent is not an error: its sets are skipped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._indexed: dict[str, dict[str, Record]] = {}

    def file(self, name: str) -> Path | None:
        """The file of a set (``NAME.jsonl`` or ``NAME.jsonl.gz``), None where it is absent."""
        for candidate in (self.path / f"{name}.jsonl", self.path / f"{name}.jsonl.gz"):
            if candidate.is_file():
                return candidate
        return None

    def rows(self, name: str) -> Iterator[Record]:
        """The rows of a set in the order of the file; nothing where the file is absent."""
        path = self.file(name)
        if path is None:
            return
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as lines
        ):
            for line in lines:
                if line.strip():
                    yield json.loads(line)

    def by_id(self, name: str) -> Mapping[str, Record]:
        """The rows of a set by id, read once: for sets that hold labels of another set's answers."""
        if name not in self._indexed:
            self._indexed[name] = {row["id"]: row for row in self.rows(name)}
        return self._indexed[name]

    @cached_property
    def present(self) -> frozenset[str]:
        """Names of the sets whose files are there."""
        return frozenset(path.name.split(".")[0] for path in self.path.glob("*.jsonl*"))
