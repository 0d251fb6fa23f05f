"""Paired comparisons against scipy and statsmodels, and the bound of a difference by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar as reference_mcnemar
from statsmodels.stats.multitest import multipletests

from medrules.scoring.intervals import lower_bound, upper_bound
from medrules.scoring.paired import difference_bound, holm, mcnemar, sign_flip

POINTS = [0.0, 1.0, 3.0, 10.0, 30.0]


@pytest.mark.parametrize(("broken", "mended"), [(0, 1), (3, 3), (1, 9), (12, 4), (40, 71)])
def test_mcnemar_is_that_of_statsmodels(broken: int, mended: int) -> None:
    expected = reference_mcnemar([[50, broken], [mended, 20]], exact=True).pvalue
    assert mcnemar(broken, mended) == pytest.approx(min(expected, 1.0))


def test_nothing_that_differs_proves_nothing() -> None:
    assert mcnemar(0, 0) == 1.0
    assert sign_flip(np.zeros(50), 0) == 1.0


def permuted(differences: np.ndarray) -> float:
    zeros = np.zeros(len(differences))
    return float(
        stats.permutation_test(
            (differences, zeros),
            lambda a, b, axis: np.mean(a - b, axis=axis),
            permutation_type="samples",
            vectorized=True,
            n_resamples=100_000,
            rng=np.random.default_rng(5),
        ).pvalue
    )


def test_every_way_of_flipping_is_scipys_exact_test() -> None:
    differences = np.array([3.0, -1.0, 10.0, 10.0, 0.0, -3.0, 1.0, 7.0, 0.0])
    assert sign_flip(differences, 0) == pytest.approx(permuted(differences))


def test_random_flips_are_near_scipys_and_the_same_for_the_same_seed() -> None:
    differences = np.random.default_rng(3).choice([0.0, 1.0, -1.0, 10.0], 300, p=[0.6, 0.2, 0.15, 0.05])
    assert sign_flip(differences, 1) == sign_flip(differences, 1)
    assert sign_flip(differences, 1) == pytest.approx(permuted(differences), abs=0.01)


def test_holm_is_that_of_statsmodels() -> None:
    values = [0.04, 0.001, 0.3, 0.012, 0.012, 1.0]
    assert holm(values) == pytest.approx(multipletests(values, method="holm")[1])
    assert holm([]) == []


def test_the_bound_of_two_clean_runs_is_above_nothing_and_falls() -> None:
    few, many = (difference_bound([-1] * n, [-1] * n, POINTS) for n in (50, 500))
    assert few is not None and many is not None
    assert few == pytest.approx(30 * upper_bound(0, 50, 1 - 0.05 / 8))
    assert 0 < many < few


def test_the_bound_by_hand() -> None:
    points = [0.0, 0.0, 0.0, 10.0, 10.0]
    new, old = [3] * 6 + [-1] * 94, [-1] * 3 + [3] * 7 + [-1] * 90
    each = 1 - 0.05 / 2
    expected = 10 * (2 * upper_bound(3, 100, each) - 0.5 * lower_bound(4, 100, each))
    assert difference_bound(new, old, points, (0.5, 2.0)) == pytest.approx(expected)
    assert difference_bound([], [], points) is None


def test_the_bound_is_rarely_below_the_true_difference() -> None:
    random = np.random.default_rng(20261122)
    below = 0
    for _ in range(300):
        drawn = random.choice([-1, 2, 3, 4], (2, 200), p=[0.9, 0.05, 0.03, 0.02])
        bound = difference_bound(drawn[0].tolist(), drawn[1].tolist(), POINTS)
        assert bound is not None
        below += bound < 0
    assert below / 300 <= 0.05
