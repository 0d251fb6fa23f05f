"""The tally: counts what became of each row, in memory that grows with the cases and not with the samples."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from medrules.model.approval import Approvals
from medrules.model.book import RuleBook, Weights
from medrules.model.case import Unreadable
from medrules.model.scorecard import RowError, RowErrors, Scorecard
from medrules.model.verdict import Checked, Verdict
from medrules.scoring.configurations import Configurations, asked
from medrules.scoring.events import obligations
from medrules.scoring.kinds import KINDS, MET, kind
from medrules.scoring.log import Log
from medrules.scoring.profile import FAILED, Cell, Profile, Profiler
from medrules.scoring.signatures import Signature, Variants, concerned, signature
from medrules.scoring.stated import stated

_EXAMPLES = 5


class Tally:
    """Counts over the rows of a run; ``a.merge(b)`` is the tally of both, in whatever order they were counted."""

    def __init__(
        self,
        book: RuleBook,
        weights: Weights,
        approvals: Approvals | None = None,
        variants: Variants | None = None,
    ) -> None:
        """Begin to count.

        Args:
            book: the rules.
            weights: harm points.
            approvals: what holds on the day of the run, so that the scorecard lists it.
            variants: the cases that are variants of others, for the flip rate.
        """
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
        self.stated = Log()
        """cell << 32 | stated confidence and whether it is correct"""
        self.signatures: dict[Signature, int] = {}
        self.compared = Log()
        """cell << 32 | signature, of cases that have variants and of the variants"""
        self.variants = dict(variants or {})
        self._concerned = concerned(self.variants)
        self._own = frozenset(
            position for position, (rule, _) in enumerate(self.obligations) if rule.case is not None
        )
        self.errors: dict[str, RowErrors] = {}
        self.answered: Counter[tuple[str | None, str | None]] = Counter()
        self.configurations = Configurations()
        self.lacking: Counter[tuple[str, str]] = Counter()
        """Answers by rule and by the field of the record that it needed and that was not stated."""
        self._profiler = Profiler(book, weights)
        self._positions = {
            (rule.id, obligation.number): position for position, (rule, obligation) in enumerate(self.obligations)
        }

    @property
    def compared_cases(self) -> frozenset[str]:
        """The cases whose level of care is counted though they have no gold one: variants, and what they vary."""
        return frozenset(self._concerned)

    def add(self, checked: Checked) -> None:
        """Count one row."""
        sample = checked.sample
        if isinstance(sample, Unreadable):
            self._add_unreadable(sample)
            return
        self.answered[sample.model, sample.version] += 1
        self.configurations.add(asked(sample))
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
        self._compare(cell, checked, flagged)
        if sample.gold.answer and checked.confidence is not None and 0 <= checked.confidence <= 1:
            self.stated.extend([cell << 32 | stated(checked.confidence, checked.correct)])

    def _compare(self, cell: int, checked: Checked, flagged: list[tuple[int, Verdict]]) -> None:
        """Keep what an answer came to, where its case is one of a pair."""
        if checked.sample.case not in self._concerned:
            return
        rung = checked.escalation.rung if checked.escalation is not None else None
        outcomes = {position: verdict.verdict for position, verdict in flagged}
        made = signature(rung, checked.met, outcomes, self._own)
        self.compared.extend([cell << 32 | self.signatures.setdefault(made, len(self.signatures))])

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
        self._merge_pairs(other, cells)
        for errors in other.errors.values():
            self._add_errors(errors)
        self.answered.update(other.answered)
        self.configurations.merge(other.configurations)
        self.lacking.update(other.lacking)

    def _merge_pairs(self, other: Tally, cells: npt.NDArray[np.int64]) -> None:
        keys, counts = other.stated.counts()
        if len(keys):
            self.stated.merge(cells[keys >> 32] << 32 | keys & 0xFFFFFFFF, counts)
        keys, counts = other.compared.counts()
        if len(keys):
            new = [self.signatures.setdefault(made, len(self.signatures)) for made in other.signatures]
            self.compared.merge(cells[keys >> 32] << 32 | np.array(new, np.int64)[keys & 0xFFFFFFFF], counts)

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
