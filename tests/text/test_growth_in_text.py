"""The work of reading grows with the text: what is looked at is counted, not timed."""

from __future__ import annotations

from typing import Any

import pytest

from medrules.text.document import Document
from medrules.text.words import split


class Counted(list[Any]):
    """A list that counts how often one of its items is asked for."""

    asked = 0

    def __getitem__(self, index: Any) -> Any:
        Counted.asked += len(range(*index.indices(len(self)))) if isinstance(index, slice) else 1
        return super().__getitem__(index)


def looked_at(text: str, word: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often a block or sentence is asked for when every place of a word is read."""
    document = Document(split(text))
    document.__dict__["blocks"] = Counted(document.blocks)
    document.__dict__["parts"] = Counted(document.parts)
    monkeypatch.setattr(Counted, "asked", 0)
    for start, end, form in zip(document.words.starts, document.words.ends, document.words.forms, strict=True):
        if form == word:
            document.reading(start, end)
    return Counted.asked


@pytest.mark.parametrize("row", ["| fever | call 911 |\n", "| fever " * 10 + "|\n"])
def test_a_cell_does_not_look_at_its_whole_table(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "| Symptom | What to do |\n| --- | --- |\n"
    few, many = (looked_at(head + row * rows, "fever", monkeypatch) for rows in (50, 200))
    assert 0 < many < 5 * few


def test_a_cell_does_not_look_at_its_whole_row(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (
        looked_at(
            "| a " * cells + "|\n" + "|---" * cells + "|\n" + "| fever " * cells + "|\n", "fever", monkeypatch
        )
        for cells in (50, 200)
    )
    assert 0 < many < 5 * few


def test_what_a_heading_heads_ends_before_the_next_of_its_rank() -> None:
    document = Document(split("# A\nx\n### B\ny\n## C\nz\n### D\n# E\nw"))
    starts = {heading.text: heading.start for heading in document.headings}
    ends = {heading.text: heading.body_end for heading in document.headings}
    size = len(document.words.source)
    names = sorted(starts, key=starts.__getitem__)
    _, _, third, _, fifth = names
    assert [ends[name] for name in names] == [starts[fifth], starts[third], starts[fifth], starts[fifth], size]
