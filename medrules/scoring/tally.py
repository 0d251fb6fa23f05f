"""The tally: counts what became of each row, in memory that grows with the cases and not with the samples."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from medrules.model.book import RuleBook, Weights
from medrules.model.case import Sample, Unreadable
from medrules.model.reading import Escalation
from medrules.model.rule import HARMS
from medrules.model.scorecard import RowError, RowErrors, Scorecard
from medrules.model.verdict import Checked, Verdict
from medrules.scoring.events import Charge, group, links, obligations, spans

MET, VIOLATED, REVIEW, ERROR = range(4)
OUTCOMES: Final = {"met": MET, "violated": VIOLATED, "review": REVIEW, "error": ERROR}
JUDGED, TRUNCATED, EMPTY, FAILED = range(4)

CUT_OFF: Final = ("length", "max_tokens")
"""Finish reasons of an answer that ran out of room (OpenAI's and Anthropic's names)."""
_EXAMPLES = 5
_FEWEST_TO_COMPACT = 1 << 16


class Cell(NamedTuple):
    """What places a sample in the figures: its case, and the segments it belongs to."""

    case: str
    model: str | None
    version: str | None
    category: str | None
    risk: str | None
    setting: str | None
    supervision: str | None
    subgroup: tuple[str, ...]


class Profile(NamedTuple):
    """What one sample adds to the figures. Harms are indices into ``HARMS``; points carry no multiplier."""

    state: int
    events: tuple[int, ...] = ()
    """Worst harm of each event, review left out."""
    events_review: tuple[int, ...] = ()
    """The same, review counted as violated."""
    violated: bool = False
    review: bool = False
    lost: float = 0.0
    """Points of applicable events that were violated …"""
    at_stake: float = 0.0
    """… of all applicable events, review left out."""
    lost_review: float = 0.0
    at_stake_review: float = 0.0
    gold: tuple[int, ...] | None = None
    """Acceptable rungs; None: no gold; empty: a gold rung that no ladder has."""
    rung: int = -1
    """-1: not determined."""
    weak: bool = False


class Log:
    """How often each number was seen; equal ones are merged whenever the log has doubled."""

    def __init__(self) -> None:
        self._new: list[int] = []
        self._keys: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self._counts: npt.NDArray[np.int64] = np.empty(0, np.int64)

    def extend(self, keys: Sequence[int]) -> None:
        """Count each of these once."""
        self._new.extend(keys)
        if len(self._new) >= max(_FEWEST_TO_COMPACT, len(self._keys)):
            self.counts()

    def merge(self, keys: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> None:
        """Count each key as often as said."""
        self.counts()
        merged, where = np.unique(np.concatenate([self._keys, keys]), return_inverse=True)
        totals = np.zeros(len(merged), np.int64)
        np.add.at(totals, where, np.concatenate([self._counts, counts]))
        self._keys, self._counts = merged, totals

    def counts(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The distinct numbers, sorted, and how often each was seen."""
        if self._new:
            new, self._new = self._new, []
            keys, counts = np.unique(np.array(new, np.int64), return_counts=True)
            self.merge(keys, counts.astype(np.int64))
        return self._keys, self._counts


class Tally:
    """Counts over the rows of a run; ``a.merge(b)`` is the tally of both, in whatever order they were counted."""

    def __init__(self, book: RuleBook, weights: Weights) -> None:
        self.book = book
        self.weights = weights
        self.obligations = obligations(book)
        self.cells: dict[Cell, int] = {}
        self.profiles: dict[Profile, int] = {}
        self.samples = Log()
        """cell << 32 | profile"""
        self.verdicts = Log()
        """(cell * obligations + position) * 4 + outcome"""
        self.errors: dict[str, RowErrors] = {}
        self.answered: Counter[tuple[str | None, str | None]] = Counter()
        self._links = [links(rule, obligation) for rule, obligation in self.obligations]
        self._harms = [HARMS.index(obligation.harm) for _, obligation in self.obligations]
        self._worth = [float(weights.points.get(obligation.harm, 0.0)) for _, obligation in self.obligations]
        self._any_link = any(self._links)
        self._rungs = {rung.name: index for index, rung in enumerate(book.ladder)}
        self._positions = {
            (rule.id, obligation.number): position for position, (rule, obligation) in enumerate(self.obligations)
        }

    def add(self, checked: Checked) -> None:
        """Count one row."""
        sample = checked.sample
        if isinstance(sample, Unreadable):
            self._add_unreadable(sample)
            return
        self.answered[sample.model, sample.version] += 1
        cell = self._cell(
            Cell(
                sample.case,
                sample.model,
                sample.version,
                sample.category,
                sample.risk,
                sample.setting,
                sample.supervision,
                sample.subgroup,
            )
        )
        flagged = [
            (self._positions[verdict.rule, verdict.obligation], verdict)
            for verdict in checked.verdicts
            if verdict.verdict in {"violated", "review", "error"}
        ]
        profile = self._profile(sample, checked.met, flagged, checked.escalation)
        self.samples.extend([cell << 32 | self.profiles.setdefault(profile, len(self.profiles))])
        base = cell * len(self.obligations)
        keys = [(base + position) * 4 + MET for position in checked.met]
        keys += [(base + position) * 4 + OUTCOMES[verdict.verdict] for position, verdict in flagged]
        self.verdicts.extend(keys)

    def merge(self, other: Tally) -> None:
        """Count everything that ``other`` counted. Both are of one rule book."""
        cells = np.array([self._cell(cell) for cell in other.cells], np.int64)
        profiles = np.array(
            [self.profiles.setdefault(profile, len(self.profiles)) for profile in other.profiles], np.int64
        )
        keys, counts = other.samples.counts()
        if len(keys):
            self.samples.merge(cells[keys >> 32] << 32 | profiles[keys & 0xFFFFFFFF], counts)
        keys, counts = other.verdicts.counts()
        if len(keys):
            width = len(self.obligations) * 4
            self.verdicts.merge(cells[keys // width] * width + keys % width, counts)
        for errors in other.errors.values():
            self._add_errors(errors)
        self.answered.update(other.answered)

    def scorecard(self, confidence: float = 0.95, seed: int = 0) -> Scorecard:
        """Every figure of what was counted; the same whatever the order of counting.

        Args:
            confidence: of intervals and of one-sided bounds.
            seed: of the resampling behind the intervals of means.
        """
        from medrules.scoring.scoring import score

        return score(self, confidence, seed)

    def _cell(self, cell: Cell) -> int:
        return self.cells.setdefault(cell, len(self.cells))

    def _add_unreadable(self, row: Unreadable) -> None:
        case = row.case if row.case is not None else f"{row.file}:{row.line}"
        cell = self._cell(Cell(case, row.model, None, row.category, None, None, None, ()))
        profile = self.profiles.setdefault(Profile(FAILED), len(self.profiles))
        self.samples.extend([cell << 32 | profile])
        self.answered[row.model, None] += 1
        example = RowError(file=row.file, line=row.line, reason=row.reason, hint=row.hint)
        self._add_errors(RowErrors(code=row.code, count=1, examples=(example,)))

    def _add_errors(self, errors: RowErrors) -> None:
        known = self.errors.get(errors.code)
        if known is not None:
            examples = sorted(known.examples + errors.examples, key=lambda error: (error.file, error.line))
            errors = RowErrors(
                code=errors.code, count=known.count + errors.count, examples=tuple(examples[:_EXAMPLES])
            )
        self.errors[errors.code] = errors

    def _profile(
        self,
        sample: Sample,
        met: tuple[int, ...],
        flagged: list[tuple[int, Verdict]],
        escalation: Escalation | None,
    ) -> Profile:
        broken = [item for item in flagged if item[1].verdict == "violated"]
        doubted = [item for item in flagged if item[1].verdict != "error"]
        events = self._events(broken)
        lost, at_stake = self._stake(met, broken)
        lost_review, at_stake_review = (
            self._stake(met, doubted) if len(doubted) > len(broken) else (lost, at_stake)
        )
        gold, rung, weak = self._triage(sample, escalation)
        return Profile(
            state=_state(sample),
            events=events,
            events_review=self._events(doubted) if len(doubted) > len(broken) else events,
            violated=bool(broken),
            review=len(doubted) > len(broken),
            lost=lost,
            at_stake=at_stake,
            lost_review=lost_review,
            at_stake_review=at_stake_review,
            gold=gold,
            rung=rung,
            weak=weak,
        )

    def _events(self, flagged: list[tuple[int, Verdict]]) -> tuple[int, ...]:
        """Worst harm of each event among these verdicts, worst first."""
        if len(flagged) < 2:
            return tuple(self._harms[position] for position, _ in flagged)
        numbers = group([Charge(self._links[position], spans(verdict)) for position, verdict in flagged])
        worst: dict[int, int] = {}
        for number, (position, _) in zip(numbers, flagged, strict=True):
            worst[number] = max(worst.get(number, -1), self._harms[position])
        return tuple(sorted(worst.values(), reverse=True))

    def _stake(self, met: tuple[int, ...], broken: list[tuple[int, Verdict]]) -> tuple[float, float]:
        """Points of the events violated, and of all applicable events, grouped alike."""
        linked = [position for position in met if self._links[position]] if self._any_link else []
        alone = [self._worth[position] for position in met if not self._links[position]]
        if not broken and not linked:
            return 0.0, math.fsum(alone)
        charges = [Charge(self._links[position], spans(verdict)) for position, verdict in broken]
        charges += [Charge(self._links[position], ()) for position in linked]
        positions = [position for position, _ in broken] + linked
        most: dict[int, float] = {}
        lost: dict[int, float] = {}
        for index, number in enumerate(group(charges)):
            points = self._worth[positions[index]]
            most[number] = max(most.get(number, 0.0), points)
            if index < len(broken):
                lost[number] = max(lost.get(number, 0.0), points)
        return math.fsum(lost.values()), math.fsum([*alone, *most.values()])

    def _triage(self, sample: Sample, escalation: Escalation | None) -> tuple[tuple[int, ...] | None, int, bool]:
        if not sample.gold.escalation or escalation is None:
            return None, -1, False
        gold = tuple(sorted({self._rungs[name] for name in sample.gold.escalation if name in self._rungs}))
        if escalation.rung is None:
            return gold, -1, False
        return gold, self._rungs.get(escalation.rung, -1), escalation.weak


def _state(sample: Sample) -> int:
    if not sample.output.strip():
        return EMPTY
    return TRUNCATED if (sample.finish_reason or "").lower() in CUT_OFF else JUDGED
