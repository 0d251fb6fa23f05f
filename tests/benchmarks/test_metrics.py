"""Figures against numbers worked out by hand, and intervals against published ones."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import metrics


def matrix(*rows: list[int]) -> metrics.Counts:
    return np.array(rows, dtype=float).ravel()


# Gold by predicted: 5 of 6 of class 0 right, 2 of 4 of class 1.
TWO = matrix([5, 1], [2, 2])


@pytest.mark.parametrize(
    ("statistic", "value"),
    [
        (metrics.accuracy, 7 / 10),
        (metrics.class_precision(1), 2 / 3),
        (metrics.class_recall(1), 2 / 4),
        (metrics.class_f1(1), 4 / 7),
        (metrics.class_f1(0), 10 / 13),
        (metrics.macro_f1, (10 / 13 + 4 / 7) / 2),
        (metrics.mean_f1_of(1), 4 / 7),
        (metrics.balanced_accuracy, (5 / 6 + 2 / 4) / 2),
    ],
)
def test_figures_of_a_table_of_two_classes(statistic: metrics.Statistic, value: float) -> None:
    assert float(statistic(TWO)) == pytest.approx(value)


def test_weighted_kappa_by_hand() -> None:
    # Three ordered classes; disagreement (1/4 per step squared) 1×2/4 + 1×4/4 = 1.5 … against chance.
    counts = matrix([4, 1, 1], [1, 2, 0], [0, 0, 1])
    weights = np.array([[0, 1, 4], [1, 0, 1], [4, 1, 0]]) / 4
    observed = (1 * 1 + 1 * 4 + 1 * 1) / 4
    rows, columns = [6, 3, 1], [5, 3, 2]
    chance = sum(weights[i][j] * rows[i] * columns[j] for i in range(3) for j in range(3)) / 10
    assert float(metrics.quadratic_kappa(counts)) == pytest.approx(1 - observed / chance)


def test_weighted_kappa_of_two_classes_is_cohens() -> None:
    # Cohen's kappa: (po - pe) / (1 - pe) with po 0.7, pe 0.6 × 0.7 + 0.4 × 0.3.
    expected = (0.7 - 0.54) / (1 - 0.54)
    assert float(metrics.quadratic_kappa(TWO)) == pytest.approx(expected)


def test_a_class_that_never_occurs_does_not_count_in_the_mean() -> None:
    counts = matrix([3, 1, 0], [1, 3, 0], [0, 0, 0])
    assert float(metrics.macro_f1(counts)) == pytest.approx(0.75)


def test_pooled_counts_and_differences() -> None:
    assert float(metrics.pooled_f1(np.array([6.0, 8.0, 10.0]))) == pytest.approx(2 * 6 / 18)
    assert float(metrics.share(np.array([3.0, 12.0]))) == 0.25
    assert float(metrics.difference(np.array([5.0, 3.0, 100.0]))) == pytest.approx(2.0)


def test_no_trials_have_no_share() -> None:
    assert math.isnan(float(metrics.share(np.array([0.0, 0.0]))))


def test_wilson_against_a_published_interval() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 and 0 of 20.
    assert metrics.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert metrics.wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_a_share_of_independent_rows_has_wilsons_interval() -> None:
    rows = [np.array([float(place < 81), 1.0]) for place in range(263)]
    found = metrics.estimate(rows, list(range(263)), metrics.share, proportion=True)
    assert (found.rows, found.clusters) == (263, 263)
    assert (found.low, found.high) == pytest.approx(metrics.wilson(81, 263))


def test_rows_of_one_case_widen_the_interval() -> None:
    rows = [np.array([float(place % 20 < 10), 1.0]) for place in range(200)]
    alone = metrics.estimate(rows, list(range(200)), metrics.share)
    together = metrics.estimate(rows, [place // 10 for place in range(200)], metrics.share)
    assert alone.value == together.value == 0.5
    assert together.high - together.low > 2 * (alone.high - alone.low)
    assert together.clusters == 20


def test_all_right_in_few_cases_is_not_certain() -> None:
    rows = [np.array([1.0, 1.0])] * 30
    found = metrics.estimate(rows, [place // 10 for place in range(30)], metrics.share, proportion=True)
    assert found.value == found.high == 1.0
    assert found.low == pytest.approx(metrics.wilson(3, 3)[0])


def test_no_rows_give_no_figure() -> None:
    found = metrics.estimate([], [], metrics.accuracy)
    assert math.isnan(found.value)
    assert found.rows == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=40))
def test_an_interval_holds_its_figure_and_repeats(rows: list[tuple[int, int, int]]) -> None:
    counts = [metrics.cell(gold, predicted, 4) for gold, predicted, _ in rows]
    clusters = [case for _, _, case in rows]
    found = metrics.estimate(counts, clusters, metrics.accuracy)
    assert found.value == pytest.approx(sum(gold == said for gold, said, _ in rows) / len(rows))
    assert 0 <= found.low <= found.high <= 1
    assert found == metrics.estimate(counts, clusters, metrics.accuracy)
