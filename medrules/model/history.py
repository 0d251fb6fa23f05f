"""Runs as they are kept: what one sign-off came to, in all, by case and by rule."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from medrules.model.decision import DecisionState
from medrules.model.frozen import Frozen


class CaseHarm(NamedTuple):
    """What the answers to one case came to, of several samples the worst. Harms are indices into ``HARMS``."""

    case: str
    category: str | None
    worst: int
    """Harm of the worst event; -1: nothing was violated. Review left out."""
    worst_review: int
    """The same, review counted as violated."""
    harm: float
    """Points of the events of its worst sample, with multipliers."""
    harm_review: float
    multiplier: float
    """The largest among its samples."""


class RuleCount(NamedTuple):
    """Verdicts of one rule."""

    rule: str
    met: int
    violated: int
    review: int
    error: int
    waived: int
    cases: int


class RunSummary(Frozen):
    """One run as a list of runs shows it."""

    digest: str
    """SHA-256 of the manifest of its bundle: what its signatures sign."""
    sign_off: str
    as_of: date
    state: DecisionState
    models: tuple[str, ...]
    tool: str
    cases: int
    harm_per_case: float | None
    """Mean over cases, review counted as violated."""
    harm_per_case_without_review: float | None
    signed: bool = False
    """Whether its bundle was verified, with the signature of every role that signs."""

    @property
    def name(self) -> str:
        """As people name it."""
        return f"{self.sign_off} of {self.as_of} ({self.digest[:12]})"


class KeptRun(NamedTuple):
    """A run on record, as later ones are shown beside it."""

    summary: RunSummary
    lock: str
    """As it is written in its bundle."""
    harmful: int
    """Cases with an event of a level of harm or a worse one, review left out."""
    harmful_review: int


class OnRecord(NamedTuple):
    """The runs of a sign-off before one of them."""

    runs: tuple[KeptRun, ...] = ()
    """The latest, oldest first."""
    number: int = 0
    """How many there are in all."""


class RunRecord(Frozen):
    """All that is kept of a run."""

    summary: RunSummary
    lock: str
    """As it is written in the bundle."""
    decision: str
    """As it is written in the bundle."""
    cases: tuple[CaseHarm, ...]
    rules: tuple[RuleCount, ...]
