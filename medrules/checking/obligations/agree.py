"""``must agree with record on …``: nothing left out, nothing invented, changed or out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.obligations.judgement import Judgement
from medrules.checking.record.holding import hold
from medrules.checking.situation import Situation
from medrules.model.rule import Listed


@dataclass(frozen=True)
class AgreeDuty:
    """Both ``must cover`` and ``must keep to`` in one."""

    fields: Sequence[Listed]

    @property
    def anchors(self) -> Anchors | None:
        """A demand is decided by absence."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """Every kind of difference counts."""
        return hold(situation, self.fields, ("omission", "invention", "contradiction", "outdated"))
