"""Figures as people read them."""

from __future__ import annotations

import numpy as np
import pytest

from medrules.reports import figures
from medrules.scoring.intervals import rate


def share(count: int, cases: int) -> str:
    ones = np.ones(cases, np.int64)
    return figures.rate(rate(np.array([1] * count + [0] * (cases - count)), ones, ones)).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("count", "cases", "expected"),
    [
        (0, 45, "0 % (at most 6.4 %)"),
        (23, 45, "51 % (36–66 %)"),
        (1, 1000, "0.1 % (<0.01–0.6 %)"),
        (45, 45, "100 % (92–100 %)"),
        (0, 0, "–"),
    ],
)
def test_a_rate_is_never_a_bare_zero(count: int, cases: int, expected: str) -> None:
    assert share(count, cases) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"),
        (0.00001, "<0.01"),
        (0.0005, "0.05"),
        (0.0321, "3.2"),
        (0.0996, "10"),
        (0.512, "51"),
        (0.9962, "99.6"),
        (0.9999, ">99.9"),
        (1.0, "100"),
    ],
)
def test_digits_that_matter(value: float, expected: str) -> None:
    assert figures.digits(value) == expected


def test_counts_and_points() -> None:
    assert figures.counted(1, "case") == "1 case"
    assert figures.counted(1188, "answer") == "1,188 answers"
    assert [figures.points(value) for value in (None, 0.0, 0.137, 5.0, 20.04, 1234.5)] == [
        "–",
        "0",
        "0.14",
        "5",
        "20",
        "1,234",
    ]


def test_one_in() -> None:
    ones = np.ones(45, np.int64)
    assert figures.one_in(rate(np.array([1] * 20 + [0] * 25), ones, ones)) == "one in 2.2"
    assert figures.one_in(rate(np.array([1] * 3 + [0] * 42), ones, ones)) == "one in 15"
    assert figures.one_in(rate(np.zeros(45, np.int64), ones, ones)) == ""
