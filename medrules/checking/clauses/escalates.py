"""``output escalates to LEVEL``: the advice reaches that rung or a higher one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medrules.checking.clauses.truth import AN_ANSWER, Anchors, Truth
from medrules.checking.repeating import repeats_input
from medrules.checking.situation import Situation
from medrules.model.verdict import Evidence


@dataclass(frozen=True)
class EscalatesClause:
    """True where the advised rung is at least this one; weak evidence counts."""

    rank: int
    ranks: Mapping[str, int]

    @property
    def anchors(self) -> Anchors | None:
        """The answer has to be read for its rung."""
        return None

    @property
    def bound(self) -> bool:
        """Never bound to a mention."""
        return False

    @property
    def reads(self) -> bool:
        """The level of care is of the whole answer."""
        return True

    def settles(self, _situation: Situation) -> bool | None:
        """Never."""
        return None

    def holds(self, situation: Situation, _near: Evidence | None, /) -> Truth:
        """Unknown for an empty answer."""
        if situation.empty:
            return Truth(None, lacks=(AN_ANSWER,))
        found = situation.escalation
        if found is None:
            return Truth(False)
        show = situation.output.shown
        if found.rung is not None and self.ranks[found.rung] >= self.rank:
            return Truth(True, tuple(show(mention) for mention in found.evidence[:1]))
        if found.conditional is not None and self.ranks[found.conditional] >= self.rank:
            repeated = [mention for mention in found.conditional_evidence if repeats_input(situation, mention)]
            return Truth(bool(repeated), tuple(show(mention) for mention in repeated[:1]))
        return Truth(False)
