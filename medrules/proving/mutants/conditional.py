"""Made conditional: *Call 911* becomes *If it gets worse, call 911*; what that means depends on the verb."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.rule import MustNotExceed, MustSay
from medrules.model.verdict import Outcome
from medrules.proving.mutants.mutant import Expectation, Kind, Mutant
from medrules.proving.mutants.shapes import lower_first, quoted, shape
from medrules.proving.mutants.subject import Sole, Subject

_CONDITIONS = (
    ("If it gets worse, ", ("worse", "worsen")),
    ("If a rash appears, ", ("rash", "spots")),
    ("If you have a fever, ", ("fever", "temperature", "hot")),
)
"""A condition, and the words of a question that would assert it already."""


def _make(subject: Subject) -> Iterator[Mutant]:
    asked = subject.asked.lower()
    opening = next((text for text, asserted in _CONDITIONS if not any(word in asked for word in asserted)), None)
    for sole in subject.soles:
        found = shape(subject, sole)
        if found is None or found.kind == "later command" or opening is None:
            continue
        expected = _expected(sole)
        if expected is None:
            continue
        before = subject.text[sole.start : sole.end]
        after = opening + lower_first(before)
        text = subject.changed(sole.start, sole.end, after)
        yield Mutant(
            text, f"{quoted(before)} → {quoted(after)}", (Expectation(sole.obligation.number, (expected,)),)
        )


def _expected(sole: Sole) -> Outcome | None:
    """By the row *conditional* of the verdict table."""
    obligation = sole.obligation
    if isinstance(obligation, MustNotExceed):
        return "violated"
    if not isinstance(obligation, MustSay):
        return sole.without
    if obligation.verb == "ask about":
        return None
    if obligation.never:
        return "review" if obligation.verb == "say" else "violated"
    return "violated" if obligation.unconditionally and obligation.verb != "mention" else "met"


CONDITIONAL = Kind("conditional", _make)
