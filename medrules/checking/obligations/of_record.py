"""Compiles the obligations on the record."""

from __future__ import annotations

from medrules.checking.obligations.agree import AgreeDuty
from medrules.checking.obligations.cover import CoverDuty
from medrules.checking.obligations.judgement import Duty
from medrules.checking.obligations.keep_to import KeepToDuty
from medrules.model.rule import MustAgree, MustCover, MustKeepTo

OnRecord = MustCover | MustKeepTo | MustAgree


def compile_record_duty(obligation: OnRecord) -> Duty:
    """The duty of one of these obligations."""
    if isinstance(obligation, MustCover):
        return CoverDuty(obligation.fields)
    if isinstance(obligation, MustKeepTo):
        return KeepToDuty(obligation.fields)
    return AgreeDuty(obligation.fields)
