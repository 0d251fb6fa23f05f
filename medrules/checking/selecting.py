"""Selects the rules that have to be looked at: by what was found in the texts, not one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from medrules.checking.applying import concerns
from medrules.checking.compiling import CompiledRule
from medrules.checking.settling import Lacking, Settling, groups_of
from medrules.checking.situation import Situation
from medrules.model.case import Sample
from medrules.model.rule import Side
from medrules.model.verdict import Met
from medrules.text.scan import Scanned


class Chosen(NamedTuple):
    """What has to be done with a sample."""

    rules: Sequence[CompiledRule]
    """The rules to look at, in the book's order."""
    met: Met
    """Positions of obligations met without looking."""
    lacking: Lacking
    """Fields that rules not looked at needed and the record did not state."""


class _Plan(NamedTuple):
    """The rules of one category."""

    always: tuple[int, ...]
    """Rules looked at in every answer."""
    of_record: tuple[tuple[int, CompiledRule], ...]
    """Rules looked at where there is a record; where there is none, mostly not."""
    by_group: dict[Side, dict[str, tuple[int, ...]]]
    """Rules by the groups that call for them."""
    quiet: dict[int, tuple[int, ...]]
    """Rules that are met where nothing calls for them, with the positions of their obligations."""
    met: Met
    """All positions of the quiet rules."""
    untouched: Chosen
    """What a sample comes to in which nothing is met, where no rule is looked at anyway."""

    @property
    def looks_anyway(self) -> bool:
        """Whether rules may have to be looked at in a sample in which nothing is met."""
        return bool(self.always or self.of_record)


class Selection:
    """Which rules to look at, worked out once for each category that occurs."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._rules = rules
        self._plans: dict[str | None, _Plan] = {}
        self._settling = Settling()
        self._general: list[int] = []
        self._of_case: dict[str, list[int]] = defaultdict(list)
        for index, rule in enumerate(rules):
            places = self._general if rule.rule.case is None else self._of_case[rule.rule.case]
            places.append(index)

    def first(self, side: Side) -> frozenset[str]:
        """The groups of a side that call for rules, whatever the category: they are looked for in every text."""
        return frozenset(self._plan(None).by_group[side])

    def choose(
        self, sample: Sample, output: Scanned, given: Scanned | None, situation: Callable[[], Situation]
    ) -> Chosen:
        """The rules to look at, and what comes of the others.

        Args:
            sample: the answer.
            output: what was found in it.
            given: what was found in the input.
            situation: the sample, read, where that is needed.
        """
        plan = self._plan(sample.category)
        if output.empty:
            every = [rule for rule in self.for_case(sample.case) if concerns(rule, sample.category)]
            return Chosen(every, _NONE, ())
        own = self._of_case.get(sample.case, ())
        if not (output.touched or own or plan.looks_anyway or (given is not None and given.touched)):
            return plan.untouched
        called = {*plan.always, *own}
        texts: tuple[tuple[Side, Scanned | None], ...] = (("output", output), ("input", given))
        for side, text in texts:
            if text is not None and text.touched:
                by_group = plan.by_group[side]
                for group in text.groups():
                    called.update(by_group.get(group, ()))
        lacking: Lacking = ()
        if plan.of_record:
            lacking = self._without_record(plan, called, sample, given, situation)
        if not called:
            return Chosen([], plan.met, lacking)
        seen = [position for index in called for position in plan.quiet.get(index, ())]
        met = plan.met.without(seen) if seen else plan.met
        return Chosen([self._rules[index] for index in sorted(called)], met, lacking)

    def _without_record(
        self,
        plan: _Plan,
        called: set[int],
        sample: Sample,
        given: Scanned | None,
        situation: Callable[[], Situation],
    ) -> Lacking:
        """Adds the rules that hang on the record to those called; of those left out, what they lack."""
        if sample.record is not None:
            called.update(index for index, _ in plan.of_record)
            return ()
        stated = (sample.category, sample.risk, sample.setting, sample.supervision)
        settled = self._settling.of(plan.of_record, called, situation, given is None, *stated)
        met = settled.lacking.keys() & called
        called |= settled.looked_at
        if not met:
            return settled.all_lacking
        return tuple(pair for index, pairs in settled.lacking.items() if index not in met for pair in pairs)

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
        of_record: list[tuple[int, CompiledRule]] = []
        by_group: dict[Side, dict[str, list[int]]] = {"input": defaultdict(list), "output": defaultdict(list)}
        quiet: dict[int, tuple[int, ...]] = {}
        for index, rule in enumerate(self._rules):
            if rule.rule.case is not None or not concerns(rule, category):
                continue
            anchors = rule.anchors
            if anchors is None:
                named = groups_of(rule.when) if rule.when is not None else None
                if named is None:
                    always.append(index)
                    continue
                of_record.append((index, rule))
                anchors = named
            for side, group in anchors:
                by_group["input" if side == "input" else "output"][group].append(index)
            if rule.when is None:
                quiet[index] = rule.positions
        met = tuple(position for positions in quiet.values() for position in positions)
        groups = {side: {group: tuple(rules) for group, rules in of.items()} for side, of in by_group.items()}
        return _Plan(tuple(always), tuple(of_record), groups, quiet, Met(met), Chosen((), Met(met), ()))


_NONE = Met(())
