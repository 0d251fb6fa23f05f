"""Which conditions can hold together: every way in which their clauses can turn out is tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from medrules.model.rule import And, Condition, Metadata, Not, Or, Says
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
    for choice in itertools.product(*options):
        world = dict(zip(names, choice, strict=True))
        if not any(world[strong] and not world[weak] for strong, weak in implied):
            yield world


def _implications(texts: Mapping[str, Condition]) -> Iterator[tuple[str, str]]:
    """What is said, advised or asked about is mentioned."""
    for strong, clause in texts.items():
        if isinstance(clause, Says) and clause.verb != "mention":
            weak = key(clause.model_copy(update={"verb": "mention"}))
            if weak in texts:
                yield strong, weak


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
