"""``record FIELD is / include / above / below / at least / at most …``: the structured record of the case."""

from __future__ import annotations

from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Truth
from medrules.checking.record.comparing import Fault, compare
from medrules.checking.record.stating import LEFT_OUT, Entry, stated, status_of
from medrules.checking.situation import Situation
from medrules.checking.targets import Wanted
from medrules.model.record import Chosen, Measured
from medrules.model.rule import RecordClause
from medrules.model.verdict import Evidence
from medrules.records.vocabulary import simple


@dataclass(frozen=True)
class Recorded:
    """True or false by what the record states; unknown where it states nothing."""

    clause: RecordClause
    wanted: Wanted | None
    """Of ``include``."""

    @property
    def anchors(self) -> Anchors | None:
        """It needs no text."""
        return None

    @property
    def bound(self) -> bool:
        """Never bound to a mention."""
        return False

    @property
    def reads(self) -> bool:
        """It looks at the record alone."""
        return False

    def settles(self, _situation: Situation) -> bool | None:
        """Never."""
        return None

    def holds(self, situation: Situation, _near: Evidence | None, /) -> Truth:
        """A value that is there and cannot be read is a fault, never false."""
        found = stated(situation.sample.record, self.clause.field)
        if found is None:
            return Truth(None, unrecorded=(self.clause.field,))
        judged = self._judged(situation, found)
        return Truth(None, faults=(judged.why,)) if isinstance(judged, Fault) else Truth(judged)

    def _judged(self, situation: Situation, found: Measured | Chosen | tuple[Entry, ...]) -> bool | Fault:
        if isinstance(found, tuple):
            return self._included(situation, found)
        if isinstance(found, Chosen):
            return self._chosen(found)
        if self.clause.quantity is not None:
            return compare(self.clause.field, found, self.clause.comparison, self.clause.quantity)
        if found.quantity is not None:
            return Fault(f"the record states {self.clause.field} as “{found.text}”, which is a number")
        return simple(found.text) == simple(self.clause.value or "")

    def _chosen(self, found: Chosen) -> bool | Fault:
        if found.value is None:
            return Fault(f"the record states {self.clause.field} as “{found.text}”, which is none of its words")
        return found.value == simple(self.clause.value or "").replace(" ", "-")

    def _included(self, situation: Situation, entries: tuple[Entry, ...]) -> bool | Fault:
        """Whether an entry that still counts is one of those wanted; one with an unreadable status is a fault."""
        if self.wanted is None:
            return self._is_none(entries)
        doubtful: Entry | None = None
        for entry in entries:
            status = status_of(entry)
            if status in LEFT_OUT or not situation.names(entry, self.wanted.groups):
                continue
            if status is not None:
                return True
            doubtful = entry
        if doubtful is not None:
            return Fault(f"the status of “{doubtful.text}” in the record cannot be read")
        return False

    def _is_none(self, entries: tuple[Entry, ...]) -> bool | Fault:
        """``is none``: nothing that still counts is in the list; one with an unreadable status is a fault."""
        counting = [entry for entry in entries if status_of(entry) not in LEFT_OUT]
        if counting and all(status_of(entry) is None for entry in counting):
            return Fault(f"the status of “{counting[0].text}” in the record cannot be read")
        return not counting
