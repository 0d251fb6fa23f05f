"""The level of care by a peer's reading: the ladder's own phrases, kept where the peer does not turn them down.

The peers have no ladder. To compare readings and not vocabularies, they get ours: every phrase of the rungs is
found by our matcher, and the highest rung stands that has a mention which the peer reads as neither negated nor
hypothetical.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from benchmarks.readers import Care
from medrules.model.book import RuleBook
from medrules.model.phrase import Term
from medrules.text.document import Document
from medrules.text.hits import Hit
from medrules.text.phrases import Matcher
from medrules.text.words import split

Turned = Callable[[str, list[tuple[int, int]]], list[tuple[bool, bool]]]
"""From a text and spans to (negated, hypothetical) of each."""


class LadderPhrases:
    """Finds the phrases of every rung."""

    def __init__(self, book: RuleBook) -> None:
        groups: dict[str, tuple[Term, ...]] = {rung.name: rung.terms for rung in book.ladder}
        self._order = {rung.name: place for place, rung in enumerate(book.ladder)}
        self._matcher = Matcher(groups, book.concepts)
        self.hits = cache(self._hits)

    def _hits(self, text: str) -> list[Hit]:
        return self._matcher.find(Document(split(text)))

    def care(self, text: str, turned: Turned) -> Care:
        """The highest rung with a mention that is neither negated nor hypothetical."""
        hits = self.hits(text)
        readings = turned(text, [(hit.start, hit.end) for hit in hits])
        levels = [self._order[hit.group] for hit in hits]
        plain = [level for level, (no, perhaps) in zip(levels, readings, strict=True) if not (no or perhaps)]
        if_so = [level for level, (no, perhaps) in zip(levels, readings, strict=True) if perhaps and not no]
        return Care(max(plain, default=None), max(if_so, default=None))
