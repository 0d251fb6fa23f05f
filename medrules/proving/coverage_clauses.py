"""Which clauses were ever true and ever false in an example, and which obligations kept and broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medrules.checking.checker import Checker
from medrules.language.printing import condition as printed
from medrules.model.book import RuleBook
from medrules.model.problem import Location
from medrules.model.rule import Condition, Example, Given, MustStayUnder, Not, Obligation, Rule
from medrules.proving.examples import ExampleResult, example_of_conversation
from medrules.proving.lint.walking import clauses

_ANY_LENGTH = 10**9


class ClauseUse(NamedTuple):
    """One clause of one condition."""

    rule: str
    where: str
    """``when``, or ``unless`` with the number of its obligation."""
    text: str
    location: Location
    ever_true: bool
    ever_false: bool


class ObligationUse(NamedTuple):
    """One obligation."""

    rule: str
    number: int
    text: str
    location: Location
    ever_kept: bool
    ever_broken: bool


class _Probe(NamedTuple):
    """A clause made into two rules, one that it decides and one that its opposite decides."""

    rule: Rule
    where: str
    clause: Condition
    holds: Rule
    fails: Rule
    shows: str
    """The verdict of either rule that shows its clause, or its opposite, to be true."""


def clause_uses(book: RuleBook, checker: Checker, examples: Sequence[ExampleResult]) -> list[ClauseUse]:
    """Every clause of every condition in the order of the rules.

    A clause of ``when`` is evaluated in the examples that are given something, one of ``unless`` in all.
    """
    probes = [probe for rule in book.rules for probe in _probes(rule)]
    if not probes:
        return []
    rules = tuple(rule for probe in probes for rule in (probe.holds, probe.fails))
    trial = Checker(book.model_copy(update={"rules": rules}), checker.weights)
    by_rule: dict[str, list[Example]] = {rule.id: [] for rule in book.rules}
    for result in examples:
        by_rule[result.rule.id].append(example_of_conversation(result.example))
    return [_used(probe, by_rule[probe.rule.id], trial) for probe in probes]


def _probes(rule: Rule) -> Iterator[_Probe]:
    anything = MustStayUnder(
        number=1,
        text="must stay under any length",
        harm="none",
        location=rule.location,
        words=_ANY_LENGTH,
    )
    for number, clause in enumerate(clauses(rule.when)):
        yes, no = (
            rule.model_copy(update={"id": f"{rule.id}/{number}/{side}", "when": when, "obligations": (anything,)})
            for side, when in (("true", clause), ("false", Not(condition=clause)))
        )
        yield _Probe(rule, "when", clause, yes, no, "met")
    for obligation in rule.obligations:
        for number, clause in enumerate(clauses(obligation.unless)):
            where = f"unless of obligation {obligation.number}"
            yes, no = (
                _excused(rule, obligation, f"{obligation.number}/{number}/{side}", unless)
                for side, unless in (("true", clause), ("false", Not(condition=clause)))
            )
            yield _Probe(rule, where, clause, yes, no, "not applicable")


def _excused(rule: Rule, obligation: Obligation, name: str, unless: Condition) -> Rule:
    alone = obligation.model_copy(update={"unless": unless})
    return rule.model_copy(update={"id": f"{rule.id}/{name}", "when": None, "obligations": (alone,)})


def _used(probe: _Probe, examples: Sequence[Example], trial: Checker) -> ClauseUse:
    looked_at = [each for each in examples if each.given is not None or probe.where != "when"]
    shown = [
        any(trial.check_example(rule, _given(example))[0].verdict == probe.shows for example in looked_at)
        for rule in (probe.holds, probe.fails)
    ]
    place = getattr(probe.clause, "location", None) or probe.rule.location
    return ClauseUse(probe.rule.id, probe.where, printed(probe.clause), place, shown[0], shown[1])


def _given(example: Example) -> Example:
    """The example with its conditions evaluated even where it is given nothing."""
    return example if example.given is not None else example.model_copy(update={"given": Given()})


def obligation_uses(book: RuleBook, examples: Sequence[ExampleResult]) -> list[ObligationUse]:
    """Every obligation of every rule in their order; only examples that hold count."""
    seen = {
        (result.rule.id, verdict.obligation, verdict.verdict)
        for result in examples
        if result.standing in ("holds", "starts to hold")
        for verdict in result.verdicts
    }
    return [
        ObligationUse(
            rule.id,
            obligation.number,
            obligation.text,
            obligation.location,
            (rule.id, obligation.number, "met") in seen,
            (rule.id, obligation.number, "violated") in seen,
        )
        for rule in book.rules
        for obligation in rule.obligations
    ]
