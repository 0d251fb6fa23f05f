"""The fast door: finds the phrases of all rules in a batch of texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medrules.model.book import Concept
from medrules.model.phrase import Term
from medrules.text.document import Document
from medrules.text.phrases import Hit, Matcher
from medrules.text.words import split


class Scanned(NamedTuple):
    """One text of a batch: the document, and its hits by group in the order of the text."""

    document: Document
    hits: Mapping[str, Sequence[Hit]]


class Scanner:
    """Phrases in named groups, compiled once for batches."""

    def __init__(self, groups: Mapping[str, Sequence[Term]], concepts: Mapping[str, Concept]) -> None:
        self._matcher = Matcher(groups, concepts)

    def scan(self, texts: Sequence[str]) -> list[Scanned]:
        """Each text read and matched."""
        return [self._scan(text) for text in texts]

    def _scan(self, text: str) -> Scanned:
        document = Document(split(text))
        hits: dict[str, list[Hit]] = defaultdict(list)
        for hit in self._matcher.find(document):
            hits[hit.group].append(hit)
        return Scanned(document, hits)
