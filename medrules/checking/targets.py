"""Targets compiled: any of, all of or at least N of some terms become groups of the index and a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medrules.checking.situation import Text
from medrules.model.phrase import Exactly, Named, Near, Phrase, Target, Term
from medrules.text.hits import Hit


class Wanted(NamedTuple):
    """Groups of the index, of which at least ``need`` must be found; each group is met by any of its terms."""

    groups: tuple[str, ...]
    need: int

    def hits(self, text: Text) -> Iterator[Hit]:
        """Every hit of every group in this text, each place once."""
        seen: set[tuple[int, int]] = set()
        for group in self.groups:
            for hit in text.hits(group):
                if (hit.start, hit.end) not in seen:
                    seen.add((hit.start, hit.end))
                    yield hit


class Groups:
    """The groups of one index; equal lists of terms share a group, whatever rule they stand in."""

    def __init__(self) -> None:
        self.terms: dict[str, tuple[Term, ...]] = {}
        self._names: dict[object, str] = {}

    def wanted(self, target: Target) -> Wanted:
        """A target's groups."""
        if target.quantity == "any":
            return Wanted((self.group(target.terms),), 1)
        groups = tuple(self.group((term,)) for term in target.terms)
        return Wanted(groups, len(groups) if target.quantity == "all" else target.least)

    def group(self, terms: Sequence[Term]) -> str:
        """The name of the group that is met by any of these terms."""
        key = tuple(_identity(term) for term in terms)
        if key not in self._names:
            self._names[key] = str(len(self._names))
            self.terms[self._names[key]] = tuple(terms)
        return self._names[key]


def _identity(term: Term) -> object:
    """What makes two terms the same, wherever they stand."""
    if isinstance(term, Phrase):
        return (term.text, term.items)
    if isinstance(term, Exactly):
        return ("exactly", term.text)
    if isinstance(term, Near):
        return ("near", _identity(term.left), _identity(term.right), term.within)
    assert isinstance(term, Named)  # noqa: S101
    return ("named", term.name)
