"""Conditions that are always or never true, and an *unless* that swallows its obligation."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.problem import Location
from medrules.model.rule import Condition, Metadata, MustSay, Not, Obligation, Rule, Says
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.reasoning import can_hold, key
from medrules.proving.lint.subject import Subject, Warned
from medrules.proving.lint.walking import clauses


def check(subject: Subject) -> Iterator[Warned]:
    """The ``when`` of each rule, and the ``unless`` of each obligation."""
    for rule in subject.book.rules:
        if rule.when is not None:
            yield from _judge(rule, rule.when)
        for obligation in rule.obligations:
            if obligation.unless is not None:
                yield from _unless(rule, obligation, obligation.unless)


def _judge(rule: Rule, when: Condition) -> Iterator[Warned]:
    if not can_hold(when, categories=rule.categories):
        hint = "change one of the clauses: together they can never be true, so the rule can never fire"
        yield warned("L301", "The rule's 'when' can never be true", _place(rule, when), hint)
    elif not can_hold(Not(condition=when), categories=rule.categories):
        hint = "leave 'when' out, if the rule is meant for every case"
        yield warned("L301", "The rule's 'when' is always true", _place(rule, when), hint)


def _unless(rule: Rule, obligation: Obligation, unless: Condition) -> Iterator[Warned]:
    place = _place(rule, unless)
    if not can_hold(rule.when, unless, categories=rule.categories):
        hint = "leave 'unless' out, or change it"
        yield warned("L301", "What follows 'unless' can never be true where the rule applies", place, hint)
    elif not can_hold(rule.when, Not(condition=unless), categories=rule.categories) or _of_itself(
        obligation, unless
    ):
        hint = "narrow it down: wherever the obligation could be violated, this holds too"
        yield warned("L302", "What follows 'unless' swallows the obligation", place, hint)


def _of_itself(obligation: Obligation, unless: Condition) -> bool:
    """Whether ``unless`` holds by what the obligation forbids: *never advise X unless output mentions X*."""
    if not isinstance(obligation, MustSay) or not obligation.never or not isinstance(unless, Says):
        return False
    weaker = unless.verb in ("mention", obligation.verb)
    anywhere = unless.placement.first_sentences is None and unless.placement.section is None
    asked = {key(term) for term in unless.target.terms}
    covered = unless.target.quantity == "any" and all(key(term) in asked for term in obligation.target.terms)
    return unless.side == "output" and weaker and anywhere and covered


def _place(rule: Rule, condition: Condition) -> Location:
    for clause in clauses(condition):
        if isinstance(clause, Says | Metadata) and clause.location is not None:
            return clause.location
    return rule.location
