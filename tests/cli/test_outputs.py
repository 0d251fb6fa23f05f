"""Result files are on disk before they take their name, and are not there at all where the work ends early."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from medrules.cli import outputs


def test_on_disk_before_it_takes_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, seen = tmp_path / "v.jsonl", []
    monkeypatch.setattr(outputs.os, "fsync", lambda _: seen.append(("file", path.exists())))
    monkeypatch.setattr(outputs, "sync_folder", lambda _: seen.append(("folder", path.exists())))
    with outputs.written(path) as stream:
        stream.write("met")
    assert path.read_text("utf-8") == "met"
    assert seen == [("file", False), ("folder", True)]


def test_nothing_is_left_of_work_that_ends_early(tmp_path: Path) -> None:
    def half() -> None:
        with outputs.written_bytes(tmp_path / "v.jsonl") as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_written_to_as_it_is() -> None:
    with outputs.written(Path(os.devnull)) as stream:
        stream.write("gone")
