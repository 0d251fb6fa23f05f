"""Draws verdicts for review at random from each stratum of category, risk and outcome (*not applicable* too)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from random import Random
from typing import NamedTuple, TypeVar

from medrules.model.book import RuleBook
from medrules.model.case import Sample
from medrules.model.review import CaseCounts, Item, ReviewKey, Stratum
from medrules.model.rule import HARMS, Obligation, Rule
from medrules.model.verdict import OUTCOMES, Checked, Outcome
from medrules.reviewing.reservoir import Reservoir

T = TypeVar("T")
_SEVERE = HARMS.index("severe")
_STRATUM = tuple[str, str, Outcome]


class Drawn(NamedTuple):
    """One verdict that was drawn, with all that a reviewer has to see."""

    sample: Sample
    position: int
    """Of its obligation in the book."""


class Drawing:
    """Looks at every row of a run; memory grows with cases and with what is drawn, not with verdicts."""

    def __init__(self, book: RuleBook, per_stratum: int, seed: int) -> None:
        self._seed = seed
        self._size = per_stratum
        self.obligations: list[tuple[Rule, Obligation]] = [
            (rule, obligation) for rule in book.rules for obligation in rule.obligations
        ]
        self._severe = [HARMS.index(obligation.harm) >= _SEVERE for _, obligation in self.obligations]
        self._position = {(rule.id, item.number): at for at, (rule, item) in enumerate(self.obligations)}
        self._general = [at for at, (rule, _) in enumerate(self.obligations) if rule.case is None]
        self._own: dict[str, list[int]] = {}
        for at, (rule, _) in enumerate(self.obligations):
            if rule.case is not None:
                self._own.setdefault(rule.case, []).append(at)
        self._strata: dict[_STRATUM, Reservoir[Drawn]] = {}
        self._cases: dict[str, list[int]] = {}

    def add(self, checked: Checked) -> None:
        """Look at one row; what could not be read or judged is not reviewed."""
        sample = checked.sample
        if not isinstance(sample, Sample) or not sample.output.strip():
            return
        flagged = {self._position[each.rule, each.obligation]: each.verdict for each in checked.verdicts}
        outcomes: dict[Outcome, list[int]] = {"met": list(checked.met)}
        for position, outcome in flagged.items():
            if outcome in ("violated", "review"):
                outcomes.setdefault(outcome, []).append(position)
        for outcome, positions in outcomes.items():
            self._reservoir(sample, outcome).offer(len(positions), partial(_drawn, sample, sorted(positions)))
        applied = {*checked.met, *flagged}
        left = [at for at in (*self._general, *self._own.get(sample.case, ())) if at not in applied]
        self._reservoir(sample, "not applicable").offer(len(left), partial(_drawn, sample, left))
        self._count(sample, outcomes)

    def _reservoir(self, sample: Sample, outcome: Outcome) -> Reservoir[Drawn]:
        stratum: _STRATUM = (
            (sample.category or "uncategorised").partition("/")[0],
            sample.risk or "risk not stated",
            outcome,
        )
        found = self._strata.get(stratum)
        if found is None:
            found = self._strata[stratum] = Reservoir(self._size, "\n".join((str(self._seed), *stratum)))
        return found

    def _count(self, sample: Sample, outcomes: dict[Outcome, list[int]]) -> None:
        counts = self._cases.setdefault(sample.case, [0, 0, 0, 0, 0])
        counts[4] += 1
        for outcome in ("met", "violated"):
            positions = outcomes.get(outcome, [])
            severe = sum(self._severe[at] for at in positions)
            counts[1] += len(positions)
            counts[3] += severe
            if outcome == "violated":
                counts[0] += len(positions)
                counts[2] += severe

    def finish(self, rules: Sequence[str], answers: Sequence[str]) -> tuple[ReviewKey, list[Drawn]]:
        """The key, and what was drawn in the order of its items.

        Args:
            rules: SHA-256 of each rule file.
            answers: SHA-256 of each answer file, and of each file of what was asked.
        """
        filled = [(name, each) for name, each in sorted(self._strata.items(), key=_order) if each.seen]
        strata = tuple(
            Stratum(category=name[0], risk=name[1], verdict=name[2], population=each.seen, drawn=len(each.kept))
            for name, each in filled
        )
        drawn = [(number, one) for number, (_, each) in enumerate(filled) for one in each.kept]
        shuffled(drawn, self._seed, "items")
        width = len(str(len(drawn)))
        items = tuple(
            self._item(f"R{at:0{width}}", stratum, strata, one) for at, (stratum, one) in enumerate(drawn, 1)
        )
        key = ReviewKey(
            seed=self._seed,
            rules=tuple(sorted(rules)),
            answers=tuple(sorted(answers)),
            strata=strata,
            items=items,
            counts=_counts(self._cases.values()),
        )
        return key, [one for _, one in drawn]

    def _item(self, name: str, stratum: int, strata: Sequence[Stratum], drawn: Drawn) -> Item:
        rule, obligation = self.obligations[drawn.position]
        sample = drawn.sample
        return Item(
            id=name,
            stratum=stratum,
            case=sample.case,
            sample=sample.id,
            model=sample.model,
            rule=rule.id,
            obligation=obligation.number,
            severe=self._severe[drawn.position],
            verdict=strata[stratum].verdict,
            samples=self._cases[sample.case][4],
        )


def _drawn(sample: Sample, positions: Sequence[int], at: int) -> Drawn:
    return Drawn(sample, positions[at])


def _order(stratum: tuple[_STRATUM, object]) -> tuple[str, str, int]:
    category, risk, outcome = stratum[0]
    return category, risk, OUTCOMES.index(outcome)


def _counts(cases: Iterable[list[int]]) -> tuple[CaseCounts, ...]:
    alike = Counter(tuple(each) for each in cases)
    return tuple(
        CaseCounts(
            violated=each[0],
            judged=each[1],
            severe_violated=each[2],
            severe_judged=each[3],
            samples=each[4],
            cases=alike[each],
        )
        for each in sorted(alike)
    )


def shuffled(things: list[T], seed: int, name: str) -> None:
    """Put things into an order that tells nothing, the same for the same seed."""
    Random(f"{seed}\n{name}").shuffle(things)  # noqa: S311 (an order, not a secret)
