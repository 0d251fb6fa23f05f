"""``and``, ``or`` and ``not`` over three-valued clauses (Kleene)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause, Truth, unknown
from medrules.checking.situation import Situation
from medrules.model.verdict import Evidence


@dataclass(frozen=True)
class Negation:
    """``not``."""

    clause: Clause

    @property
    def anchors(self) -> Anchors | None:
        """It is true where nothing is found."""
        return None

    @property
    def bound(self) -> bool:
        """As what it negates."""
        return self.clause.bound

    def holds(self, situation: Situation, near: Evidence | None, /) -> Truth:
        """Unknown stays unknown."""
        found = self.clause.holds(situation, near)
        return found if found.value is None else Truth(not found.value)


@dataclass(frozen=True)
class Conjunction:
    """``and``."""

    clauses: Sequence[Clause]

    @property
    def anchors(self) -> Anchors | None:
        """The fewest anchors of one clause: all have to hold."""
        known = [clause.anchors for clause in self.clauses if clause.anchors is not None]
        return min(known, key=len, default=None)

    @property
    def bound(self) -> bool:
        """As any of its clauses."""
        return any(clause.bound for clause in self.clauses)

    def holds(self, situation: Situation, near: Evidence | None, /) -> Truth:
        """False where any is false, else unknown where any is."""
        truths: list[Truth] = []
        for clause in self.clauses:
            found = clause.holds(situation, near)
            if found.value is False:
                return Truth(False)
            truths.append(found)
        return unknown(truths) or Truth(True, tuple(one for truth in truths for one in truth.evidence))


@dataclass(frozen=True)
class Disjunction:
    """``or``."""

    clauses: Sequence[Clause]

    @property
    def anchors(self) -> Anchors | None:
        """All anchors, where every clause has some."""
        known = [clause.anchors for clause in self.clauses]
        if any(anchors is None for anchors in known):
            return None
        return frozenset(anchor for anchors in known if anchors for anchor in anchors)

    @property
    def bound(self) -> bool:
        """As any of its clauses."""
        return any(clause.bound for clause in self.clauses)

    def holds(self, situation: Situation, near: Evidence | None, /) -> Truth:
        """True where any is true, else unknown where any is."""
        truths: list[Truth] = []
        for clause in self.clauses:
            found = clause.holds(situation, near)
            if found.value:
                return found
            truths.append(found)
        return unknown(truths) or Truth(False)
