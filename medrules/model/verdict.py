"""Verdicts: one obligation judged on one sample, with everything that a reader needs to question it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Literal, NamedTuple, overload

from medrules.model.case import Sample, Unreadable
from medrules.model.reading import Escalation, How, Reading
from medrules.model.rule import Harm, Listed, Side

Outcome = Literal["not applicable", "met", "violated", "review", "error"]
DiscrepancyKind = Literal["omission", "invention", "contradiction", "outdated"]
"""Left out; not in the record; another value than the record's; stopped or replaced in the record."""
OUTCOMES: tuple[Outcome, ...] = ("not applicable", "met", "violated", "review", "error")


class Evidence(NamedTuple):
    """Characters of the untouched original that a verdict rests on; ``end`` is exclusive."""

    side: Side
    start: int
    end: int
    text: str
    phrase: str
    how: How
    reading: Reading | None = None
    doubtful: bool = False


class Discrepancy(NamedTuple):
    """One point on which an answer and the record differ, both sides quoted."""

    kind: DiscrepancyKind
    field: Listed
    recorded: str | None
    """What the record states, as written; None: nothing (an invention)."""
    said: Evidence | None
    """What the answer says; None: nothing (an omission)."""


class Verdict(NamedTuple):
    """One obligation on one sample."""

    case: str
    sample: str
    model: str | None
    rule: str
    obligation: int
    statement: str
    """The obligation in the language's own spelling."""
    verdict: Outcome
    harm: Harm
    points: float
    """Harm points of the weights in force times their multipliers; 0 unless violated."""
    category: str | None
    hazard: str | None
    evidence: tuple[Evidence, ...]
    """Strongest first. Empty for an absence."""
    trigger: tuple[Evidence, ...]
    """What made the rule apply."""
    nearest: Evidence | None
    """For an absence: the nearest miss (the right phrase with the wrong reading), if any."""
    reason: str
    """One plain sentence: why this verdict."""
    because: str | None
    file: str
    line: int
    discrepancies: tuple[Discrepancy, ...] = ()
    """Of obligations on the record: each omission, invention, contradiction and outdated statement."""
    waived: bool = False
    """A waiver in force covers it: counted and printed apart."""


class Met(Sequence[int]):
    """Positions of obligations met: those of all answers of a kind, but for some, and some of this answer's own.

    What is common is shared between answers, so that an answer costs no more where there are more rules.

    Args:
        common: positions that most answers share.
        but: those of them that are not met here.
        own: positions met here alone.
    """

    __slots__ = ("but", "common", "own")

    def __init__(
        self, common: tuple[int, ...], but: frozenset[int] = frozenset(), own: tuple[int, ...] = ()
    ) -> None:
        self.common, self.but, self.own = common, but, own

    def without(self, positions: Collection[int]) -> Met:
        """The same but for these."""
        return Met(self.common, self.but.union(positions), self.own)

    def and_own(self, positions: Collection[int]) -> Met:
        """The same and these."""
        return Met(self.common, self.but, (*self.own, *positions))

    def __iter__(self) -> Iterator[int]:
        but = self.but
        yield from (position for position in self.common if position not in but) if but else self.common
        yield from self.own

    def __len__(self) -> int:
        return len(self.common) - len(self.but) + len(self.own)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...
    def __getitem__(self, index: Any) -> Any:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Met | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class Checked(NamedTuple):
    """What became of one row of a batch."""

    sample: Sample | Unreadable
    verdicts: tuple[Verdict, ...]
    """Violated, review and error; with ``--verdicts-all`` met and not applicable too."""
    met: Sequence[int]
    """Obligations met, as positions in ``obligations(book)``; those in no list were not applicable."""
    escalation: Escalation | None
    """The rung that the answer advises; None for an unreadable row, or where no ladder is declared."""
    lacking: tuple[tuple[str, str], ...] = ()
    """Rules with a field that they needed and the record did not state."""
    confidence: float | None = None
    """How confident the answer is of itself, between 0 and 1: as its row states it, else as its text does."""
    correct: bool | None = None
    """Whether an answer with a confidence says the gold answer; None: no confidence, no gold one, or a doubt."""
