"""A finding: a verdict that people should look at, with the answer that it is about."""

from __future__ import annotations

from typing import NamedTuple

from medrules.model.case import Sample
from medrules.model.verdict import Verdict


class Finding(NamedTuple):
    """A verdict of ``violated``, ``review`` or ``error``, and the sample it judges."""

    verdict: Verdict
    sample: Sample
    event: int
    """Violations of one sample with the same number are one event, charged once; 0: no event, not charged."""
    charged: float
    """Points charged for the event: those of its worst violation."""


class FindingCounts(NamedTuple):
    """How many findings there were in all, kept or not."""

    violated: int
    review: int
    error: int
    waived: int = 0
    """Violated or to review, and covered by a waiver in force; not among the others."""

    @property
    def all(self) -> int:
        """Findings of every kind, waived ones too."""
        return self.violated + self.review + self.error + self.waived
