"""negspacy's NegEx with its clinical terms, on a blank English pipeline with a sentencizer.

How its answers are mapped to our labels, in its favour: negated → *stated-negated* or *against*, whichever the row
is; else *stated-affirmed*. It knows no hedging, time or person. A negation's cue is a preceding or following term;
its scope, which negspacy does not give as such, is what it acts on: from the cue to the border of the clause.
"""

from __future__ import annotations

import warnings
from typing import Any

from benchmarks.peers.phrases import LadderPhrases
from benchmarks.readers import Care, Negation, Reader, Use


class NegspacyNegex(Reader):
    """NegEx by negspacy. Raises ``ImportError`` where negspacy is not installed."""

    name = "negspacy"

    def __init__(self, ladder: LadderPhrases | None = None) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import negspacy.negation
            import spacy

            assert negspacy.negation
            self._nlp = spacy.blank("en")
            self._nlp.max_length = 10_000_000
            self._nlp.add_pipe("sentencizer")
            self._negex = self._nlp.add_pipe("negex", config={"span_keys": ["mentions"]})
        self._ladder = ladder

    def _read(self, text: str, spans: list[tuple[int, int]]) -> tuple[Any, list[Any]]:
        document = self._nlp.make_doc(text)
        self._nlp.get_pipe("sentencizer")(document)
        marked = [document.char_span(start, end, alignment_mode="expand") for start, end in spans]
        document.spans["mentions"] = [span for span in marked if span is not None]
        self._negex(document)
        return document, marked

    def use(self, text: str, start: int, end: int) -> Use:
        _, (mention,) = self._read(text, [(start, end)])
        negated = mention is not None and bool(mention._.negex)
        return Use(("stated-negated", "against") if negated else ("stated-affirmed",), negated=negated)

    def negations(self, text: str) -> list[Negation]:
        document, _ = self._read(text, [])
        preceding, following, terminating = self._negex.process_negations(document)
        clauses = self._negex.termination_boundaries(document, terminating)
        found = []
        for cues, forward in ((preceding, True), (following, False)):
            for _, start, end in cues:
                low, high = next(clause for clause in clauses if clause[0] <= start < clause[1])
                cue = document[start:end]
                scope = document[start : max(high, end)] if forward else document[low:end]
                found.append(Negation((cue.start_char, cue.end_char), (scope.start_char, scope.end_char)))
        return sorted(one for one in found if not any(_is_within(one.cue, other.cue) for other in found))

    def care(self, text: str) -> Care:
        if self._ladder is None:
            return super().care(text)
        return self._ladder.care(text, self._turned)

    def _turned(self, text: str, spans: list[tuple[int, int]]) -> list[tuple[bool, bool]]:
        _, marked = self._read(text, spans)
        return [(mention is not None and bool(mention._.negex), False) for mention in marked]


def _is_within(cue: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a cue is part of a longer one (*no* of *no evidence of*), which then counts alone."""
    return cue != other and other[0] <= cue[0] and cue[1] <= other[1]
