"""``must state confidence``: the answer says how sure it is of itself, in a number or in words."""

from __future__ import annotations

from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.obligations.judgement import Judgement, absent, shown
from medrules.checking.situation import Situation
from medrules.model.verdict import Evidence


@dataclass(frozen=True)
class StateConfidenceDuty:
    """Stated by the row, or anywhere in the answer."""

    @property
    def anchors(self) -> Anchors | None:
        """A demand is decided by absence."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """A confidence that stands in the row beside the answer is stated."""
        text = situation.output
        source = text.document.words.source
        evidence = tuple(
            Evidence("output", one.start, one.end, source[one.start : one.end], "confidence", "exact")
            for one in situation.confidence_stated
        )
        if evidence:
            return Judgement("met", f"The answer states its confidence: {shown(evidence[0])}.", evidence)
        if situation.sample.confidence is not None:
            return Judgement("met", f"The row states a confidence of {situation.sample.confidence:g}.")
        return absent(situation, "The answer nowhere states its confidence.")
