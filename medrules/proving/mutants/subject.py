"""An example to be changed: its text as it is read, its verdicts, and which of them rest on one sentence alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from medrules.checking.checker import Checker
from medrules.model.rule import MustEscalate, MustNotEscalateAbove, MustNotExceed, MustSay, Obligation
from medrules.model.verdict import Evidence, Outcome, Verdict
from medrules.proving.examples import ExampleResult
from medrules.proving.mutants.misspelling import Spelling
from medrules.proving.mutants.mutant import Expectation
from medrules.text.document import Document
from medrules.text.words import split

NOTHING_SAID = "Thank you for your message."
"""Stands where a sentence is taken out, so that an answer of one sentence does not become empty."""


class Sole(NamedTuple):
    """An obligation whose verdict rests on one sentence; without it the verdict would be ``without``."""

    obligation: Obligation
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    """In the order of the text."""
    start: int
    end: int
    """The sentence, in characters of the answer."""
    without: Outcome


class Subject:
    """One example that holds.

    Args:
        result: what came out when the example was tried.
        checker: the checker of the book that holds its rule.
        spelling: the words of that book.
    """

    def __init__(self, result: ExampleResult, checker: Checker, spelling: Spelling) -> None:
        self.rule = result.rule
        self.example = result.example
        self.verdicts = result.verdicts
        self.spelling = spelling
        self._checker = checker
        self._judged: dict[str, dict[int, Verdict]] = {}

    @property
    def text(self) -> str:
        """The answer."""
        return self.example.text

    @property
    def asked(self) -> str:
        """What the model was asked; empty where that is not given."""
        return (self.example.given.text if self.example.given else None) or ""

    @cached_property
    def document(self) -> Document:
        """The answer as it is read."""
        return Document(split(self.text))

    @cached_property
    def obligations(self) -> dict[int, Obligation]:
        """The obligations of the rule by number."""
        return {obligation.number: obligation for obligation in self.rule.obligations}

    def judged(self, text: str) -> dict[int, Verdict]:
        """The verdicts on another answer in the same situation, by the obligation's number."""
        if text not in self._judged:
            changed = self.example.model_copy(update={"text": text})
            self._judged[text] = {
                verdict.obligation: verdict for verdict in self._checker.check_example(self.rule, changed)
            }
        return self._judged[text]

    def changed(self, start: int, end: int, words: str) -> str:
        """The answer with other words between two places."""
        return self.text[:start] + words + self.text[end:]

    def sentence(self, position: int) -> tuple[int, int]:
        """The sentence at this character, from its first word to its closing marks."""
        return self.document.sentences[self.document.sentence(position)]

    @cached_property
    def soles(self) -> tuple[Sole, ...]:
        """The obligations whose verdict one sentence alone decides, by what is said, advised or asked in it."""
        return tuple(self._soles())

    def _soles(self) -> Iterator[Sole]:
        for verdict in self.verdicts:
            obligation = self.obligations[verdict.obligation]
            decided = _decided(obligation)
            evidence = sorted((each for each in verdict.evidence if each.side == "output"), key=_place)
            if decided is None or verdict.verdict != decided[0] or not evidence:
                continue
            start, end = self.sentence(evidence[0].start)
            if evidence[-1].end > end:
                continue
            without = self.judged(self.changed(start, end, NOTHING_SAID))[verdict.obligation].verdict
            if without == decided[1]:
                yield Sole(obligation, verdict, tuple(evidence), start, end, without)


def no_evidence(sole: Sole) -> Expectation:
    """What must come where the sentence says it no more: the verdict without it; *mention* does not mind.

    Where something is forbidden, an exception that the new words meet is as good.
    """
    obligation = sole.obligation
    if isinstance(obligation, MustSay) and obligation.verb == "mention":
        return Expectation(obligation.number, (sole.verdict.verdict,))
    excused: tuple[Outcome, ...] = ("not applicable",) if obligation.unless and sole.without == "met" else ()
    return Expectation(obligation.number, (sole.without, *excused))


def _place(evidence: Evidence) -> tuple[int, int]:
    return evidence.start, evidence.end


def _decided(obligation: Obligation) -> tuple[Outcome, Outcome] | None:
    """The verdicts where what an obligation speaks of is there, and is not; None: it speaks of no mention."""
    if isinstance(obligation, MustNotEscalateAbove | MustNotExceed):
        return "violated", "met"
    if isinstance(obligation, MustEscalate):
        return "met", "violated"
    if isinstance(obligation, MustSay):
        return ("violated", "met") if obligation.never else ("met", "violated")
    return None
