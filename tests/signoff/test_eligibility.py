"""How many clean cases a criterion needs, held against the bounds themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from medrules.model.problem import Location
from medrules.model.signoff import HarmAtMost, NoViolations, NoWorse, RateAtMost, SignOff
from medrules.scoring.charging import scale
from medrules.scoring.intervals import harm_bound, upper_bound
from medrules.scoring.paired import difference_bound
from medrules.signoff.eligibility import (
    MOST_CASES,
    Counted,
    clean_cases_for_harm,
    clean_cases_for_rate,
    eligibility,
    equal_cases_for_margin,
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


@given(st.floats(0.1, 90), st.sampled_from([1.0, 1.5, 3.0]), st.sampled_from([0.9, 0.95, 0.99]))
def test_one_pair_less_is_not_enough_for_no_worse(margin: float, multiplier: float, confidence: float) -> None:
    points = scale(WEIGHTS)
    needs = equal_cases_for_margin(margin, points, multiplier, confidence)

    def bound(pairs: int) -> float:
        alike = np.full(pairs, -1).tolist()
        values = [value for _, value in points]
        found = difference_bound(alike, alike, values, (multiplier, multiplier), confidence)
        assert found is not None
        return found

    assert bound(needs) <= margin
    assert needs == 1 or bound(needs - 1) > margin


def test_pairs_for_a_margin_agree_with_statsmodels() -> None:
    points = scale(WEIGHTS)
    values = [value for _, value in points]
    steps = sum(value > below for below, value in zip([0.0, *values], values, strict=False))
    needs = equal_cases_for_margin(2, points, 1.0)

    def theirs(pairs: int) -> float:
        """The two-sided interval whose upper end misses as often as one level's bound may."""
        upper = proportion_confint(0, pairs, alpha=2 * 0.05 / (2 * steps), method="beta")[1]
        return max(values) * float(upper)

    assert theirs(needs) <= 2 < theirs(needs - 1)


def test_only_cases_in_the_last_signed_run_are_pairs() -> None:
    block = SignOff(
        name="s", title="S", criteria=(NoWorse(margin=2, text="no worse", location=HERE),), location=HERE
    )
    alone, paired = Counted.of(book(), WEIGHTS), Counted.of(book(), WEIGHTS, {"case-1": 3.0, "gone": 9.0})
    for number in range(3):
        alone.add(sample(f"case-{number}"))
        paired.add(sample(f"case-{number}"))
    assert [each.has for each in eligibility(block, alone)] == [0]
    found = eligibility(block, paired)[0]
    assert (found.has, found.enough) == (1, False)
    assert found.needs == equal_cases_for_margin(2, scale(WEIGHTS), 3.0)
