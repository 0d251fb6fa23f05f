"""The counts of a tally as arrays in one canonical order, so that the order of counting leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from medrules.model.figures import Rate
from medrules.scoring.charging import multiplier
from medrules.scoring.intervals import rate
from medrules.scoring.kinds import KINDS

if TYPE_CHECKING:
    from medrules.scoring.profile import Cell, Profile
    from medrules.scoring.tally import Tally

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Rows(NamedTuple):
    """Samples, those alike counted together: one entry per distinct (cell, profile)."""

    cell: Ints
    profile: Ints
    times: Ints


class Verdicts(NamedTuple):
    """Verdicts of obligations that applied: one entry per distinct (cell, obligation, outcome)."""

    cell: Ints
    position: Ints
    outcome: Ints
    times: Ints


class Stated(NamedTuple):
    """Stated confidences: one entry per distinct (cell, confidence and whether it is correct)."""

    cell: Ints
    key: Ints
    times: Ints


class Grouped:
    """Samples, or verdicts, gathered into their cases: sums per case, and rates over cases."""

    def __init__(self, case: Ints, count: Ints, samples: Ints | None = None) -> None:
        """Gather rows by case.

        Args:
            case: per row, the number of its case.
            count: per row, how many samples (or verdicts) it stands for.
            samples: per case of the whole run, its samples, where rows are not samples.
        """
        self.names, self.case = np.unique(case, return_inverse=True)
        self.count = count
        self.samples = (
            self.sums(np.ones(len(case), bool)) if samples is None else np.maximum(samples[self.names], 1)
        )

    def sums(self, values: npt.NDArray[Any]) -> Ints:
        """Per case, a whole number summed over its samples (``values``: per row)."""
        return (
            np.bincount(self.case, weights=values * self.count, minlength=len(self.names)).round().astype(np.int64)
        )

    def points(self, values: Floats) -> Floats:
        """Per case, points averaged over its samples."""
        summed = np.bincount(self.case, weights=values * self.count, minlength=len(self.names))
        return summed / np.maximum(self.samples, 1)

    def most(self, values: Floats) -> Floats:
        """Per case, the largest over its samples (-1 where it has none)."""
        largest = np.full(len(self.names), -1.0)
        np.maximum.at(largest, self.case, values)
        return largest

    def rate(self, numerator: Mask, denominator: Mask, confidence: float) -> Rate:
        """A proportion over cases (both: per row)."""
        return rate(self.sums(numerator & denominator), self.sums(denominator), self.samples, confidence)


class Tables(NamedTuple):
    """Everything a tally counted, ready for sums over cases."""

    cells: list[Cell]
    case: Ints
    """Per cell, the number of its case."""
    multiplier: Floats
    """Per cell."""
    profiles: list[Profile]
    rows: Rows
    verdicts: Verdicts
    stated: Stated

    def only(self, kept: Mask) -> Tables:
        """The same of some cells alone (``kept``: per cell)."""
        rows, verdicts, stated = kept[self.rows.cell], kept[self.verdicts.cell], kept[self.stated.cell]
        return self._replace(
            rows=Rows(*(column[rows] for column in self.rows)),
            verdicts=Verdicts(*(column[verdicts] for column in self.verdicts)),
            stated=Stated(*(column[stated] for column in self.stated)),
        )

    def of_profile(self, value: Callable[[Profile], float]) -> Floats:
        """Per row, a number of its profile."""
        values: Floats = np.array([value(profile) for profile in self.profiles], np.float64)
        return values[self.rows.profile]

    def grouped(self, kept: Mask) -> Grouped:
        """Some rows (``kept``: per row), gathered into their cases."""
        return Grouped(self.case[self.rows.cell[kept]], self.rows.times[kept])


def tables(tally: Tally) -> Tables:
    """The tally's counts in canonical order."""
    cells = sorted(tally.cells, key=_order)
    profiles = sorted(tally.profiles, key=_order)
    cell_numbers = _renumber(tally.cells, cells)
    profile_numbers = _renumber(tally.profiles, profiles)
    cases = {name: number for number, name in enumerate(sorted({cell.case for cell in cells}))}
    weights = tally.weights
    return Tables(
        cells=cells,
        case=np.array([cases[cell.case] for cell in cells], np.int64),
        multiplier=np.array(
            [multiplier(weights, cell.category, cell.setting, cell.supervision) for cell in cells], np.float64
        ),
        profiles=profiles,
        rows=_rows(tally, cell_numbers, profile_numbers),
        verdicts=_verdicts(tally, cell_numbers),
        stated=_stated(tally, cell_numbers),
    )


def _order(item: Cell | Profile) -> tuple[tuple[bool, object], ...]:
    return tuple((value is not None, value if value is not None else "") for value in item)


def _renumber(numbers: dict[Any, int], order: list[Any]) -> Ints:
    """Per old number, the new one."""
    new = np.empty(len(order), np.int64)
    for number, item in enumerate(order):
        new[numbers[item]] = number
    return new


def _rows(tally: Tally, cells: Ints, profiles: Ints) -> Rows:
    keys, counts = tally.samples.counts()
    cell, profile = cells[keys >> 32], profiles[keys & 0xFFFFFFFF]
    order = np.lexsort((profile, cell))
    return Rows(cell[order], profile[order], counts[order])


def _verdicts(tally: Tally, cells: Ints) -> Verdicts:
    keys, counts = tally.verdicts.counts()
    outcome, rest = keys % KINDS, keys // KINDS
    width = max(len(tally.obligations), 1)
    cell, position = cells[rest // width], rest % width
    order = np.lexsort((outcome, position, cell))
    return Verdicts(cell[order], position[order], outcome[order], counts[order])


def _stated(tally: Tally, cells: Ints) -> Stated:
    keys, counts = tally.stated.counts()
    cell, key = cells[keys >> 32], keys & 0xFFFFFFFF
    order = np.lexsort((key, cell))
    return Stated(cell[order], key[order], counts[order])
