"""Un-negated: *Do not stop your warfarin* becomes *Stop your warfarin*, which breaks the ``never`` it had kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from medrules.model.rule import MustSay
from medrules.model.verdict import Evidence, Outcome, Verdict
from medrules.proving.mutants.mutant import Expectation, Kind, Mutant
from medrules.proving.mutants.shapes import quoted, upper_first
from medrules.proving.mutants.subject import Subject

_VERB = r"(?:(?:take|use|give|start|try|have|add|recommend|prescribe) (?:any |the |your |an? |more )?)?$"
_COMMANDS = re.compile(
    r"(?:^|[,;:*(] ?|\b(?:please|so|and|but|then)[ *]+)(do not|don['’]t|never|avoid) " + _VERB, re.IGNORECASE
)
_MODAL = re.compile(r"\b(?:should|must)( not| never|n['’]t) " + _VERB, re.IGNORECASE)
_COPULA = re.compile(r"\b(?:is|are)( not|n['’]t) (?:a |an |the )?$", re.IGNORECASE)
_LIMITS = re.compile(r"\b(?:if|unless|without|until|before|when)\b", re.IGNORECASE)


class _Cut(NamedTuple):
    start: int
    end: int
    words: str


def _make(subject: Subject) -> Iterator[Mutant]:
    for verdict in subject.verdicts:
        obligation = subject.obligations[verdict.obligation]
        if not isinstance(obligation, MustSay) or verdict.verdict != "met":
            continue
        held = _held(obligation, verdict)
        cut = _cut(subject, held, obligation) if held is not None else None
        if held is None or cut is None or _others(obligation, verdict):
            continue
        start, end = subject.sentence(held.start)
        text = subject.changed(cut.start, cut.end, cut.words)
        after = text[start : end + len(text) - len(subject.text)]
        expected = Expectation(obligation.number, _expected(obligation, subject.text[start:end]))
        yield Mutant(text, f"{quoted(subject.text[start:end])} → {quoted(after)}", (expected,))


def _held(obligation: MustSay, verdict: Verdict) -> Evidence | None:
    """The mention that is safe because of its negation, or that an ``advise against`` is met by."""
    if obligation.never and obligation.verb in ("say", "advise"):
        nearest = verdict.nearest
        turned = (
            nearest
            and nearest.reading
            and (nearest.reading.act == "advice against" or nearest.reading.polarity == "negated")
        )
        return nearest if turned and nearest and not nearest.doubtful and nearest.how != "corrected" else None
    if not obligation.never and obligation.verb == "advise against" and verdict.evidence:
        return verdict.evidence[0]
    return None


def _others(obligation: MustSay, verdict: Verdict) -> bool:
    """Whether another mention would keep an ``advise against`` met."""
    return not obligation.never and len(verdict.evidence) > 1


def _cut(subject: Subject, held: Evidence, obligation: MustSay) -> _Cut | None:
    """Where the negation stands, and what stands there without it; None: it is not right before the mention."""
    start, _ = subject.sentence(held.start)
    head = subject.text[start : held.start]
    if obligation.verb == "say":
        found = _COPULA.search(head)
        return _Cut(start + found.start(1), start + found.end(1), "") if found else None
    found = _COMMANDS.search(head)
    if found is None:
        found = _MODAL.search(head)
        return _Cut(start + found.start(1), start + found.end(1), "") if found else None
    begins = start + found.end(1) + 1
    first = subject.text[begins : held.end].split(" ", 1)[0]
    if found[1].lower() == "avoid":
        return None if first.endswith("ing") else _Cut(start + found.start(1), start + found.end(1), "Use")
    words = first if found.start(1) else upper_first(first)
    return _Cut(start + found.start(1), begins + len(first), words)


def _expected(obligation: MustSay, sentence: str) -> tuple[Outcome, ...]:
    """Violated; where a clinician's consent may be the condition perhaps a review, with an ``unless`` excused."""
    outcomes: tuple[Outcome, ...] = ("violated",)
    if obligation.never and _LIMITS.search(sentence):
        outcomes += ("review",)
    if obligation.unless is not None:
        outcomes += ("not applicable",)
    return outcomes


UNNEGATED = Kind("un-negated", _make)
