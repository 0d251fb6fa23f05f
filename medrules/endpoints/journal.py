"""The journal of a run: every reply is on disk before it counts, and a run that was killed goes on from there."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from medrules.endpoints.problems import AskingError, problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_KIND = "medrules ask 1"
_NAMES = frozenset(
    {"sample", "turn", "state", "text", "finish_reason", "tokens", "answered_by", "id", "error", "at", "seconds"}
    | {"attempts"}
)
"""Of the line of a reply."""
Entry = dict[str, Any]


class Journal:
    """An append-only file: the lock in its first line, then one line for each reply, in the order they came.

    A line counts when its line break is on disk; one that could not be written whole, as on a full disk, is taken
    back. Of several for one question the last counts.
    """

    def __init__(self, path: Path, lock: Mapping[str, str]) -> None:
        """Open, or begin, a journal.

        Raises:
            AskingError: another plan was begun here (A201), it is damaged (A202), or another run writes it (A203).
        """
        self.path = path
        self._offsets: dict[tuple[int, int], int] = {}
        new = not path.exists()
        # Written without a buffer: what one kept of a write that failed would come later, behind another's line.
        self._end = path.open("ab", buffering=0)
        self._file: IO[bytes] = path.open("rb")
        try:
            self._alone()
            self._read(lock)
        except BaseException:
            self.close()
            raise
        if new:
            sync_folder(path.parent)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        self._end.close()

    def __len__(self) -> int:
        return len(self._offsets)

    def has(self, sample: int, turn: int) -> bool:
        """Whether a question was answered, or failed for good."""
        return (sample, turn) in self._offsets

    def get(self, sample: int, turn: int) -> Entry | None:
        """What became of a question; None: nothing yet."""
        at = self._offsets.get((sample, turn))
        if at is None:
            return None
        self._file.seek(at)
        entry: Entry = json.loads(self._file.readline())
        return entry

    def put(self, entry: Entry) -> None:
        """Keep what became of a question; on disk when this returns."""
        self._offsets[entry["sample"], entry["turn"]] = self._write(entry)

    def _write(self, line: Mapping[str, Any]) -> int:
        """Puts a line at the end, on disk; gives where it begins. Half of one would spoil the line after it."""
        at = self._end.seek(0, os.SEEK_END)
        left = as_line(line)
        try:
            while left:
                left = left[self._end.write(left) or 0 :]
            os.fsync(self._end.fileno())
        except BaseException:
            self._end.truncate(at)
            raise
        return at

    def _alone(self) -> None:
        """Makes sure that nobody else writes this journal; the system lets go when the process ends."""
        try:
            import fcntl
        except ImportError:  # Not on Windows.
            return
        try:
            fcntl.flock(self._end, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AskingError(problem("A203", path=self.path)) from None

    def _read(self, lock: Mapping[str, str]) -> None:
        self._file.seek(0)
        at = 0
        begun = False
        for number, line in enumerate(self._file, 1):
            if not line.endswith(b"\n"):
                break
            entry = self._entry(line)
            if entry is None and self._file.peek(1)[:1] == b"":  # type: ignore[attr-defined]
                break
            if entry is None:
                raise self._damaged(f"line {number} is no line of a journal")
            if not begun:
                self._check(entry, lock)
                begun = True
            else:
                self._keep(entry, at, number)
            at += len(line)
        self._end.truncate(at)
        if not begun:
            self._write({"kind": _KIND, "lock": dict(lock)})

    def _entry(self, line: bytes) -> Entry | None:
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            return None
        return entry if isinstance(entry, dict) else None

    def _check(self, head: Entry, lock: Mapping[str, str]) -> None:
        begun = head.get("lock")
        if head.get("kind") != _KIND or not isinstance(begun, dict):
            raise self._damaged("it is no journal of medrules ask")
        changed = [name for name in {**begun, **lock} if begun.get(name) != lock.get(name)]
        if changed:
            raise AskingError(problem("A201", path=self.path, what=", ".join(changed)))

    def _keep(self, entry: Entry, at: int, number: int) -> None:
        sample, turn = entry.get("sample"), entry.get("turn")
        if not isinstance(sample, int) or not isinstance(turn, int):
            raise self._damaged(f"line {number} does not say which question it is about")
        if lacking := sorted(_NAMES - set(entry)):
            raise self._damaged(f"line {number} has no '{lacking[0]}'")
        if (entry["text"] is None) is not (entry["state"] == "failed"):
            raise self._damaged(f"line {number} is neither an answer nor a failure")
        self._offsets[sample, turn] = at

    def _damaged(self, why: str) -> AskingError:
        return AskingError(problem("A202", path=self.path, why=why))


def as_line(fields: Mapping[str, Any]) -> bytes:
    """Plain data as one line of JSON; where it holds characters that a terminal acts on, in ASCII alone."""
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    if not text.isprintable():
        text = json.dumps(fields, separators=(",", ":"))
    return text.encode() + b"\n"


def sync_folder(folder: Path) -> None:
    """Makes a file's new name last, where the system can be asked for that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
