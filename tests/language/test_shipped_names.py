"""Shipped packs are called by their place in the product, files of the user by the path they gave."""

from __future__ import annotations

import shutil
from pathlib import Path

from medrules.language.loading import load
from medrules.shipped import folder


def test_shipped_packs_read_alike_on_every_machine() -> None:
    shipped = folder("rules")
    book, _ = load([shipped], shipped)
    names = {f"shipped rules/{path.name}" for path in shipped.iterdir()}
    assert {rule.location.file for rule in book.rules} <= names
    assert all(Path(file).is_file() for file in book.files)


def test_a_users_file_keeps_the_path_that_was_given(tmp_path: Path) -> None:
    copied = shutil.copy(folder("rules") / "escalation.rules", tmp_path / "mine.rules")
    book, _ = load([Path(copied)], folder("rules"))
    assert {rung.location.file for rung in book.ladder} == {str(copied)}
