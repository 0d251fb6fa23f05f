"""``must stay under N words``."""

from __future__ import annotations

from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.obligations.judgement import Judgement
from medrules.checking.situation import Situation
from medrules.model.verdict import Evidence


@dataclass(frozen=True)
class StayUnderDuty:
    """Fewer than this many words."""

    words: int

    @property
    def anchors(self) -> Anchors | None:
        """Every answer is counted."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """The evidence is the first word too many."""
        words = situation.output.document.words
        count = len(words.forms)
        if count < self.words:
            return Judgement("met", f"The answer has {count} words.")
        start, end = words.starts[self.words - 1], words.ends[self.words - 1]
        first = Evidence("output", start, end, words.source[start:end], f"word {self.words}", "exact")
        return Judgement("violated", f"The answer has {count} words and must stay under {self.words}.", (first,))
