"""The 5×5 matrix of the hazard log."""

from __future__ import annotations

import pytest
from synthetic import place

from medrules.model.book import Hazard
from medrules.model.risk import known, scale
from medrules.model.tallies import Assessment
from medrules.scoring.hazards import initial as before
from medrules.scoring.hazards import rating, residual


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
    assert rating(severity, likelihood) == expected


def hazard(
    initial: tuple[str | None, str | None] = (None, None), residual: tuple[str | None, str | None] = (None, None)
) -> Hazard:
    return Hazard(
        id="h",
        title="H",
        initial_severity=initial[0],
        initial_likelihood=initial[1],
        residual_severity=residual[0],
        residual_likelihood=residual[1],
        location=place(1),
    )


def test_a_hazard_is_rated_before_its_control_and_with_it() -> None:
    rated = hazard(("death", "likely"), ("severe", "unlikely"))
    assert before(rated, "mild") == Assessment(severity="death", likelihood="likely", rating=4)
    assert residual(rated) == Assessment(severity="severe", likelihood="unlikely", rating=3)


def test_a_severity_that_is_not_stated_is_that_of_the_worst_harm_of_its_rules() -> None:
    assert before(hazard(), "severe") == Assessment(severity="major", likelihood=None, rating=None, from_harm=True)
    half = before(hazard((None, "possible")), "moderate")
    assert half == Assessment(severity="significant", likelihood="possible", rating=2, from_harm=True)


def test_nothing_is_rated_where_nobody_stated_anything() -> None:
    nothing = Assessment(severity=None, likelihood=None, rating=None)
    assert before(hazard(), None) == nothing
    assert residual(hazard(("major", "low"))) == nothing


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
