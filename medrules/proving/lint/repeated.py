"""Phrases of a list that another phrase of it already finds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import cast

from medrules.model.phrase import ConceptRef, Either, Gap, Maybe, Phrase, PhraseItem, Prefix, Term, Word
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Fix, Subject, Warned
from medrules.proving.lint.walking import lists, words
from medrules.text.document import Document
from medrules.text.phrases import Matcher
from medrules.text.words import split

_MOST_READINGS = 12
"""A phrase that can be read in more ways is not compared."""
_NEGATIONS = frozenset({"no", "not", "nothing", "never", "none", "without", "don't", "isn't", "cannot", "can't"})
_FILLER = "qzq"
"""Stands in a gap; no phrase has such a word."""


def check(subject: Subject) -> Iterator[Warned]:
    """The later of two equal phrases, and a phrase that holds another whole."""
    rungs = {rung.terms for rung in subject.book.ladder}
    for terms in lists(subject.book):
        if len(terms) > 1 and any(subject.owns(term.location) for term in terms):
            yield from _list(subject, terms, of_rung=terms in rungs)


def _list(subject: Subject, terms: tuple[Term, ...], *, of_rung: bool) -> Iterator[Warned]:
    matcher = Matcher({str(number): [term] for number, term in enumerate(terms)}, subject.book.concepts)
    held = [_holds(matcher, term, number) for number, term in enumerate(terms)]
    for number, others in enumerate(held):
        term = terms[number]
        equal = [other for other in others if other < number and number in held[other]]
        held_whole = [o for o in others if number not in held[o] and not _denies(term, terms[o])]
        if not isinstance(term, Phrase) or not subject.owns(term.location):
            continue
        if equal:
            yield _repeats(term, terms[equal[0]])
        elif held_whole and not of_rung:  # "get him to hospital" is an order there, "hospital" is a place
            other = terms[held_whole[0]]
            message = f"Wherever “{term.text}” is found, “{_text(other)}” is found already"
            yield warned(
                "L202", message, term.location, "take it out, unless the longer text is to be shown as found"
            )


def _denies(term: Term, other: Term) -> bool:
    """Whether the longer phrase brings a negation along: a cue inside a phrase is read as part of it."""
    return bool(_NEGATIONS & (set(words(term)) - set(words(other))))


def _repeats(term: Phrase, other: Term) -> Warned:
    same = isinstance(other, Phrase) and other.items == term.items
    fix = Fix("take out", term.location) if same and term.location else None
    message = f"“{term.text}” finds the same as “{_text(other)}”"
    return warned("L201", message, term.location, "take one of them out", fix)


def _text(term: Term) -> str:
    return cast(str, getattr(term, "text", None) or getattr(term, "name", "another"))


def _holds(matcher: Matcher, term: Term, number: int) -> set[int]:
    """The other terms that are found in every text in which this one is found."""
    if not isinstance(term, Phrase):
        return set()
    readings = list(itertools.islice(_readings(term.items), _MOST_READINGS + 1))
    if not readings or len(readings) > _MOST_READINGS or any(isinstance(item, ConceptRef) for item in term.items):
        return set()
    found = [{int(hit.group) for hit in matcher.find(Document(split(text)))} for text in readings]
    return set.intersection(*found) - {number}


def _readings(items: tuple[PhraseItem, ...]) -> Iterator[str]:
    """Texts in which the phrase is found, each gap empty and as wide as it goes."""
    options = [list(_texts(item)) for item in items]
    for choice in itertools.product(*options):
        yield " ".join(text for text in choice if text)


def _texts(item: PhraseItem) -> Iterator[str]:
    if isinstance(item, Word):
        yield item.text
    elif isinstance(item, Prefix):
        yield from (item.stem, item.stem + _FILLER)
    elif isinstance(item, Gap):
        yield from ("", " ".join([_FILLER] * item.most))
    elif isinstance(item, Maybe):
        yield ""
        yield from _readings(item.items)
    elif isinstance(item, Either):
        for option in item.options:
            yield from _readings(option)
