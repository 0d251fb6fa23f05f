"""What judging one obligation gives, and the interface that every kind of obligation has."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from medrules.checking.clauses.truth import Anchors, Clause, Truth
from medrules.checking.situation import Situation
from medrules.model.verdict import Discrepancy, Evidence, Outcome


class Judgement(NamedTuple):
    """One obligation judged: the outcome, what it rests on, and why in one sentence."""

    outcome: Outcome
    reason: str
    evidence: tuple[Evidence, ...] = ()
    nearest: Evidence | None = None
    discrepancies: tuple[Discrepancy, ...] = ()
    """Where the answer and the record differ."""
    lacking: tuple[str, ...] = ()
    """Fields that were needed and that the record does not state."""


class Duty(Protocol):
    """An obligation, compiled."""

    @property
    def anchors(self) -> Anchors | None:
        """Where none of these is found, the obligation is met; None: it has to be judged each time."""

    def judge(self, situation: Situation, unless: Clause | None, /) -> Judgement:
        """The judgement on an answer that is not empty.

        ``unless`` speaks of a mention that the obligation found; every other one has been judged before.
        """


MOST_SHOWN = 80


def shown(evidence: Evidence) -> str:
    """The text of a mention in quotation marks, on one line, shortened in its middle."""
    text = " ".join(evidence.text.split())
    if len(text) > MOST_SHOWN:
        text = f"{text[: MOST_SHOWN // 2]} … {text[-MOST_SHOWN // 2 :]}"
    return f"“{text}”"


def absent(situation: Situation, reason: str, nearest: Evidence | None = None) -> Judgement:
    """An absence: violated, but review where the answer was cut off."""
    if situation.truncated:
        return Judgement("review", f"{reason} The answer was cut off, so it may have followed.", (), nearest)
    return Judgement("violated", reason, (), nearest)


def undecided(truth: Truth, what: str) -> Judgement:
    """Nobody can say whether the condition holds: an error where something recorded cannot be read."""
    if truth.faults:
        return Judgement("error", f"{_sentence(truth.faults)} So nobody can say whether {what}.")
    fields = tuple(dict.fromkeys(truth.unrecorded))
    said = [f"The record lacks {' and '.join(fields)}."] if fields else []
    if truth.lacks:
        said.insert(0, f"The sample does not state {' or '.join(dict.fromkeys(truth.lacks))}.")
    return Judgement("not applicable", " ".join(said), lacking=fields)


def _sentence(faults: tuple[str, ...]) -> str:
    said = "; ".join(dict.fromkeys(faults))
    return f"{said[:1].upper()}{said[1:]}."
