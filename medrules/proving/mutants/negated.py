"""Negated: *Call 911* becomes *Do not call 911*, which is no evidence any more (the verdict table's last row)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medrules.model.rule import MustSay
from medrules.proving.mutants.mutant import Kind, Mutant
from medrules.proving.mutants.shapes import Shape, lower_first, quoted, shape
from medrules.proving.mutants.subject import Sole, Subject, no_evidence

_ITSELF = re.compile(r"\b(?:not|no|never|nothing|without|avoid|stop)\b|n['’]t\b", re.IGNORECASE)

_PLURAL = ("you", "they")


def _make(subject: Subject) -> Iterator[Mutant]:
    for sole in subject.soles:
        found = shape(subject, sole)
        if found is None or not _negatable(sole, found):
            continue
        before = subject.text[sole.start : sole.end]
        after = _negated(subject.text, sole, found)
        text = subject.changed(sole.start, sole.end, after)
        yield Mutant(text, f"{quoted(before)} → {quoted(after)}", (no_evidence(sole),))


def _negatable(sole: Sole, found: Shape) -> bool:
    """No question, no advice against, and in advice no negation that would make two of them."""
    obligation = sole.obligation
    if isinstance(obligation, MustSay) and obligation.verb in ("ask about", "advise against"):
        return False
    return found.kind == "statement" or not any(_ITSELF.search(each.text) for each in sole.evidence)


def _negated(text: str, sole: Sole, found: Shape) -> str:
    begin, rest, done = text[sole.start : found.start], text[found.start : sole.end], text[found.rest : sole.end]
    if found.kind == "statement":
        return f"It is not true that {lower_first(rest)}"
    if found.kind == "duty":
        return f"{found.word} should not {done}"
    if found.kind == "need":
        return f"{found.word} {'do' if found.word.lower() in _PLURAL else 'does'} not need {done}"
    if found.kind == "counsel":
        return f"I would not {found.word} {done}"
    return begin + ("do not " if begin else "Do not ") + lower_first(rest)


NEGATED = Kind("negated", _make)
