"""The journal: what is in it stays, a torn end is mended, and anything else that is wrong is said."""

from __future__ import annotations

import errno
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medrules.endpoints.journal import Journal, as_line
from medrules.endpoints.problems import AskingError

LOCK = {"the template": "1"}


def entry(sample: int, turn: int, text: str = "Rest.") -> dict[str, object]:
    named = {"state": "answered", "finish_reason": "stop", "tokens": None, "answered_by": None, "id": None}
    took = {"error": None, "at": "2026-11-23T10:00:00+00:00", "seconds": 0.1, "attempts": 1}
    return {"sample": sample, "turn": turn, "text": text, **named, **took}


def test_what_is_put_is_there_after_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path, LOCK) as journal:
        journal.put(entry(3, 0))
        journal.put(entry(1, 0))
        journal.put(entry(1, 0, "Later."))
        assert journal.get(3, 0) == entry(3, 0)
    with Journal(path, LOCK) as journal:
        assert len(journal) == 2
        assert journal.get(1, 0) == entry(1, 0, "Later."), "the last counts"
        assert not journal.has(2, 0)
        assert journal.get(2, 0) is None
        journal.put(entry(2, 0))
        assert journal.get(3, 0) == entry(3, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(cut=st.integers(0, 10_000), garbage=st.sampled_from([b"", b"\x00" * 9, b'{"sample": 9, "turn"', b"\n"]))
def test_cut_anywhere(cut: int, garbage: bytes, tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.unlink(missing_ok=True)
    with Journal(path, LOCK) as journal:
        for number in range(4):
            journal.put(entry(number, 0, "é" * number))
    whole = path.read_bytes()
    cut %= len(whole) + 1
    path.write_bytes(whole[:cut] + garbage)
    with Journal(path, LOCK) as journal:
        lasting = whole[:cut].count(b"\n") - 1
        assert len(journal) >= max(lasting, 0)
        for number in range(4):
            found = journal.get(number, 0)
            assert found is None or found == entry(number, 0, "é" * number)
            journal.put(entry(number, 0, "é" * number))
    with Journal(path, LOCK) as journal:
        assert len(journal) == 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda lines: [b'{"kind": "another"}\n', *lines[1:]], "A202"),
        (lambda lines: [lines[0], b"[1]\n", *lines[1:]], "A202"),
        (lambda lines: [lines[0], b'{"sample": "x", "turn": 0}\n', *lines[1:]], "A202"),
        (lambda lines: [lines[0], b'{"sample": 0, "turn": 0}\n', *lines[1:]], "A202"),
        (lambda lines: [lines[0], lines[1].replace(b'"Rest."', b"null"), *lines[2:]], "A202"),
        (lambda lines: [lines[0].replace(b'"1"', b'"2"'), *lines[1:]], "A201"),
        (lambda lines: [lines[0].replace(b"the template", b"the system prompt"), *lines[1:]], "A201"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(change: object, code: str, tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path, LOCK) as journal:
        journal.put(entry(0, 0))
        journal.put(entry(1, 0))
    changed = b"".join(change(path.read_bytes().splitlines(keepends=True)))  # type: ignore[operator]
    path.write_bytes(changed)
    with pytest.raises(AskingError) as failed:
        Journal(path, LOCK)
    assert [problem.code for problem in failed.value.problems] == [code]
    assert path.read_bytes() == changed


class FullDisk(io.FileIO):
    """Takes half of a line, then no more."""

    full = False

    def write(self, content: Any, /) -> int:
        if not self.full:
            return super().write(content)
        if len(content) < 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content[: len(content) // 2])


def test_a_line_that_could_not_be_written_whole_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "j"
    with Journal(path, LOCK) as journal:
        journal.put(entry(0, 0))
        journal._end.close()
        journal._end = disk = FullDisk(path, "ab")
        disk.full = True
        with pytest.raises(OSError, match="space"):
            journal.put(entry(1, 0))
        assert not journal.has(1, 0)
        disk.full = False
        journal.put(entry(2, 0))
        assert journal.get(2, 0) == entry(2, 0)
    with Journal(path, LOCK) as journal:
        assert [number for number in range(3) if journal.has(number, 0)] == [0, 2]


@given(st.text())
def test_a_line_is_one_line_and_does_nothing_to_a_terminal(text: str) -> None:
    line = as_line({"text": text})
    assert line.count(b"\n") == 1
    assert line.decode("utf-8")[:-1].isprintable()
    assert json.loads(line) == {"text": text}
