"""Finds the phrases of rules in one text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from medrules.model.book import Concept
from medrules.model.phrase import Term
from medrules.model.reading import How

if TYPE_CHECKING:
    from medrules.text.document import Document


class Hit(NamedTuple):
    """A phrase found. Offsets are characters of the untouched original, end exclusive."""

    group: str
    start: int
    end: int
    phrase: str
    """The phrase as written in the rule."""
    how: How
    doubtful: bool
    """The match crosses a border that may or may not be one, or a negation stands in a gap of it."""


class Matcher:
    """Phrases in named groups, compiled once; for batches there is ``medrules.text.scan.Scanner``.

    Args:
        groups: terms by the name under which their hits are reported.
        concepts: what ``Named`` and ``ConceptRef`` refer to, by key.
    """

    def __init__(self, groups: Mapping[str, Sequence[Term]], concepts: Mapping[str, Concept]) -> None:
        from medrules.text.scan import Scanner

        self._scanner = Scanner(groups, concepts)

    def find(self, document: Document) -> list[Hit]:
        """Every smallest match of every phrase, in the order of the text; none crosses a border."""
        return self._scanner.find(document)
