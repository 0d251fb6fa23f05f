"""``must cover record …``: what the record lists is in the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.obligations.judgement import Judgement
from medrules.checking.record.holding import hold
from medrules.checking.situation import Situation
from medrules.model.rule import Listed


@dataclass(frozen=True)
class CoverDuty:
    """Nothing of these fields is left out."""

    fields: Sequence[Listed]

    @property
    def anchors(self) -> Anchors | None:
        """A demand is decided by absence."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """Each entry that still counts is named, and not only denied."""
        return hold(situation, self.fields, ("omission",))
