"""The tally: counts what became of each row, in memory that grows with the cases and not with the samples."""

from __future__ import annotations

from collections import Counter

import numpy as np

from medrules.model.approval import Approvals
from medrules.model.book import RuleBook, Weights
from medrules.model.case import Unreadable
from medrules.model.scorecard import RowError, RowErrors, Scorecard
from medrules.model.verdict import Checked
from medrules.scoring.events import obligations
from medrules.scoring.kinds import KINDS, MET, kind
from medrules.scoring.log import Log
from medrules.scoring.profile import FAILED, Cell, Profile, Profiler

_EXAMPLES = 5


class Tally:
    """Counts over the rows of a run; ``a.merge(b)`` is the tally of both, in whatever order they were counted."""

    def __init__(self, book: RuleBook, weights: Weights, approvals: Approvals | None = None) -> None:
        """Begin to count; ``approvals``: what holds on the day of the run, so that the scorecard lists it."""
        self.book = book
        self.weights = weights
        self.approvals = approvals
        self.obligations = obligations(book)
        self.cells: dict[Cell, int] = {}
        self.profiles: dict[Profile, int] = {}
        self.samples = Log()
        """cell << 32 | profile"""
        self.verdicts = Log()
        """(cell * obligations + position) * KINDS + outcome"""
        self.errors: dict[str, RowErrors] = {}
        self.answered: Counter[tuple[str | None, str | None]] = Counter()
        self.lacking: Counter[tuple[str, str]] = Counter()
        """Answers by rule and by the field of the record that it needed and that was not stated."""
        self._profiler = Profiler(book, weights)
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
        self.lacking.update(checked.lacking)
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
        profile = self._profiler.profile(sample, checked.met, flagged, checked.escalation)
        self.samples.extend([cell << 32 | self.profiles.setdefault(profile, len(self.profiles))])
        base = cell * len(self.obligations)
        keys = [(base + position) * KINDS + MET for position in checked.met]
        keys += [(base + position) * KINDS + kind(verdict) for position, verdict in flagged]
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
            width = len(self.obligations) * KINDS
            self.verdicts.merge(cells[keys // width] * width + keys % width, counts)
        for errors in other.errors.values():
            self._add_errors(errors)
        self.answered.update(other.answered)
        self.lacking.update(other.lacking)

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
