"""As a list: every sentence becomes an item of its own, which changes no verdict."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.proving.mutants.layout import plain_sentences, same
from medrules.proving.mutants.mutant import Kind, Mutant
from medrules.proving.mutants.subject import Subject


def _make(subject: Subject) -> Iterator[Mutant]:
    sentences, expected = plain_sentences(subject), same(subject)
    if sentences and expected:
        text = "\n".join(f"- {sentence}" for sentence in sentences)
        yield Mutant(text, "every sentence as an item of a list", expected)


LIST_ITEMS = Kind("list item", _make)
