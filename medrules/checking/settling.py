"""Rules that ask a record: where there is none, and nothing they name is met, judged once for all such samples."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

from medrules.checking.clauses.logic import Conjunction, Disjunction, Negation
from medrules.checking.clauses.metadata import MetadataClause
from medrules.checking.clauses.record import Recorded
from medrules.checking.clauses.says import SaysClause
from medrules.checking.clauses.truth import Anchors, Clause, Truth
from medrules.checking.compiling import CompiledRule
from medrules.checking.obligations.judgement import undecided
from medrules.checking.situation import Situation

Lacking = tuple[tuple[str, str], ...]
"""Rules with a field of the record that they needed."""
_MOST_KEPT = 1024
"""Kinds of samples that are remembered."""


def groups_of(clause: Clause) -> Anchors | None:
    """The groups without which the truth of a condition hangs on what the sample states alone; None: on more."""
    if isinstance(clause, SaysClause):
        return clause.anchors
    if isinstance(clause, Recorded | MetadataClause):
        return frozenset()
    if isinstance(clause, Negation):
        return groups_of(clause.clause)
    if isinstance(clause, Conjunction | Disjunction):
        parts = [groups_of(part) for part in clause.clauses]
        known = [part for part in parts if part is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None
    return None


@dataclass(frozen=True)
class Settled:
    """The rules that hang on the record, for one kind of sample in which nothing is met that they name."""

    looked_at: frozenset[int]
    """Those that apply, or on which nobody can say so."""
    lacking: dict[int, Lacking]
    """By each of the others that lacks anything, what that is."""

    @cached_property
    def all_lacking(self) -> Lacking:
        """What they lack together."""
        return tuple(pair for pairs in self.lacking.values() for pair in pairs)


class Settling:
    """Remembers what the rules that hang on the record come to where there is none."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], dict[int, Lacking | None]] = {}
        self._whole: dict[tuple[object, ...], Settled] = {}

    def of(
        self,
        rules: Collection[tuple[int, CompiledRule]],
        called: Collection[int],
        situation: Callable[[], Situation],
        *key: object,
    ) -> Settled:
        """What the rules come to in a sample without a record.

        Args:
            rules: rules with their places.
            called: places of the rules of which something is met: those are not settled.
            situation: the sample, where a rule is met for the first time in a sample of its kind.
            key: all that the sample states and that has a say in it.
        """
        whole = self._whole.get(key)
        if whole is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
                self._whole.clear()
            known = self._kept.setdefault(key, {})
            for index, rule in rules:
                if index not in called and index not in known:
                    known[index] = _settled(rule, situation())
            whole = Settled(
                frozenset(index for index, found in known.items() if found is None),
                {index: lacking for index, _ in rules if (lacking := known.get(index))},
            )
            if len(known) == len(rules):
                self._whole[key] = whole
        return whole


def _settled(rule: CompiledRule, situation: Situation) -> Lacking | None:
    """What a rule lacks that does not apply; None where it has to be looked at each time."""
    try:
        truth = rule.when.holds(situation, None) if rule.when is not None else Truth(True)
    except Exception:
        return None  # looked at, it says so itself
    if truth.value or truth.faults:
        return None
    lacking = undecided(truth, "").lacking if truth.value is None else ()
    return tuple((rule.rule.id, field) for field in lacking)
