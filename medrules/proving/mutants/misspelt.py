"""Misspelt: one slip in a long word of the evidence, which must be read as a slip (*review*) or change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.rule import MustEscalate, MustNotEscalateAbove, MustNotExceed, MustSay, Obligation
from medrules.model.verdict import Verdict
from medrules.proving.mutants.mutant import Expectation, Kind, Mutant
from medrules.proving.mutants.shapes import quoted
from medrules.proving.mutants.subject import Subject


def _make(subject: Subject) -> Iterator[Mutant]:
    for verdict in subject.verdicts:
        found = _slip(subject, verdict) if _rests(subject.obligations[verdict.obligation], verdict) else None
        if found is None:
            continue
        start, end, slip = found
        expected = Expectation(verdict.obligation, tuple(dict.fromkeys((verdict.verdict, "review"))))
        change = f"{quoted(subject.text[start:end])} → {quoted(slip)}"
        yield Mutant(subject.changed(start, end, slip), change, (expected,))


def _rests(obligation: Obligation, verdict: Verdict) -> bool:
    """Whether the verdict stands on what was found: a demand met, or something forbidden found."""
    if not isinstance(obligation, MustSay | MustEscalate | MustNotEscalateAbove | MustNotExceed):
        return False
    forbids = obligation.never if isinstance(obligation, MustSay) else not isinstance(obligation, MustEscalate)
    return bool(verdict.evidence) and verdict.verdict == ("violated" if forbids else "met")


def _slip(subject: Subject, verdict: Verdict) -> tuple[int, int, str] | None:
    """The first long word of the evidence that can be misspelt without a doubt of what is meant."""
    words = subject.document.words
    for evidence in verdict.evidence:
        if evidence.side != "output":
            continue
        for start, end in zip(words.starts, words.ends, strict=True):
            if evidence.start <= start and end <= evidence.end:
                slip = subject.spelling.slip(subject.text[start:end], evidence.phrase)
                if slip is not None:
                    return start, end, slip
    return None


MISSPELT = Kind("misspelt", _make)
