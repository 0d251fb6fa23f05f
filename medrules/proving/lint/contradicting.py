"""Obligations that no answer can meet together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from medrules.model.rule import MustEscalate, MustNotEscalateAbove, MustSay, Obligation, Rule
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.reasoning import implies, key
from medrules.proving.lint.subject import Subject, Warned


class _Owed(NamedTuple):
    rule: Rule
    obligation: Obligation


def check(subject: Subject) -> Iterator[Warned]:
    """What one rule demands and another forbids in the same situation."""
    owed = [
        _Owed(rule, obligation)
        for rule in subject.book.rules
        for obligation in rule.obligations
        if obligation.unless is None
    ]
    yield from _said(owed)
    yield from _levels(owed, [rung.name for rung in subject.book.ladder])


def _said(owed: list[_Owed]) -> Iterator[Warned]:
    forbidden: dict[str, list[_Owed]] = defaultdict(list)
    for each in owed:
        if isinstance(each.obligation, MustSay) and each.obligation.never:
            for term in each.obligation.target.terms:
                forbidden[key(term)].append(each)
    for each in owed:
        demand = each.obligation
        if not isinstance(demand, MustSay) or demand.never:
            continue
        for other in _forbidding(demand, forbidden):
            yield from _clash(each, other)


def _forbidding(demand: MustSay, forbidden: dict[str, list[_Owed]]) -> list[_Owed]:
    """The prohibitions that leave no way to meet a demand."""
    by_term = [forbidden.get(key(term), []) for term in demand.target.terms]
    found = [other for others in by_term for other in others if _same_act(demand, other.obligation)]
    if demand.target.quantity == "all":
        return list(dict.fromkeys(found))
    return [other for other in dict.fromkeys(found) if all(other in others for others in by_term)]


def _same_act(demand: MustSay, prohibition: Obligation) -> bool:
    """Whether doing what is demanded is what is forbidden: whatever is advised is mentioned."""
    return isinstance(prohibition, MustSay) and (
        prohibition.verb in (demand.verb, "mention")
        and prohibition.target.quantity == "any"
        and prohibition.before is None
        and prohibition.placement == demand.placement
    )


def _levels(owed: list[_Owed], ladder: list[str]) -> Iterator[Warned]:
    limits = [each for each in owed if isinstance(each.obligation, MustNotEscalateAbove)]
    for each in owed:
        for other in limits:
            if isinstance(each.obligation, MustEscalate) and isinstance(other.obligation, MustNotEscalateAbove):
                wanted, most = each.obligation.level, other.obligation.level
                if wanted in ladder and most in ladder and ladder.index(wanted) > ladder.index(most):
                    yield from _clash(each, other)


def _clash(each: _Owed, other: _Owed) -> Iterator[Warned]:
    if not _meet(each.rule, other.rule):
        return
    where = f"{other.rule.location.file}, line {other.obligation.location.line}"
    message = (
        f"'{each.obligation.text}' and '{other.obligation.text}' ({other.rule.id}: {where}) contradict each other"
    )
    hint = "narrow one of the two rules down with 'when', or take one of them out"
    yield warned("L303", message, each.obligation.location, hint)


def _meet(one: Rule, other: Rule) -> bool:
    """Whether one of two rules applies wherever the other does, in a category that they share."""
    shared = (
        not one.categories
        or not other.categories
        or any(
            a == b or a.startswith(b + "/") or b.startswith(a + "/")
            for a in one.categories
            for b in other.categories
        )
    )
    return shared and (implies(one.when, other.when) or implies(other.when, one.when))
