"""Whether a word in the gap of a phrase turns it (``stop ... warfarin`` in *stop aspirin but not warfarin*)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medrules.model.book import Concept
from medrules.model.phrase import ConceptRef, Either, Gap, Maybe, Named, Near, Phrase, PhraseItem, Term, Word
from medrules.text.vocabulary_tables import read_set
from medrules.text.words import split


def turning_words() -> frozenset[str]:
    """The words that turn a meaning, one form each."""
    return read_set("turning_words.txt")


def may_be_turned(term: Term, concepts: Mapping[str, Concept]) -> bool:
    """Whether a term has a gap and is not itself written with a word that turns."""
    if not isinstance(term, Phrase | Near):
        return False
    items = term.items if isinstance(term, Phrase) else (*term.left.items, Gap(), *term.right.items)
    has_gap, own = False, False
    for item in _every(items, concepts, frozenset()):
        has_gap = has_gap or isinstance(item, Gap)
        own = own or (isinstance(item, Word) and not turning_words().isdisjoint(split(item.text).forms))
    return has_gap and not own


def is_turned(forms: Sequence[str], first: int, last: int) -> bool:
    """Whether one of the words from ``first`` to ``last`` (exclusive) turns."""
    words = turning_words()
    return any(forms[at] in words for at in range(first, last))


def _every(
    items: Sequence[PhraseItem], concepts: Mapping[str, Concept], seen: frozenset[str]
) -> Iterator[PhraseItem]:
    for item in items:
        yield item
        if isinstance(item, Either):
            for option in item.options:
                yield from _every(option, concepts, seen)
        elif isinstance(item, Maybe):
            yield from _every(item.items, concepts, seen)
        elif isinstance(item, ConceptRef) and item.name not in seen:
            for term in concepts[item.name].terms:
                yield from _every(_items(term), concepts, seen | {item.name})


def _items(term: Term) -> tuple[PhraseItem, ...]:
    if isinstance(term, Phrase):
        return term.items
    if isinstance(term, Near):
        return (*term.left.items, Gap(), *term.right.items)
    return (ConceptRef(name=term.name),) if isinstance(term, Named) else ()
