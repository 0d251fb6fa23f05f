"""How the runs of one sign-off went, one after another: what a bundle seals of those before it, and of itself."""

from __future__ import annotations

from datetime import date
from typing import Literal

from medrules.model.decision import DecisionState, LastSigned
from medrules.model.figures import Rates
from medrules.model.frozen import Frozen

Change = Literal["model", "rules", "cases", "harm weights", "medrules"]


class TrendRun(Frozen):
    """One run."""

    digest: str | None
    """SHA-256 of the manifest of its bundle; None: this run, whose bundle holds the list."""
    as_of: date
    state: DecisionState
    signed: bool
    """Whether its bundle was verified, with the signature of every role that signs, when the list was made."""
    models: tuple[str, ...]
    tool: str
    cases: int
    harm_per_case: float | None
    """Mean over cases, review counted as violated."""
    harm_per_case_without_review: float | None
    case_harm: Rates
    """Cases with a violation of harm severe or death ÷ cases."""
    changed: tuple[Change, ...] = ()
    """What was another in the run before it, where both are known: across a change figures are not alike."""


class Trend(Frozen):
    """The runs of a sign-off until one of them, by their day."""

    runs: tuple[TrendRun, ...] = ()
    """Oldest first; the last one is this run."""
    earlier: int = 0
    """How many runs before this one are on record: of many, ``runs`` holds the latest."""
    last_signed: LastSigned | None = None
    """The last signed run, and this one held against it; None: none is on record."""

    @property
    def left_out(self) -> int:
        """Earlier runs on record that are not in ``runs``."""
        return self.earlier - max(0, len(self.runs) - 1)
