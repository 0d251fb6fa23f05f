"""The 5×5 matrix of the hazard log: how many hazards stand in each field, before their controls or with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from medrules.model.risk import known, scale
from medrules.model.tallies import HazardTally


class Field(NamedTuple):
    """One field of the matrix."""

    rating: int
    """1 to 5."""
    hazards: int


class Line(NamedTuple):
    """One likelihood."""

    likelihood: str
    fields: tuple[Field, ...]
    """By severity, lowest first."""


class Rated(NamedTuple):
    """How many hazards have one rating, and what it asks for."""

    rating: int
    hazards: int
    meaning: str


class Matrix(NamedTuple):
    """The matrix laid out, highest likelihood first."""

    severity: tuple[str, ...]
    lines: tuple[Line, ...]
    ratings: tuple[Rated, ...]
    """The worst first."""
    unrated: int
    """Hazards of which the committee did not state both, or in words that the matrix does not know."""

    @property
    def rated(self) -> int:
        """Hazards that stand in a field."""
        return sum(each.hazards for each in self.ratings)


def matrix(hazards: Sequence[HazardTally], when: Literal["initial", "residual"] = "residual") -> Matrix:
    """The hazards of a log by their severity and likelihood, before their controls (initial) or with them."""
    table = scale()
    counts: Counter[tuple[str, str]] = Counter()
    for each in hazards:
        assessed = each.residual if when == "residual" else each.initial
        severity, likelihood = known("severity", assessed.severity), known("likelihood", assessed.likelihood)
        if severity is not None and likelihood is not None:
            counts[likelihood, severity] += 1
    lines = [
        Line(
            likelihood,
            tuple(
                Field(rating, counts[likelihood, severity])
                for rating, severity in zip(ratings, table.severity, strict=True)
            ),
        )
        for likelihood, ratings in zip(table.likelihood, table.matrix, strict=True)
    ]
    fields = [field for line in lines for field in line.fields]
    return Matrix(
        severity=table.severity,
        lines=tuple(reversed(lines)),
        ratings=tuple(
            Rated(rating, sum(field.hazards for field in fields if field.rating == rating), table.meaning[rating])
            for rating in sorted(table.meaning, reverse=True)
        ),
        unrated=len(hazards) - counts.total(),
    )
