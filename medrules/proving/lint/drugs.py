"""*must never mention* a drug: warnings against the drug are forbidden too."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.rule import MustSay
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned
from medrules.proving.lint.walking import resolved, words
from medrules.text.vocabulary_known import drug_names


def check(subject: Subject) -> Iterator[Warned]:
    """Names of drugs among what an answer must never mention."""
    for rule in subject.book.rules:
        for obligation in rule.obligations:
            if not isinstance(obligation, MustSay) or obligation.verb != "mention" or not obligation.never:
                continue
            named = (
                word for term in resolved(obligation.target.terms, subject.book.concepts) for word in words(term)
            )
            drug = next((word for word in named if word in drug_names()), None)
            if drug is not None:
                message = f"'must never mention' also forbids a warning against {drug}"
                hint = f'did you mean: must never advise "{drug}", or: must never say …?'
                yield warned("L205", message, obligation.location, hint)
