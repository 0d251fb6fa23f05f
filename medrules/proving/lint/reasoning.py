"""Which conditions can hold together: every way in which their clauses can turn out is tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from medrules.model.rule import And, Condition, Metadata, Not, Or, RecordClause, Says
from medrules.proving.lint.walking import clauses

_MOST_WAYS = 4096
_OTHER = "another"
"""A value of the case that no clause names, or none at all."""

World = Mapping[str, Any]
"""Whether each clause on texts is true, and the value of each field of the case."""


def key(value: Any) -> str:
    """A text that two parts of rules share where they say the same."""
    return repr(_bare(value.model_dump()))


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(item) for name, item in value.items() if name not in ("location", "text")}
    return [_bare(item) for item in value] if isinstance(value, list | tuple) else value


def worlds(*conditions: Condition | None, categories: tuple[str, ...] = ()) -> list[World] | None:
    """Every way in which the clauses of these conditions can turn out; None where there are too many.

    ``categories``: those of a rule; a case in another category never comes to it.
    """
    found = [clause for condition in conditions for clause in clauses(condition)]
    texts = {key(clause): clause for clause in found if not isinstance(clause, Metadata)}
    fields: dict[str, list[str]] = {}
    for clause in found:
        if isinstance(clause, Metadata):
            known = fields.setdefault(clause.field, [_OTHER])
            known += [
                value for value in clause.values if value not in known and _open(clause.field, value, categories)
            ]
    ways = 2 ** len(texts)
    for values in fields.values():
        ways *= len(values)
    return list(_all(texts, fields)) if ways <= _MOST_WAYS else None


def _open(field: str, value: str, categories: tuple[str, ...]) -> bool:
    if field != "category" or not categories:
        return True
    return any(value == one or value.startswith(one + "/") or one.startswith(value + "/") for one in categories)


def _all(texts: Mapping[str, Condition], fields: Mapping[str, list[str]]) -> Iterator[World]:
    names = [*texts, *fields]
    options: list[list[bool] | list[str]] = [*([True, False] for _ in texts), *fields.values()]
    implied = list(_implications(texts))
    apart = list(_exclusions(texts))
    for choice in itertools.product(*options):
        world = dict(zip(names, choice, strict=True))
        possible = not any(world[strong] and not world[weak] for strong, weak in implied)
        if possible and not any(world[one] and world[other] for one, other in apart):
            yield world


def _implications(texts: Mapping[str, Condition]) -> Iterator[tuple[str, str]]:
    """What is said, advised or asked about is mentioned."""
    for strong, clause in texts.items():
        if isinstance(clause, Says) and clause.verb != "mention":
            weak = key(clause.model_copy(update={"verb": "mention"}))
            if weak in texts:
                yield strong, weak


def _exclusions(texts: Mapping[str, Condition]) -> Iterator[tuple[str, str]]:
    """Two clauses on one field of the record that cannot both be true: *below 5 years* and *above 80 years*."""
    asked = [(name, clause) for name, clause in texts.items() if isinstance(clause, RecordClause)]
    for (one, first), (other, second) in itertools.combinations(asked, 2):
        if first.field == second.field and _exclude(first, second):
            yield one, other


def _exclude(one: RecordClause, other: RecordClause) -> bool:
    if one.quantity is not None and other.quantity is not None:
        return one.quantity.unit == other.quantity.unit and (_ends_below(one, other) or _ends_below(other, one))
    if one.value is not None and other.value is not None:
        return one.value != other.value
    return "none" in (one.value, other.value) and "include" in (one.comparison, other.comparison)


def _ends_below(low: RecordClause, high: RecordClause) -> bool:
    """Whether every amount of the one clause is smaller than every amount of the other; the units are the same."""
    assert low.quantity is not None and high.quantity is not None  # noqa: S101
    if low.comparison not in ("below", "at most", "is") or high.comparison not in ("above", "at least", "is"):
        return False
    open_ = low.comparison == "below" or high.comparison == "above"
    most, least = low.quantity.amount, high.quantity.amount
    return most < least or (open_ and most == least)


def holds(condition: Condition | None, world: World) -> bool:
    """Whether a condition is true in a world; no condition is."""
    if isinstance(condition, Not):
        return not holds(condition.condition, world)
    if isinstance(condition, And):
        return all(holds(member, world) for member in condition.conditions)
    if isinstance(condition, Or):
        return any(holds(member, world) for member in condition.conditions)
    if isinstance(condition, Metadata):
        value = world[condition.field]
        return any(value == one or value.startswith(one + "/") for one in condition.values)
    return condition is None or bool(world[key(condition)])


def can_hold(*conditions: Condition | None, categories: tuple[str, ...] = ()) -> bool:
    """Whether all of the conditions can be true at once; yes where that is too much to work out."""
    found = worlds(*conditions, categories=categories)
    return found is None or any(all(holds(each, world) for each in conditions) for world in found)


def implies(one: Condition | None, other: Condition | None) -> bool:
    """Whether the other condition is true wherever the one is; no where that is too much to work out."""
    if other is None:
        return True
    found = worlds(one, other)
    return found is not None and all(holds(other, world) for world in found if holds(one, world))
