"""``must keep to record …``: nothing is said of the patient that the record lacks, contradicts or has ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.obligations.judgement import Judgement
from medrules.checking.record.holding import hold
from medrules.checking.situation import Situation
from medrules.model.rule import Listed


@dataclass(frozen=True)
class KeepToDuty:
    """Nothing of these fields is invented, changed or out of date."""

    fields: Sequence[Listed]

    @property
    def anchors(self) -> Anchors | None:
        """Anything that the answer says may be about the record."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """What the answer says in general is no statement about the patient."""
        return hold(situation, self.fields, ("invention", "contradiction", "outdated"))
