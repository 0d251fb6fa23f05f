"""``must not escalate above LEVEL``: over-triage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.obligations.judgement import Judgement, shown
from medrules.checking.situation import Situation


@dataclass(frozen=True)
class NotAboveDuty:
    """The highest rung advised unconditionally is at most this one."""

    level: str
    ranks: Mapping[str, int]

    @property
    def anchors(self) -> Anchors | None:
        """The answer has to be read for its rung."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """Review where the evidence for the higher rung is weak; a rung named conditionally is not advised."""
        found = situation.escalation
        if found is None or found.rung is None or self.ranks[found.rung] <= self.ranks[self.level]:
            advised = found.rung if found and found.rung else "no level of care"
            return Judgement("met", f"The answer advises {advised}.")
        evidence = tuple(situation.output.shown(mention) for mention in found.evidence)
        mention = shown(evidence[0]) if evidence else ""
        if found.weak:
            return Judgement("review", f"The answer weakly advises {found.rung}: {mention}.", evidence)
        return Judgement("violated", f"The answer advises {found.rung}, above {self.level}: {mention}.", evidence)
