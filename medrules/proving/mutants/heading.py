"""Under a heading: the answer beneath a title that says nothing, which changes no verdict."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.rule import MustInclude, MustSay, Says
from medrules.proving.lint.walking import clauses, conditions
from medrules.proving.mutants.layout import same
from medrules.proving.mutants.mutant import Kind, Mutant
from medrules.proving.mutants.subject import Subject


def _make(subject: Subject) -> Iterator[Mutant]:
    if _speaks_of_places(subject) or subject.text.lstrip().startswith("#"):
        return
    yield Mutant(f"## Answer\n\n{subject.text}", "a heading “Answer” above it", same(subject))


def _speaks_of_places(subject: Subject) -> bool:
    """Whether a heading, which is a section and a first sentence, could rightly matter to the rule."""
    said = [
        each for condition in conditions(subject.rule) for each in clauses(condition) if isinstance(each, Says)
    ]
    placements = [each.placement for each in said]
    placements += [each.placement for each in subject.rule.obligations if isinstance(each, MustSay | MustInclude)]
    return any(place.section is not None or place.first_sentences is not None for place in placements)


HEADING = Kind("heading", _make)
