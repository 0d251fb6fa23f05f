"""``must escalate to LEVEL [within TIME]``: the unconditional advice reaches that rung, in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.obligations.judgement import Judgement, absent, shown
from medrules.checking.repeating import repeats_input
from medrules.checking.situation import Situation
from medrules.model.reading import Escalation, Mention
from medrules.model.verdict import Evidence


@dataclass(frozen=True)
class EscalateDuty:
    """The highest rung advised unconditionally is at least this one."""

    level: str
    within_hours: float | None
    ranks: Mapping[str, int]

    @property
    def anchors(self) -> Anchors | None:
        """A demand is decided by absence."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """Met, violated, or review where the evidence is weak or the condition only repeats the input."""
        found = situation.escalation or Escalation(None, None, (), None)
        evidence = tuple(situation.output.shown(mention) for mention in found.evidence)
        if found.rung is None or self.ranks[found.rung] < self.ranks[self.level]:
            return self._below(situation, found, evidence)
        late = self._late(found)
        if late is not None:
            return late._replace(evidence=evidence)
        mention = shown(evidence[0]) if evidence else ""
        if found.weak:
            return Judgement("review", f"The answer advises {found.rung} only weakly: {mention}.", evidence)
        return Judgement("met", f"The answer advises {found.rung}: {mention}.", evidence)

    def _late(self, found: Escalation) -> Judgement | None:
        """A higher rung is sooner than any time asked of a lower one."""
        if self.within_hours is None or found.rung is None or self.ranks[found.rung] > self.ranks[self.level]:
            return None
        if found.within_hours is None:
            return Judgement("review", f"The answer advises {found.rung} but does not say how soon.")
        if found.within_hours <= self.within_hours:
            return None
        hours = f"{found.within_hours:g} hours, and {self.within_hours:g} is the most"
        return Judgement("violated", f"The answer advises {found.rung} within {hours}.")

    def _below(self, situation: Situation, found: Escalation, evidence: tuple[Evidence, ...]) -> Judgement:
        conditional = self._conditional(found)
        repeated = [mention for mention in conditional if repeats_input(situation, mention)]
        if repeated:
            spans = tuple(situation.output.shown(mention) for mention in repeated)
            reason = f"The answer advises {found.conditional} under a condition that only repeats the input"
            return Judgement("review", f"{reason}: {shown(spans[0])}.", spans)
        advised = f"advises only {found.rung}" if found.rung else "advises no level of care"
        reason = f"The answer {advised}, below {self.level}"
        if conditional:
            nearest = situation.output.shown(conditional[0])
            reason = f"{reason}; it names {found.conditional} only under a condition: {shown(nearest)}."
            return absent(situation, reason, nearest)._replace(evidence=evidence)
        return absent(situation, f"{reason}.")._replace(evidence=evidence)

    def _conditional(self, found: Escalation) -> tuple[Mention, ...]:
        if found.conditional is None or self.ranks[found.conditional] < self.ranks[self.level]:
            return ()
        return found.conditional_evidence
