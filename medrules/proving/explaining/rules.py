"""Explains a rule: when it applies, what is owed, what counts as what, and what its examples show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medrules.language import printing
from medrules.model.book import Concept, RuleBook, Rung
from medrules.model.phrase import Named, Term
from medrules.model.rule import Example, GivenRecord, MustEscalate, MustNotEscalateAbove, MustSay, Rule
from medrules.proving.examples import ExampleResult
from medrules.proving.explaining.wording import COUNTS, Wording, weakness
from medrules.proving.lint.walking import named, targets

_MOST_PHRASES = 12
"""Phrases of a concept that are shown."""


def explain_rule(book: RuleBook, rule: Rule, proven: Iterable[ExampleResult] = ()) -> Iterator[str]:
    """The rule in plain English, a line each.

    Args:
        book: the book that the rule stands in.
        rule: the rule.
        proven: its examples with what came out of them.
    """
    wording = Wording(book)
    yield f"{rule.id}: {rule.title}"
    yield f"  {rule.pack}, {rule.status}; harm if broken: {rule.harm}; {rule.location.file}:{rule.location.line}"
    yield ""
    yield from _when(rule, wording)
    yield ""
    yield "What is owed"
    for obligation in rule.obligations:
        yield f"  {obligation.number}. {wording.obligation(obligation)}."
        if isinstance(obligation, MustSay):
            yield f"     {COUNTS[obligation.verb]}"
        weak = weakness(obligation)
        if weak is not None:
            yield f"     {weak}"
        if obligation.unless is not None:
            yield f"     It does not count where {wording.condition(obligation.unless)}."
        if obligation.harm != rule.harm:
            yield f"     Harm if broken: {obligation.harm}."
    yield from _vocabulary(book, rule, wording)
    yield from _reasons(book, rule)
    yield from _examples(rule, proven)


def _when(rule: Rule, wording: Wording) -> Iterator[str]:
    yield "When it applies"
    scope = (
        f"Answers in {', '.join(rule.categories)}, and those of no stated category"
        if rule.categories
        else "Every answer"
    )
    yield f"  {scope}" + ("." if rule.when is None else f", where {wording.condition(rule.when)}.")


def _vocabulary(book: RuleBook, rule: Rule, wording: Wording) -> Iterator[str]:
    """The concepts and rungs that the rule names, with their phrases."""
    terms: list[Term] = [term for target in targets(rule) for term in target.terms]
    keys = list(dict.fromkeys(key for term in terms for key in named(term) if key in book.concepts))
    levels = {each.level for each in rule.obligations if isinstance(each, MustEscalate | MustNotEscalateAbove)}
    rungs = [rung for rung in book.ladder if rung.name in levels]
    if not keys and not rungs:
        return
    yield ""
    yield "What counts as what"
    for key in keys:
        yield from _listed(book.concepts[key], wording)
    for rung in rungs:
        yield from _listed(rung.model_copy(update={"name": f"to be sent to {rung.name}"}), wording)


def _listed(concept: Concept | Rung, wording: Wording) -> Iterator[str]:
    terms = concept.terms
    yield f"  {concept.name}" + (f" ({concept.title})" if concept.title else "")
    for term in terms[:_MOST_PHRASES]:
        yield ("    what counts as " if isinstance(term, Named) else "    ") + wording.term(term)
    if len(terms) > _MOST_PHRASES:
        yield f"    and {len(terms) - _MOST_PHRASES} more"


def _reasons(book: RuleBook, rule: Rule) -> Iterator[str]:
    yield ""
    yield "Why"
    if rule.because:
        yield f"  {' '.join(rule.because.split())}"
    for source in rule.sources:
        yield f"  Source: {source}"
    hazard = book.hazards.get(rule.hazard or "")
    if hazard is not None:
        yield f"  Hazard: {hazard.title}" + (f" (effect: {hazard.effect})" if hazard.effect else "")
    if rule.known_false_positives:
        yield f"  Known false positives: {rule.known_false_positives}"
    if rule.not_waivable:
        yield "  It cannot be waived: what it finds has to be mended."


def _examples(rule: Rule, proven: Iterable[ExampleResult]) -> Iterator[str]:
    if not rule.examples:
        return
    yield ""
    yield "Examples"
    standings = {id(result.example): result.standing for result in proven}
    for example in rule.examples:
        yield f"  {_verdict(example)}: “{' '.join(example.text.split())}”"
        given = _given(example)
        if given:
            yield f"    given {given}"
        if standings.get(id(example), "holds") != "holds":
            yield f"    {standings[id(example)]}"


def _verdict(example: Example) -> str:
    if example.expects == "passes":
        return "keeps the rule"
    return "breaks the rule" if example.violating is None else f"breaks obligation {example.violating}"


def _given(example: Example) -> str:
    if example.given is None:
        return ""
    parts = [f"“{' '.join(example.given.text.split())}”"] if example.given.text is not None else []
    parts += [f"{field} is {value}" for field, value in example.given.metadata]
    return " and ".join([*parts, *(f"the record's {_recorded(line)}" for line in example.given.record)])


def _recorded(line: GivenRecord) -> str:
    """One line of an example's record: ``age is 3 years``, ``allergies include "penicillin"``."""
    if line.terms:
        return f"{line.field} include {', '.join(printing.term(term) for term in line.terms)}"
    return f"{line.field} is {printing.quantity(line.quantity) if line.quantity is not None else line.value}"
