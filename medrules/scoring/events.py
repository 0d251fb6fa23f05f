"""Events: violations of one sample that are one mishap, so that it is charged once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from medrules.model.book import RuleBook
from medrules.model.rule import Harm, MustEscalate, Obligation, Rule
from medrules.model.verdict import Verdict

Links = tuple[Hashable, ...]


class Charge(NamedTuple):
    """One obligation of one sample, as the grouping needs it."""

    links: Links
    """Whatever it shares with others of its event: its hazard, *must escalate*."""
    spans: tuple[tuple[str, int, int], ...]
    """(side, start, end) of its evidence; empty unless it is violated or to be reviewed."""


def obligations(book: RuleBook) -> list[tuple[Rule, Obligation]]:
    """Every obligation of a rule book with its rule, in order: what ``Checked.met`` counts positions in."""
    return [(rule, obligation) for rule in book.rules for obligation in rule.obligations]


def links(rule: Rule, obligation: Obligation) -> Links:
    """What joins this obligation to others of the same event, wherever the evidence stands."""
    found: list[Hashable] = []
    if rule.hazard is not None:
        found.append(("hazard", rule.hazard))
    if isinstance(obligation, MustEscalate):
        found.append("must escalate")
    return tuple(found)


def spans(verdict: Verdict) -> tuple[tuple[str, int, int], ...]:
    """(side, start, end) of a verdict's evidence."""
    return tuple((item.side, item.start, item.end) for item in verdict.evidence)


def group(charges: Sequence[Charge]) -> list[int]:
    """The event of each charge, numbered from 0 in order: connected by a link or by overlapping evidence."""
    parents = list(range(len(charges)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for one, other in _joined(charges):
        parents[root(other)] = root(one)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(index), len(numbers)) for index in range(len(charges))]


def _joined(charges: Sequence[Charge]) -> Iterable[tuple[int, int]]:
    """Pairs of charges that belong to one event (enough of them to connect all that are connected)."""
    first: dict[Hashable, int] = {}
    placed = []
    for index, charge in enumerate(charges):
        for link in charge.links:
            yield first.setdefault(link, index), index
        placed += [(side, start, end, index) for side, start, end in charge.spans]
    reach: tuple[str, int, int] | None = None
    for side, start, end, index in sorted(placed):
        if reach is not None and reach[0] == side and start < reach[1]:
            yield reach[2], index
            reach = (side, max(reach[1], end), index)
        else:
            reach = (side, end, index)


def worst_harm(harms: Iterable[Harm], order: Sequence[Harm]) -> int:
    """Index in ``order`` of the worst of several harms; -1 where there is none."""
    return max((order.index(harm) for harm in harms), default=-1)
