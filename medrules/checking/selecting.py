"""Selects the rules that have to be looked at: by what was found in the texts, not one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from medrules.checking.applying import concerns
from medrules.checking.compiling import CompiledRule
from medrules.checking.situation import Situation


class _Plan(NamedTuple):
    """The rules of one category."""

    always: tuple[int, ...]
    """Rules looked at in every answer."""
    by_group: dict[tuple[str, str], tuple[int, ...]]
    """Rules by the groups that call for them."""
    quiet: dict[int, tuple[int, ...]]
    """Rules that are met where nothing calls for them, with the positions of their obligations."""
    met: tuple[int, ...]
    """All positions of the quiet rules."""


class Selection:
    """Which rules to look at, worked out once for each category that occurs."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._rules = rules
        self._plans: dict[str | None, _Plan] = {}
        self._general: list[int] = []
        self._of_case: dict[str, list[int]] = defaultdict(list)
        for index, rule in enumerate(rules):
            places = self._general if rule.rule.case is None else self._of_case[rule.rule.case]
            places.append(index)

    def choose(self, situation: Situation, *, everything: bool) -> tuple[list[CompiledRule], tuple[int, ...]]:
        """The rules to look at in the book's order, and positions of obligations met without looking."""
        sample = situation.sample
        if everything:
            return self.for_case(sample.case), ()
        plan = self._plan(sample.category)
        if situation.empty:
            return [rule for rule in self.for_case(sample.case) if concerns(rule, sample.category)], ()
        called = {*plan.always, *self._of_case.get(sample.case, ())}
        for text in (situation.output, situation.input):
            if text is not None:
                for group in text.hits:
                    called.update(plan.by_group.get((text.side, group), ()))
        seen = {position for index in called for position in plan.quiet.get(index, ())}
        met = tuple(position for position in plan.met if position not in seen) if seen else plan.met
        return [self._rules[index] for index in sorted(called)], met

    def for_case(self, case: str) -> list[CompiledRule]:
        """The rules in the book's order without those that are another case's own."""
        own = self._of_case.get(case)
        return [self._rules[index] for index in (sorted([*self._general, *own]) if own else self._general)]

    def _plan(self, category: str | None) -> _Plan:
        if category not in self._plans:
            self._plans[category] = self._worked_out(category)
        return self._plans[category]

    def _worked_out(self, category: str | None) -> _Plan:
        always: list[int] = []
        by_group: dict[tuple[str, str], list[int]] = defaultdict(list)
        quiet: dict[int, tuple[int, ...]] = {}
        for index, rule in enumerate(self._rules):
            if rule.rule.case is not None or not concerns(rule, category):
                continue
            anchors = rule.anchors
            if anchors is None:
                always.append(index)
                continue
            for anchor in anchors:
                by_group[anchor].append(index)
            if rule.when is None:
                quiet[index] = tuple(obligation.position for obligation in rule.obligations)
        met = tuple(position for positions in quiet.values() for position in positions)
        return _Plan(tuple(always), {key: tuple(rules) for key, rules in by_group.items()}, quiet, met)
