"""Phrases under *advise* that bring their own negation along."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.phrase import Phrase
from medrules.model.rule import MustSay
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned
from medrules.proving.lint.walking import opening

_NEGATIONS = frozenset({"do", "don't", "dont", "never", "not", "avoid"})
_INSTEAD = {
    ("advise", True): 'leave the negation out of the phrase: must never advise "…" is about advice to do it',
    ("advise", False): 'write: must advise against "…", without the negation',
    ("advise against", True): "leave the negation out of the phrase: what is discouraged is named without it",
    ("advise against", False): "leave the negation out of the phrase: what is discouraged is named without it",
}


def check(subject: Subject) -> Iterator[Warned]:
    """*must never advise "do not take"* and the like."""
    for rule in subject.book.rules:
        for obligation in rule.obligations:
            if not isinstance(obligation, MustSay) or obligation.verb not in ("advise", "advise against"):
                continue
            for term in obligation.target.terms:
                if isinstance(term, Phrase) and _negated(term):
                    side = "never " if obligation.never else ""
                    message = f"“{term.text}” brings its own negation along under 'must {side}{obligation.verb}'"
                    hint = _INSTEAD[obligation.verb, obligation.never]
                    yield warned("L203", message, term.location, hint)


def _negated(phrase: Phrase) -> bool:
    begins = opening(phrase.items)
    if begins == {"do"}:
        return bool(opening(phrase.items[1:]) & {"not"})
    return bool(begins) and begins <= _NEGATIONS
