"""One-word phrases that nearly every text holds."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.phrase import Named, Phrase, Term, Word
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned
from medrules.proving.lint.walking import targets
from medrules.text.vocabulary import canonical
from medrules.text.vocabulary_tables import read_lines

_MOST_COMMON = 250
"""Ranks of the list of common English words (those of medical answers among them) that say too little alone."""


def check(subject: Subject) -> Iterator[Warned]:
    """A phrase of one common word in a rule, or in a concept that a rule names by itself."""
    common = set(read_lines("common_words.txt")[:_MOST_COMMON])
    seen: set[int] = set()
    waiting = [term for rule in subject.book.rules for target in targets(rule) for term in target.terms]
    while waiting:
        term = waiting.pop(0)
        if id(term) in seen:
            continue
        seen.add(id(term))
        if isinstance(term, Named) and term.name in subject.book.concepts:
            waiting += subject.book.concepts[term.name].terms
        word = _only_word(term)
        if word is not None and canonical(word.lower()) in common and subject.owns(term.location):
            message = f"Nearly every text holds the word “{word}”"
            yield warned("L206", message, term.location, "add a word that stands beside it in what you look for")


def _only_word(term: Term) -> str | None:
    if isinstance(term, Phrase) and len(term.items) == 1 and isinstance(term.items[0], Word):
        return term.items[0].text
    return None
