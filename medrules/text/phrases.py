"""Finds the phrases of rules in one text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from medrules.model.book import Concept
from medrules.model.phrase import Term
from medrules.text.hits import Hit
from medrules.text.scan import Scanner

if TYPE_CHECKING:
    from medrules.text.document import Document


class Matcher:
    """Phrases in named groups, compiled once; for batches there is ``medrules.text.scan.Scanner``.

    Args:
        groups: terms by the name under which their hits are reported.
        concepts: what ``Named`` and ``ConceptRef`` refer to, by key.
    """

    def __init__(self, groups: Mapping[str, Sequence[Term]], concepts: Mapping[str, Concept]) -> None:
        self._scanner = Scanner(groups, concepts)

    def find(self, document: Document) -> list[Hit]:
        """Every smallest match of every phrase, in the order of the text; none crosses a border."""
        return self._scanner.find(document)
