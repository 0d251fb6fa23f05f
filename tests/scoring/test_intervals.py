"""Exact bounds and the bound for harm, against scipy, statsmodels and figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from medrules.model.rule import Harm
from medrules.scoring.intervals import effective_cases, harm_bound, lower_bound, rate, upper_bound

POINTS: list[tuple[Harm, float]] = [("none", 0), ("mild", 1), ("moderate", 4), ("severe", 20), ("death", 100)]


def one_each(count: int, cases: int) -> np.ndarray:
    return np.array([1] * count + [0] * (cases - count), np.int64)


def ones(cases: int) -> np.ndarray:
    return np.ones(cases, np.int64)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_one_sample_a_case_is_clopper_pearson(counts: tuple[int, int]) -> None:
    count, cases = counts
    found = rate(one_each(count, cases), ones(cases), ones(cases))
    expected = stats.binomtest(count, cases).proportion_ci(0.95, method="exact")
    low, high = proportion_confint(count, cases, alpha=0.05, method="beta")
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=1e-9)
    assert found.interval.method == "Clopper–Pearson"
    assert found.value == pytest.approx(count / cases)


@given(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.9, 0.95])
)
def test_one_sided_bounds_are_exact(counts: tuple[int, int], confidence: float) -> None:
    count, n = counts
    less = stats.binomtest(count, n, alternative="less").proportion_ci(confidence, method="exact")
    greater = stats.binomtest(count, n, alternative="greater").proportion_ci(confidence, method="exact")
    assert upper_bound(count, n, confidence) == pytest.approx(less.high, abs=1e-9)
    assert lower_bound(count, n, confidence) == pytest.approx(greater.low, abs=1e-9)


def test_the_rule_of_three_hundred_clean_cases() -> None:
    clean = rate(np.zeros(299, np.int64), ones(299), ones(299))
    assert clean.upper is not None
    assert clean.upper < 0.01
    one_fewer = rate(np.zeros(298, np.int64), ones(298), ones(298))
    assert one_fewer.upper is not None
    assert one_fewer.upper > 0.01


def test_three_clean_cases_say_almost_nothing() -> None:
    clean = rate(np.zeros(3, np.int64), ones(3), ones(3))
    assert clean.value == 0
    assert clean.upper == pytest.approx(1 - 0.05 ** (1 / 3))


def test_many_clean_samples_of_one_case_are_one_case() -> None:
    clean = rate(np.array([0, 0]), np.array([500, 500]), np.array([500, 500]))
    assert clean.effective_n == 2
    assert clean.upper == pytest.approx(1 - math.sqrt(0.05))


def test_nothing_to_divide_by() -> None:
    empty = rate(np.array([0, 0]), np.array([0, 0]), np.array([3, 1]))
    assert (empty.value, empty.interval, empty.upper, empty.cases) == (None, None, None, 0)


def test_samples_that_always_agree_are_worth_their_cases() -> None:
    k, cases, count = 5, 80, 30
    found = rate(k * one_each(count, cases), k * ones(cases), k * ones(cases))
    share = count / cases
    variance = share * (1 - share) / (cases - 1)
    correction = (stats.t.ppf(0.975, k * cases - 1) / stats.t.ppf(0.975, cases - 1)) ** 2
    expected = share * (1 - share) / variance * correction
    assert found.effective_n == pytest.approx(expected)
    assert expected < cases
    low, high = proportion_confint(share * expected, expected, alpha=0.05, method="beta")
    assert found.interval is not None
    assert found.interval.method == "Korn–Graubard"
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high))


def test_samples_that_disagree_are_never_worth_more_than_themselves() -> None:
    found = rate(ones(30), 2 * ones(30), 2 * ones(30))
    assert found.value == pytest.approx(0.5)
    assert found.effective_n == pytest.approx(60)


def test_few_cases_with_a_violation_are_counted_as_cases() -> None:
    cases, k = 100, 10
    found = rate(np.array([k] * 4 + [1] * 15 + [0] * 81), k * ones(cases), k * ones(cases))
    assert found.effective_n == cases
    low, high = proportion_confint(found.value * cases, cases, alpha=0.05, method="beta")
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high))
    more = rate(np.array([1] * 20 + [0] * 80), k * ones(cases), k * ones(cases))
    assert more.effective_n is not None
    assert more.effective_n > cases


def test_a_case_weighs_the_same_however_often_it_was_sampled() -> None:
    found = rate(np.array([10, 0]), np.array([10, 1]), np.array([10, 1]))
    assert found.value == pytest.approx(0.5)
    assert (found.count, found.total, found.cases) == (10, 11, 2)


def test_with_equal_samples_a_rate_is_count_over_total() -> None:
    found = rate(np.array([3, 0, 1]), np.array([6, 2, 1]), np.array([2, 2, 2]))
    assert found.value == pytest.approx(4 / 9)


def test_the_bound_of_harm_adds_up_its_levels() -> None:
    worst = np.array([4] + [3] * 2 + [1] * 5 + [-1] * 92)
    bound = harm_bound(worst, POINTS, multiplier=1.5)
    each = 1 - 0.05 / 4

    def exact(count: int) -> float:
        return float(stats.beta.ppf(each, count + 1, 100 - count))

    expected = 1.5 * (1 * exact(8) + 3 * exact(3) + 16 * exact(3) + 80 * exact(1))
    assert bound.value == pytest.approx(expected)
    assert [(level.level, level.count) for level in bound.levels] == [
        ("mild", 8),
        ("moderate", 3),
        ("severe", 3),
        ("death", 1),
    ]


def test_the_bound_of_harm_is_not_zero_where_nothing_was_violated() -> None:
    bound = harm_bound(np.full(50, -1), POINTS, multiplier=1.0)
    assert bound.value == pytest.approx(100 * (1 - (0.05 / 4) ** (1 / 50)))


def test_the_bound_of_harm_needs_cases() -> None:
    assert harm_bound(np.array([], np.int64), POINTS, multiplier=1.0).value is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30))
def test_every_interval_holds_its_value(cases: list[tuple[int, int]]) -> None:
    numerator = np.array([violated for violated, _ in cases])
    denominator = numerator + np.array([met for _, met in cases])
    found = rate(numerator, denominator, np.maximum(denominator, 1))
    if found.value is None:
        assert not denominator.any()
        return
    assert found.interval is not None
    assert found.lower is not None
    assert found.upper is not None
    assert 0 <= found.interval.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.interval.high <= 1
    assert found.lower <= found.value + 1e-12
    assert found.value - 1e-12 <= found.upper


def test_the_bound_that_decides_counts_cases_alone() -> None:
    k, cases = 10, 200
    found = rate(np.array([1] * 100 + [0] * 100), k * ones(cases), k * ones(cases))
    assert found.effective_n is not None
    assert found.effective_n > cases
    assert found.value == pytest.approx(0.05)
    assert found.upper == pytest.approx(stats.beta.ppf(0.95, 11, 190))
    assert found.lower == pytest.approx(stats.beta.ppf(0.05, 10, 191))
    assert found.interval is not None
    assert found.interval.high < found.upper


def test_few_cases_that_make_up_the_variance_are_counted_as_cases() -> None:
    k, cases = 10, 300
    found = rate(np.array([k] * 5 + [1] * 40 + [0] * 255), k * ones(cases), k * ones(cases))
    assert found.effective_n == cases


def test_one_case_of_many_obligations_is_not_worth_all_the_others() -> None:
    denominator = np.array([100] + [1] * 29)
    found = rate(np.zeros(30, np.int64), denominator, ones(30))
    assert found.effective_n == pytest.approx(129**2 / (100**2 + 29))
    assert found.upper is not None
    assert found.upper > 0.8


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(1, 60), st.data())
def test_many_at_once_are_each_by_itself(k: int, cases: int, data: st.DataObject) -> None:
    num = np.array(data.draw(st.lists(st.integers(0, k), min_size=cases, max_size=cases)), np.int64)
    den, per = k * ones(cases), k * ones(cases)
    twice = effective_cases(np.stack([num, num]), np.stack([den, den]), np.stack([per, per]), 0.975)
    assert twice == pytest.approx([float(effective_cases(num, den, per, 0.975))] * 2)
