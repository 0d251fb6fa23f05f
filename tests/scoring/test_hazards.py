"""The 5×5 matrix of the hazard log."""

from __future__ import annotations

import pytest
from synthetic import place

from medrules.model.book import Hazard
from medrules.model.risk import known, scale
from medrules.scoring.hazards import rating


def hazard(severity: str | None, likelihood: str | None) -> Hazard:
    return Hazard(id="h", title="H", residual_severity=severity, residual_likelihood=likelihood, location=place(1))


@pytest.mark.parametrize(
    ("severity", "likelihood", "expected"),
    [
        ("minor", "very low", 1),
        ("Catastrophic", "Very-High", 5),
        ("major", "low", 3),
        ("death", "unlikely", 3),
        ("catastrophic", "very low", 3),
        ("minor", "very high", 3),
        ("ghastly", "low", None),
        (None, None, None),
    ],
)
def test_rating(severity: str | None, likelihood: str | None, expected: int | None) -> None:
    assert rating(hazard(severity, likelihood)) == expected


def test_the_matrix_never_falls_as_severity_or_likelihood_grow() -> None:
    matrix = scale().matrix
    assert len(matrix) == len(scale().likelihood) == 5
    assert all(len(row) == len(scale().severity) == 5 for row in matrix)
    for row in [*matrix, *zip(*matrix, strict=True)]:
        assert list(row) == sorted(row)
    assert {cell for row in matrix for cell in row} == set(scale().meaning)


def test_words_of_other_scales_are_known() -> None:
    assert known("severity", "severe") == "major"
    assert known("likelihood", "almost-certain") == "very high"
    assert known("likelihood", "every day") is None
