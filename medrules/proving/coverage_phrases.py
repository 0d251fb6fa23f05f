"""Which phrases of rules, concepts and rungs any example has ever matched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from medrules.language.printing import condition as printed
from medrules.language.printing import term as printed_term
from medrules.model.book import RuleBook
from medrules.model.phrase import Target, Term
from medrules.model.problem import Location
from medrules.model.rule import Escalates, MustEscalate, MustNotEscalateAbove, Rule, Says, Side
from medrules.proving.examples import ExampleResult, example_of_conversation
from medrules.proving.lint.walking import clauses, conditions, named, targets_of
from medrules.text.scan import Scanner


class PhraseUse(NamedTuple):
    """One phrase in one place: a clause or obligation of a rule, a concept, a rung."""

    owner: str
    """``rule ID``, ``concept NAME`` or ``escalation NAME``."""
    place: str
    """In a rule: the clause or obligation that it stands in; else empty."""
    text: str
    """As a rule writes it."""
    location: Location
    matched: bool


class _Place(NamedTuple):
    owner: str
    part: str
    location: Location
    terms: tuple[Term, ...]


class _Wanted(NamedTuple):
    """One list of phrases that a rule looks for on one side, and the places of concepts that it reaches."""

    rule: str
    side: Side
    places: tuple[_Place, ...]


def phrase_uses(book: RuleBook, examples: Sequence[ExampleResult]) -> list[PhraseUse]:
    """Every phrase that the rules of a book look for, in their order, and whether an example matched it.

    A phrase of a concept is matched by an example of a rule that looks for the concept, on the side it looks at.
    """
    wanted = [each for rule in book.rules for each in _wanted(rule, book)]
    numbers = _numbered(wanted)
    texts = _texts(examples)
    met: set[tuple[_Place, int]] = set()
    for side in ("input", "output"):
        found = _found(side, wanted, numbers, book, texts)
        for each in wanted:
            if each.side == side:
                hits = found.get(each.rule, frozenset())
                met |= {(place, at) for place in each.places for at in _hit(place, numbers, hits)}
    places = dict.fromkeys(place for each in wanted for place in each.places)
    return [
        PhraseUse(place.owner, place.part, printed_term(term), term.location or place.location, (place, at) in met)
        for place in sorted(places, key=lambda place: _order(place.owner))
        for at, term in enumerate(place.terms)
    ]


def _order(owner: str) -> int:
    return ("rule", "concept", "escalation").index(owner.partition(" ")[0])


def _wanted(rule: Rule, book: RuleBook) -> Iterator[_Wanted]:
    laddered = False
    for condition in conditions(rule):
        for clause in clauses(condition):
            laddered |= isinstance(clause, Escalates)
            if isinstance(clause, Says):
                place = _Place(f"rule {rule.id}", printed(clause), clause.location or rule.location, ())
                yield _looked_for(rule, clause.side, place, clause.target, book)
    for obligation in rule.obligations:
        laddered |= isinstance(obligation, MustEscalate | MustNotEscalateAbove)
        for target in targets_of(obligation):
            place = _Place(f"rule {rule.id}", obligation.text, obligation.location, ())
            yield _looked_for(rule, "output", place, target, book)
    if laddered:
        for rung in book.ladder:
            place = _Place(f"escalation {rung.name}", "", rung.location, rung.terms)
            yield _Wanted(rule.id, "output", (place, *_concepts(rung.terms, book)))


def _looked_for(rule: Rule, side: Side, place: _Place, target: Target, book: RuleBook) -> _Wanted:
    return _Wanted(rule.id, side, (place._replace(terms=target.terms), *_concepts(target.terms, book)))


def _concepts(terms: Iterable[Term], book: RuleBook) -> Iterator[_Place]:
    """The concepts that terms name, and those that these name."""
    waiting = list(dict.fromkeys(key for term in terms for key in named(term)))
    seen = set(waiting)
    while waiting:
        concept = book.concepts[waiting.pop(0)]
        yield _Place(f"concept {concept.key}", "", concept.location, concept.terms)
        more = dict.fromkeys(key for term in concept.terms for key in named(term))
        waiting += [key for key in more if key not in seen]
        seen.update(more)


def _numbered(wanted: Iterable[_Wanted]) -> dict[tuple[_Place, int], str]:
    """A name for each phrase of each place, by which the scan reports it."""
    numbers: dict[tuple[_Place, int], str] = {}
    for each in wanted:
        for place in each.places:
            for at in range(len(place.terms)):
                numbers.setdefault((place, at), str(len(numbers)))
    return numbers


def _texts(examples: Iterable[ExampleResult]) -> dict[Side, dict[str, list[str]]]:
    """What the examples of each rule give and answer."""
    texts: dict[Side, dict[str, list[str]]] = {"input": defaultdict(list), "output": defaultdict(list)}
    for result in examples:
        example = example_of_conversation(result.example)
        texts["output"][result.rule.id].append(example.text)
        if example.given is not None and example.given.text is not None:
            texts["input"][result.rule.id].append(example.given.text)
    return texts


def _found(
    side: Side,
    wanted: Iterable[_Wanted],
    numbers: Mapping[tuple[_Place, int], str],
    book: RuleBook,
    texts: Mapping[Side, Mapping[str, list[str]]],
) -> dict[str, frozenset[str]]:
    """The names of the phrases found in the texts of each rule."""
    groups = {
        numbers[place, at]: (term,)
        for each in wanted
        if each.side == side
        for place in each.places
        for at, term in enumerate(place.terms)
    }
    scanner = Scanner(groups, book.concepts)
    return {
        rule: frozenset(group for scanned in scanner.scan(of_rule) for group in scanned.hits)
        for rule, of_rule in texts[side].items()
    }


def _hit(place: _Place, numbers: Mapping[tuple[_Place, int], str], hits: frozenset[str]) -> Iterator[int]:
    return (at for at in range(len(place.terms)) if numbers[place, at] in hits)
