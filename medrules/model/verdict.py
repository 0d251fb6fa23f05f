"""Verdicts: one obligation judged on one sample, with everything that a reader needs to question it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from medrules.model.case import Sample, Unreadable
from medrules.model.reading import Escalation, How, Reading
from medrules.model.rule import Harm, Side

Outcome = Literal["not applicable", "met", "violated", "review", "error"]
OUTCOMES: tuple[Outcome, ...] = ("not applicable", "met", "violated", "review", "error")


class Evidence(NamedTuple):
    """Characters of the untouched original that a verdict rests on; ``end`` is exclusive."""

    side: Side
    start: int
    end: int
    text: str
    phrase: str
    how: How
    reading: Reading | None = None
    doubtful: bool = False


class Verdict(NamedTuple):
    """One obligation on one sample."""

    case: str
    sample: str
    model: str | None
    rule: str
    obligation: int
    statement: str
    """The obligation in the language's own spelling."""
    verdict: Outcome
    harm: Harm
    points: float
    """Harm points of the weights in force times their multipliers; 0 unless violated."""
    category: str | None
    hazard: str | None
    evidence: tuple[Evidence, ...]
    """Strongest first. Empty for an absence."""
    trigger: tuple[Evidence, ...]
    """What made the rule apply."""
    nearest: Evidence | None
    """For an absence: the nearest miss (the right phrase with the wrong reading), if any."""
    reason: str
    """One plain sentence: why this verdict."""
    because: str | None
    file: str
    line: int


class Checked(NamedTuple):
    """What became of one row of a batch."""

    sample: Sample | Unreadable
    verdicts: tuple[Verdict, ...]
    """Violated, review and error; with ``--verdicts-all`` met and not applicable too."""
    met: tuple[int, ...]
    """Obligations met, as positions in ``obligations(book)``; those in no list were not applicable."""
    escalation: Escalation | None
    """The rung that the answer advises; None for an unreadable row, or where no ladder is declared."""
