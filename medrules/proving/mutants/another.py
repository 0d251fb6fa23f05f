"""Moved to another person: *Call 911* becomes *Another patient was told to call 911*, no evidence any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medrules.model.rule import MustSay
from medrules.proving.mutants.mutant import Kind, Mutant
from medrules.proving.mutants.shapes import Shape, lower_first, quoted, shape
from medrules.proving.mutants.subject import Sole, Subject, no_evidence

_PERSONS = ("neighbour", "colleague", "landlord")
_VERBS = {"have": "has", "are": "is", "had": "had", "need": "needs", "will": "will"}
_HAVING = re.compile(r"You (have|are|had|need|will) ")
_YOURS = re.compile(r"\b(your|yourself)\b", re.IGNORECASE)
_THEIRS = {"your": "their", "yourself": "themselves"}
_YOU = re.compile(r"\b(?:you|we|they|she|he|I)\b|\b(?:their|them|her|him|his)\b", re.IGNORECASE)

_FORBIDS = re.compile(r"(?:do not|don['’]t|never) ", re.IGNORECASE)


def _make(subject: Subject) -> Iterator[Mutant]:
    person = next((word for word in _PERSONS if word not in subject.asked.lower()), None)
    for sole in subject.soles:
        found = shape(subject, sole)
        if found is None or person is None or _asks(sole):
            continue
        after = _moved(subject.text, sole, found, person)
        if after is None:
            continue
        before = subject.text[sole.start : sole.end]
        text = subject.changed(sole.start, sole.end, after)
        yield Mutant(text, f"{quoted(before)} → {quoted(after)}", (no_evidence(sole),))


def _asks(sole: Sole) -> bool:
    return isinstance(sole.obligation, MustSay) and sole.obligation.verb == "ask about"


def _moved(text: str, sole: Sole, found: Shape, person: str) -> str | None:
    """The sentence about somebody else; None where another pronoun would keep it with the reader."""
    if found.kind == "command":
        rest, opening = lower_first(text[found.start : sole.end]), "Another patient was told to "
    elif found.kind == "duty" and found.word.lower() == "you":
        rest, opening = text[found.rest : sole.end], "Another patient was told to "
    elif found.kind == "statement" and (having := _HAVING.match(text, sole.start, sole.end)):
        rest, opening = text[having.end() : sole.end], f"Your {person} {_VERBS[having[1]]} "
    else:
        return None
    if _YOU.search(rest) or _FORBIDS.match(rest):
        return None
    return opening + _YOURS.sub(lambda match: _THEIRS[match[1].lower()], rest)


ANOTHER = Kind("another person", _make)
