"""How many clean cases a criterion needs, held against the bounds themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.model.problem import Location
from medrules.model.signoff import HarmAtMost, NoViolations, RateAtMost, SignOff
from medrules.scoring.charging import scale
from medrules.scoring.intervals import harm_bound, upper_bound
from medrules.signoff.eligibility import (
    MOST_CASES,
    Counted,
    clean_cases_for_harm,
    clean_cases_for_rate,
    eligibility,
)

from ..scoring.synthetic import WEIGHTS, book, sample

HERE = Location(file="t.rules", line=1)


def test_the_rule_of_three() -> None:
    assert clean_cases_for_rate(0.01, 0.95) == 299
    assert clean_cases_for_rate(0.05, 0.95) == 59


@given(st.floats(0.001, 0.9), st.floats(0.5, 0.999))
def test_one_case_less_is_not_enough_for_a_rate(share: float, confidence: float) -> None:
    needs = clean_cases_for_rate(share, confidence)
    assert upper_bound(0, needs, confidence) <= share
    assert needs == 1 or upper_bound(0, needs - 1, confidence) > share


@given(st.floats(0.5, 90), st.sampled_from([1.0, 1.5, 3.0]), st.sampled_from([0.9, 0.95, 0.99]))
def test_one_case_less_is_not_enough_for_harm(limit: float, multiplier: float, confidence: float) -> None:
    points = scale(WEIGHTS)
    needs = clean_cases_for_harm(limit, points, multiplier, confidence)

    def bound(cases: int) -> float:
        value = harm_bound(np.full(cases, -1), points, multiplier, confidence).value
        assert value is not None
        return value

    assert bound(needs) <= limit
    assert needs == 1 or bound(needs - 1) > limit


def test_a_limit_that_nothing_can_meet() -> None:
    assert clean_cases_for_rate(0.0, 0.95) == MOST_CASES


def test_only_cases_that_can_be_under_or_over_triaged_count() -> None:
    counted = Counted.of(book(), WEIGHTS)
    for number, rung in enumerate(["self-care", "routine", "emergency", None, "urgent", "urgent"]):
        counted.add(sample(f"case-{number}", gold=(rung,) if rung else ()))
    counted.add(sample("case-5", 2, gold=("urgent",)))
    block = SignOff(
        name="s",
        title="S",
        criteria=(
            NoViolations(harm="death", text="no violations of harm death", location=HERE),
            HarmAtMost(points=5, confidence=0.95, text="harm", location=HERE),
            RateAtMost(figure="under-triage", share=0.1, confidence=0.95, text="under", location=HERE),
            RateAtMost(figure="over-triage", share=0.3, text="over", location=HERE),
        ),
        location=HERE,
    )
    found = eligibility(block, counted)
    assert [(each.has, each.enough) for each in found] == [(6, True), (6, False), (4, False), (4, True)]
    assert found[2].needs == 29


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_the_largest_multiplier_counts(value: float) -> None:
    assert clean_cases_for_harm(100, scale(WEIGHTS), value, 0.95) == 1
