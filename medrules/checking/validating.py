"""Looks for what keeps a rule book from working: unknown levels and concepts, circles, phrases without words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medrules.checking.compiling_texts import targets_of
from medrules.checking.obligations.exceed_limit import limit_of
from medrules.checking.problems import complaint
from medrules.model.book import RuleBook
from medrules.model.phrase import ConceptRef, Either, Exactly, Maybe, Named, Near, Phrase, PhraseItem, Target, Term
from medrules.model.problem import Location, Problem
from medrules.model.rule import (
    And,
    Condition,
    Escalates,
    MustEscalate,
    MustInclude,
    MustNotEscalateAbove,
    MustNotExceed,
    MustSay,
    Not,
    Obligation,
    Or,
    Placement,
    RecordClause,
    Says,
)
from medrules.text.words import split


def problems_of(book: RuleBook) -> list[Problem]:
    """Every problem, in the order of the book; a book that ``load`` gave has none."""
    found = [problem for concept in book.concepts.values() for problem in _terms(concept.terms, book)]
    found += [problem for rung in book.ladder for problem in _terms(rung.terms, book)]
    found += _circles(book)
    for rule in book.rules:
        if rule.when is not None:
            found += _condition(rule.when, book, rule.location)
        for obligation in rule.obligations:
            found += _obligation(obligation, book)
    return found


def _obligation(obligation: Obligation, book: RuleBook) -> Iterator[Problem]:
    if isinstance(obligation, MustEscalate | MustNotEscalateAbove):
        yield from _level(obligation.level, book, obligation.location)
    elif isinstance(obligation, MustSay):
        yield from _targets([obligation.target, obligation.before], book)
        yield from _placement(obligation.placement, book)
    elif isinstance(obligation, MustInclude):
        yield from _targets([obligation.before], book)
        yield from _placement(obligation.placement, book)
        for name in obligation.sections:
            if not split(name).forms:
                hint = "write the words of the heading"
                message = f"The section '{name}' has no word in its name"
                yield complaint("C105", message, obligation.location, hint)
    elif isinstance(obligation, MustNotExceed):
        yield from _limit(obligation, book)
    yield from _targets([targets_of(obligation)], book)
    if obligation.unless is not None:
        yield from _condition(obligation.unless, book, obligation.location)


def _limit(obligation: MustNotExceed, book: RuleBook) -> Iterator[Problem]:
    yield from _targets([obligation.target], book)
    yield from _placement(obligation.placement, book)
    if limit_of(obligation) is None:
        unit = obligation.most.unit if obligation.most is not None else None
        message = f"A dose is not measured in '{unit}'" if unit else "A limit of doses has no unit"
        hint = "write an amount of medicine: g, mg, mcg, mL, mmol, mEq, units, tablets, puffs or drops"
        yield complaint("C106", message, obligation.location, hint)


def _condition(condition: Condition, book: RuleBook, location: Location) -> Iterator[Problem]:
    if isinstance(condition, Says):
        yield from _targets([condition.target], book)
        yield from _placement(condition.placement, book)
    elif isinstance(condition, Escalates):
        yield from _level(condition.level, book, condition.location or location)
    elif isinstance(condition, RecordClause):
        yield from _targets([condition.target], book)
    elif isinstance(condition, Not):
        yield from _condition(condition.condition, book, location)
    elif isinstance(condition, And | Or):
        for clause in condition.conditions:
            yield from _condition(clause, book, location)


def _level(level: str, book: RuleBook, location: Location) -> Iterator[Problem]:
    known = [rung.name for rung in book.ladder]
    if level not in known:
        hint = f"write one of: {', '.join(known)}" if known else "declare the rungs: escalation NAME is …"
        yield complaint("C101", f"No ladder has the level '{level}'", location, hint)


def _placement(placement: Placement, book: RuleBook) -> Iterator[Problem]:
    yield from _targets([placement.same_sentence_as], book)


def _targets(targets: Iterable[Target | None], book: RuleBook) -> Iterator[Problem]:
    for target in targets:
        if target is not None:
            yield from _terms(target.terms, book)


def _terms(terms: Iterable[Term], book: RuleBook) -> Iterator[Problem]:
    for term in terms:
        for name in _names(term):
            if name not in book.concepts:
                hint = "declare it (concept NAME is …), or use the pack that has it"
                yield complaint("C102", f"No file declares the concept '{name}'", term.location, hint)
        if isinstance(term, Exactly) and not split(term.text).forms:
            hint = "write at least one letter or digit"
            yield complaint("C105", f"'{term.text}' holds no word", term.location, hint)


def _names(term: Term) -> Iterator[str]:
    if isinstance(term, Named):
        yield term.name
    elif isinstance(term, Phrase):
        yield from _item_names(term.items)
    elif isinstance(term, Near):
        yield from _item_names((*term.left.items, *term.right.items))


def _item_names(items: Iterable[PhraseItem]) -> Iterator[str]:
    for item in items:
        if isinstance(item, ConceptRef):
            yield item.name
        elif isinstance(item, Maybe):
            yield from _item_names(item.items)
        elif isinstance(item, Either):
            for option in item.options:
                yield from _item_names(option)


def _circles(book: RuleBook) -> Iterator[Problem]:
    """Each concept that can be reached from itself."""
    uses = {
        key: {name for term in concept.terms for name in _names(term)} for key, concept in book.concepts.items()
    }
    for key, concept in book.concepts.items():
        reached, todo = set[str](), list(uses[key])
        while todo:
            name = todo.pop()
            if name not in reached:
                reached.add(name)
                todo += uses.get(name, ())
        if key in reached:
            hint = "write out the phrases instead of the name"
            yield complaint("C103", f"The concept '{concept.name}' refers to itself", concept.location, hint)
