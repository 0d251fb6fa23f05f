"""medspaCy's ConText as it comes, on a blank English pipeline with a sentencizer.

How its answers are mapped to our labels, in its favour wherever it does not make the difference:
negated → *stated-negated* or *against*, whichever the row is; hypothetical → *stated-affirmed* or
*advise-conditional*, whichever the row is; else *stated-affirmed*. Uncertain → hedged. Family → another person.
Of this patient now: a mention that is not negated, hypothetical, uncertain, historical or of the family.
A negation's cue is a modifier of category NEGATED_EXISTENCE; its scope is the modifier's with the cue.
"""

from __future__ import annotations

import warnings
from typing import Any

from benchmarks.peers.phrases import LadderPhrases
from benchmarks.readers import Care, Negation, Reader, Use
from medrules.model.reading import Cue

_ACTING = ("FORWARD", "BACKWARD", "BIDIRECTIONAL")
"""Directions of modifiers that turn something down; the others end scopes or are pseudo-cues."""


class MedspacyContext(Reader):
    """ConText by medspaCy. Raises ``ImportError`` where medspaCy is not installed."""

    name = "medspaCy"

    def __init__(self, ladder: LadderPhrases | None = None) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import medspacy.context
            import spacy

            assert medspacy.context
            self._nlp = spacy.blank("en")
            self._nlp.max_length = 10_000_000
            self._nlp.add_pipe("sentencizer")
            self._context = self._nlp.add_pipe("medspacy_context")
        self._ladder = ladder

    def _read(self, text: str, spans: list[tuple[int, int]]) -> tuple[Any, list[Any]]:
        document = self._nlp.make_doc(text)
        self._nlp.get_pipe("sentencizer")(document)
        marked = []
        for start, end in spans:
            span = document.char_span(start, end, label="MENTION", alignment_mode="expand")
            marked.append(span)
        document.spans["mentions"] = [span for span in marked if span is not None]
        document.ents = _apart(document.spans["mentions"])
        self._context(document)
        return document, marked

    def use(self, text: str, start: int, end: int) -> Use:
        _, (mention,) = self._read(text, [(start, end)])
        if mention is None:
            return Use(("stated-affirmed",), False, "no")
        seen = _flags(mention)
        negated, hypothetical, past, family, uncertain = seen
        if negated:
            readings: tuple[str, ...] = ("stated-negated", "against")
        else:
            readings = ("stated-affirmed", "advise-conditional") if hypothetical else ("stated-affirmed",)
        return Use(
            readings,
            hedged=uncertain,
            patient="no" if any((negated, hypothetical, family, uncertain)) else "past" if past else "yes",
            negated=negated,
            time="historical" if past else "recent",
            experiencer="other" if family else "patient",
            cue=_cue(mention),
        )

    def negations(self, text: str) -> list[Negation]:
        document, _ = self._read(text, [])
        found = []
        for modifier in document._.context_graph.modifiers:
            if modifier.category == "NEGATED_EXISTENCE" and modifier.direction in _ACTING:
                cue, scope = document[slice(*modifier.modifier_span)], document[slice(*modifier.scope_span)]
                both = min(cue.start_char, scope.start_char), max(cue.end_char, scope.end_char)
                found.append(Negation((cue.start_char, cue.end_char), both))
        return found

    def care(self, text: str) -> Care:
        if self._ladder is None:
            return super().care(text)
        return self._ladder.care(text, self._turned)

    def _turned(self, text: str, spans: list[tuple[int, int]]) -> list[tuple[bool, bool]]:
        found: dict[tuple[int, int], tuple[bool, bool]] = {}
        rest = list(dict.fromkeys(spans))
        while rest:  # entities may not overlap: as many passes as spans overlap
            now = _disjoint(rest)
            _, marked = self._read(text, now)
            for span, mention in zip(now, marked, strict=True):
                found[span] = (False, False) if mention is None else _flags(mention)[:2]
            rest = [span for span in rest if span not in found]
        return [found[span] for span in spans]


def _flags(mention: Any) -> tuple[bool, bool, bool, bool, bool]:
    seen = mention._
    return seen.is_negated, seen.is_hypothetical, seen.is_historical, seen.is_family, seen.is_uncertain


def _cue(mention: Any) -> Cue | None:
    for modifier in mention._.modifiers:
        words = mention.doc[slice(*modifier.modifier_span)]
        return Cue(words.text, words.start_char, words.end_char, modifier.category.lower())
    return None


def _disjoint(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not kept or span[0] > kept[-1][1]:
            kept.append(span)
    return kept


def _apart(spans: Any) -> list[Any]:
    """The spans that share no token with an earlier one."""
    kept: list[Any] = []
    for span in sorted(spans, key=lambda one: one.start):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
