"""Under a heading: the answer beneath a title that says nothing, which changes no verdict."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.proving.mutants.layout import same
from medrules.proving.mutants.mutant import Kind, Mutant
from medrules.proving.mutants.subject import Subject


def _make(subject: Subject) -> Iterator[Mutant]:
    expected = same(subject)
    if expected and not subject.text.lstrip().startswith("#"):
        yield Mutant(f"## Answer\n\n{subject.text}", "a heading “Answer” above it", expected)


HEADING = Kind("heading", _make)
