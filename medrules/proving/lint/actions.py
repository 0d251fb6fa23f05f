"""Actions under *say*: whoever asks that something be done means *advise*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medrules.model.phrase import Phrase
from medrules.model.rule import MustSay
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned
from medrules.text.document import Document
from medrules.text.words import split

_OPEN = re.compile(r"\b(?:if|when|unless|until|should)\s*$", re.IGNORECASE)
"""A phrase that ends so (*come back if*) names a condition, and *unconditionally* would refuse it."""


def check(subject: Subject) -> Iterator[Warned]:
    """*must say "call 911"*."""
    for rule in subject.book.rules:
        for obligation in rule.obligations:
            if not isinstance(obligation, MustSay) or obligation.verb != "say" or obligation.never:
                continue
            for term in obligation.target.terms:
                if isinstance(term, Phrase) and not _OPEN.search(term.text) and _is_action(term.text):
                    message = (
                        f"“{term.text}” is something to do, and 'must say' is also met by a statement about it"
                    )
                    hint = f'did you mean: must advise "{term.text}" unconditionally, or: must escalate to …?'
                    yield warned("L204", message, term.location, hint)


def _is_action(text: str) -> bool:
    """Whether the text, as a sentence of its own, is read as advice."""
    sentence = f"{text[:1].upper()}{text[1:]}."
    return Document(split(sentence)).reading(0, len(sentence) - 1).act == "advice"
