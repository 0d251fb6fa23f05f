"""``and``, ``or`` and ``not`` over three-valued clauses (Kleene)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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

    @property
    def reads(self) -> bool:
        """As what it negates."""
        return self.clause.reads

    def settles(self, situation: Situation) -> bool | None:
        """As what it negates."""
        found = self.clause.settles(situation)
        return None if found is None else not found

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

    @cached_property
    def reads(self) -> bool:
        """As any of its clauses."""
        return any(clause.reads for clause in self.clauses)

    def settles(self, situation: Situation) -> bool | None:
        """False where any is surely false."""
        settled: bool | None = True
        for clause in self.clauses:
            found = clause.settles(situation)
            if found is False:
                return False
            if found is None:
                settled = None
        return settled

    def holds(self, situation: Situation, near: Evidence | None, /) -> Truth:
        """False where any is false, else unknown where any is."""
        if self.settles(situation) is False:
            return _FALSE
        truths: dict[int, Truth] = {}
        for number, clause in self._cheapest_first:
            found = clause.holds(situation, near)
            if found.value is False:
                return _FALSE
            truths[number] = found
        written = [truths[number] for number in range(len(truths))]
        return unknown(written) or Truth(True, tuple(one for truth in written for one in truth.evidence))

    @cached_property
    def _cheapest_first(self) -> list[tuple[int, Clause]]:
        """With their places: where one is false nothing has to be read for the others."""
        return sorted(enumerate(self.clauses), key=lambda placed: placed[1].reads)


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

    @cached_property
    def reads(self) -> bool:
        """As any of its clauses."""
        return any(clause.reads for clause in self.clauses)

    def settles(self, situation: Situation) -> bool | None:
        """True where any is surely true."""
        settled: bool | None = False
        for clause in self.clauses:
            found = clause.settles(situation)
            if found:
                return True
            if found is None:
                settled = None
        return settled

    def holds(self, situation: Situation, near: Evidence | None, /) -> Truth:
        """True where any is true, else unknown where any is."""
        truths: list[Truth] = []
        for clause in self.clauses:
            found = clause.holds(situation, near)
            if found.value:
                return found
            truths.append(found)
        return unknown(truths) or _FALSE


_FALSE = Truth(False)
