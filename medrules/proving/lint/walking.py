"""Walks through the parts of rules: their conditions, lists of phrases, and the concepts that these name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from medrules.model.book import Concept, RuleBook
from medrules.model.phrase import (
    ConceptRef,
    Either,
    Maybe,
    Named,
    Near,
    Phrase,
    PhraseItem,
    Prefix,
    Target,
    Term,
    Word,
)
from medrules.model.rule import (
    And,
    Condition,
    MustInclude,
    MustList,
    MustListNothingBeyond,
    MustNotExceed,
    MustRank,
    MustSay,
    Not,
    Obligation,
    Or,
    RecordClause,
    Rule,
    Says,
)


def clauses(condition: Condition | None) -> Iterator[Condition]:
    """The clauses of a condition, without what joins them."""
    if isinstance(condition, Not):
        yield from clauses(condition.condition)
    elif isinstance(condition, And | Or):
        for member in condition.conditions:
            yield from clauses(member)
    elif condition is not None:
        yield condition


def conditions(rule: Rule) -> Iterator[Condition]:
    """``when`` and every ``unless`` of a rule."""
    if rule.when is not None:
        yield rule.when
    for obligation in rule.obligations:
        if obligation.unless is not None:
            yield obligation.unless


def targets(rule: Rule) -> Iterator[Target]:
    """Every list of phrases in a rule."""
    for condition in conditions(rule):
        for clause in clauses(condition):
            if isinstance(clause, Says | RecordClause) and clause.target is not None:
                yield clause.target
    for obligation in rule.obligations:
        yield from targets_of(obligation)


def targets_of(obligation: Obligation) -> Iterator[Target]:
    """The lists of phrases of an obligation, but for those of its ``unless``."""
    if isinstance(obligation, MustSay | MustNotExceed | MustList):
        yield obligation.target
    elif isinstance(obligation, MustListNothingBeyond):
        yield Target(terms=obligation.terms)
    elif isinstance(obligation, MustRank):
        yield Target(terms=(obligation.term,))
    if isinstance(obligation, MustSay | MustInclude):
        for target in (obligation.before, obligation.placement.same_sentence_as):
            if target is not None:
                yield target


def lists(book: RuleBook) -> Iterator[tuple[Term, ...]]:
    """Every list of phrases in a book of which any is enough: of concepts, of rungs and of rules."""
    for concept in book.concepts.values():
        yield concept.terms
    for rung in book.ladder:
        yield rung.terms
    for rule in book.rules:
        yield from (target.terms for target in targets(rule) if target.quantity == "any")


def all_terms(book: RuleBook) -> Iterator[Term]:
    """Every term of a book."""
    for concept in book.concepts.values():
        yield from concept.terms
    for rung in book.ladder:
        yield from rung.terms
    for rule in book.rules:
        for target in targets(rule):
            yield from target.terms


def named(term: Term) -> Iterator[str]:
    """The keys of the concepts that a term names itself."""
    if isinstance(term, Named):
        yield term.name
    for item in flat(items(term)):
        if isinstance(item, ConceptRef):
            yield item.name


def items(term: Term) -> tuple[PhraseItem, ...]:
    """The items of a phrase, or of both phrases of a ``near``."""
    if isinstance(term, Phrase):
        return term.items
    return (*term.left.items, *term.right.items) if isinstance(term, Near) else ()


def flat(parts: Iterable[PhraseItem]) -> Iterator[PhraseItem]:
    """Words, beginnings of words, gaps and concepts, inside brackets too."""
    for part in parts:
        if isinstance(part, Maybe):
            yield from flat(part.items)
        elif isinstance(part, Either):
            for option in part.options:
                yield from flat(option)
        else:
            yield part


def words(term: Term) -> Iterator[str]:
    """The words of a term as written, in lower case; of a beginning (``antibiot*``) none."""
    for item in flat(items(term)):
        if isinstance(item, Word):
            yield item.text.lower()


def opening(parts: tuple[PhraseItem, ...]) -> set[str]:
    """The words that a match can begin with, in lower case."""
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Word):
            return found | {part.text.lower()}
        if isinstance(part, Either):
            return found.union(*(opening(option) for option in part.options))
        if isinstance(part, Maybe):
            found |= opening(part.items)
            continue
        return found | ({part.stem.lower()} if isinstance(part, Prefix) else set())
    return found


def resolved(terms: Iterable[Term], concepts: Mapping[str, Concept]) -> Iterator[Term]:
    """The terms with those of every concept named among them, and of the concepts these name."""
    seen: set[str] = set()
    waiting = list(terms)
    while waiting:
        term = waiting.pop(0)
        yield term
        for key in named(term):
            if key in concepts and key not in seen:
                seen.add(key)
                waiting += concepts[key].terms
