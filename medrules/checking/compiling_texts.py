"""Compiles the obligations on lists, readability and confidence."""

from __future__ import annotations

from medrules.checking.obligations.judgement import Duty
from medrules.checking.obligations.list_ import ListDuty
from medrules.checking.obligations.nothing_beyond import NothingBeyondDuty
from medrules.checking.obligations.rank import RankDuty
from medrules.checking.obligations.read_at import ReadAtDuty
from medrules.checking.obligations.state_confidence import StateConfidenceDuty
from medrules.checking.targets import Groups
from medrules.model.phrase import Target
from medrules.model.rule import (
    MustList,
    MustListNothingBeyond,
    MustRank,
    MustReadAt,
    MustStateConfidence,
    Obligation,
)

OnTexts = MustList | MustListNothingBeyond | MustRank | MustReadAt | MustStateConfidence


def compile_text_duty(obligation: OnTexts, groups: Groups) -> Duty:
    """The duty of one of these obligations, its phrases in the groups of the output."""
    if isinstance(obligation, MustList):
        return ListDuty(groups.wanted(obligation.target))
    if isinstance(obligation, MustListNothingBeyond):
        return NothingBeyondDuty(groups.group(obligation.terms))
    if isinstance(obligation, MustRank):
        return RankDuty(groups.group([obligation.term]))
    if isinstance(obligation, MustReadAt):
        return ReadAtDuty(obligation.grade)
    return StateConfidenceDuty()


def targets_of(obligation: Obligation) -> Target | None:
    """What such an obligation looks for; None: nothing, or another kind of obligation."""
    if isinstance(obligation, MustList):
        return obligation.target
    if isinstance(obligation, MustListNothingBeyond):
        return Target(terms=obligation.terms)
    return Target(terms=(obligation.term,)) if isinstance(obligation, MustRank) else None
