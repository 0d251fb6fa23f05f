"""As a table: every sentence becomes a cell of its own, which changes no verdict."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.proving.mutants.layout import plain_sentences, same
from medrules.proving.mutants.mutant import Kind, Mutant
from medrules.proving.mutants.subject import Subject


def _make(subject: Subject) -> Iterator[Mutant]:
    sentences, expected = plain_sentences(subject), same(subject)
    if sentences and expected:
        rows = [f"| {number} | {sentence} |" for number, sentence in enumerate(sentences, 1)]
        text = "\n".join(["| Number | Text |", "| --- | --- |", *rows])
        yield Mutant(text, "every sentence as a cell of a table", expected)


TABLE_CELLS = Kind("table cell", _make)
