"""Selects the rules that have to be looked at: by what was found in the texts, not one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from medrules.checking.applying import concerns
from medrules.checking.compiling import CompiledRule
from medrules.model.case import Sample
from medrules.model.rule import Side
from medrules.model.verdict import Met
from medrules.text.scan import Scanned


class _Plan(NamedTuple):
    """The rules of one category."""

    always: tuple[int, ...]
    """Rules looked at in every answer."""
    by_group: dict[Side, dict[str, tuple[int, ...]]]
    """Rules by the groups that call for them."""
    quiet: dict[int, tuple[int, ...]]
    """Rules that are met where nothing calls for them, with the positions of their obligations."""
    met: Met
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

    def first(self, side: Side) -> frozenset[str]:
        """The groups of a side that call for rules, whatever the category: they are looked for in every text."""
        return frozenset(self._plan(None).by_group[side])

    def choose(self, sample: Sample, output: Scanned, given: Scanned | None) -> tuple[list[CompiledRule], Met]:
        """The rules to look at in the book's order, and positions of obligations met without looking."""
        plan = self._plan(sample.category)
        if output.empty:
            return [rule for rule in self.for_case(sample.case) if concerns(rule, sample.category)], _NONE
        called = {*plan.always, *self._of_case.get(sample.case, ())}
        texts: tuple[tuple[Side, Scanned | None], ...] = (("output", output), ("input", given))
        for side, text in texts:
            if text is not None and text.touched:
                by_group = plan.by_group[side]
                for group in text.hits:
                    called.update(by_group.get(group, ()))
        if not called:
            return [], plan.met
        seen = [position for index in called for position in plan.quiet.get(index, ())]
        return [self._rules[index] for index in sorted(called)], plan.met.without(seen) if seen else plan.met

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
        by_group: dict[Side, dict[str, list[int]]] = {"input": defaultdict(list), "output": defaultdict(list)}
        quiet: dict[int, tuple[int, ...]] = {}
        for index, rule in enumerate(self._rules):
            if rule.rule.case is not None or not concerns(rule, category):
                continue
            anchors = rule.anchors
            if anchors is None:
                always.append(index)
                continue
            for side, group in anchors:
                by_group["input" if side == "input" else "output"][group].append(index)
            if rule.when is None:
                quiet[index] = tuple(obligation.position for obligation in rule.obligations)
        met = tuple(position for positions in quiet.values() for position in positions)
        groups = {side: {group: tuple(rules) for group, rules in of.items()} for side, of in by_group.items()}
        return _Plan(tuple(always), groups, quiet, Met(met))


_NONE = Met(())
