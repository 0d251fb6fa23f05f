"""``must read at grade N or below``: Flesch-Kincaid."""

from __future__ import annotations

from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.obligations.judgement import Judgement, shown
from medrules.checking.situation import Situation
from medrules.model.verdict import Evidence
from medrules.text.readability import FEWEST_WORDS, Grade, can_measure, read_grade

NOT_INSTALLED = "Reading grades need the extra 'readability': pip install 'medrules[readability]'."


@dataclass(frozen=True)
class ReadAtDuty:
    """The answer's grade is at most this one."""

    grade: float

    @property
    def anchors(self) -> Anchors | None:
        """Every answer is measured."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """Review where there is nothing to measure, or where a short answer's verdict hangs on one sentence."""
        if not can_measure():
            return Judgement("error", NOT_INSTALLED)
        document = situation.output.document
        found = read_grade(document)
        if found is None:
            return Judgement("review", "The answer holds no sentence whose grade could be measured.")
        start, end = document.sentences[found.hardest]
        source = document.words.source
        hardest = Evidence("output", start, end, source[start:end], "hardest sentence", "exact")
        reads = f"The answer reads at grade {found.grade:g}, and {self.grade:g} is the most"
        if self._is_open(found):
            reason = f"{reads}; it has only {found.words} words, and one sentence decides: {shown(hardest)}."
            return Judgement("review", reason, (hardest,))
        if found.grade > self.grade:
            return Judgement("violated", f"{reads}; its hardest sentence: {shown(hardest)}.", (hardest,))
        return Judgement("met", f"{reads}.", (hardest,))

    def _is_open(self, found: Grade) -> bool:
        """Whether leaving out one sentence of a short answer would turn the verdict, or it has only one."""
        if found.words >= FEWEST_WORDS:
            return False
        return found.sentences == 1 or (found.lowest <= self.grade) != (found.highest <= self.grade)
