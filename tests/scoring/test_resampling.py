"""Intervals of means, against scipy's bootstrap."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from medrules.scoring import resampling
from medrules.scoring.resampling import Resampling


def made_up(cases: int, seed: int = 3) -> np.ndarray:
    random = np.random.default_rng(seed)
    harm = random.choice([0.0, 1.0, 4.0, 20.0, 100.0], p=[0.5, 0.1, 0.15, 0.2, 0.05], size=cases)
    stake = harm + random.choice([0.0, 20.0], size=cases) + 1
    return np.column_stack([harm, stake, np.ones(cases)])


def test_a_mean_has_the_interval_that_scipy_gives() -> None:
    columns = made_up(120)
    found = Resampling(columns, 0.95, seed=1).interval(0, 2, harmful=30)
    expected = stats.bootstrap((columns[:, 0],), np.mean, n_resamples=10_000, method="BCa", rng=5)
    assert found is not None
    assert found.method == "BCa bootstrap"
    low, high = expected.confidence_interval
    assert found.low == pytest.approx(low, rel=0.02)
    assert found.high == pytest.approx(high, rel=0.02)


def test_a_ratio_has_the_interval_that_scipy_gives() -> None:
    columns = made_up(80)

    def ratio(numerator: np.ndarray, denominator: np.ndarray, axis: int = -1) -> np.ndarray:
        return numerator.sum(axis=axis) / denominator.sum(axis=axis)

    found = Resampling(columns, 0.9, seed=1).interval(0, 1, harmful=25)
    expected = stats.bootstrap(
        (columns[:, 0], columns[:, 1]),
        ratio,
        paired=True,
        vectorized=True,
        n_resamples=10_000,
        method="BCa",
        confidence_level=0.9,
        rng=6,
    )
    assert found is not None
    low, high = expected.confidence_interval
    assert found.low == pytest.approx(low, rel=0.02)
    assert found.high == pytest.approx(high, rel=0.02)


def test_many_distinct_cases_are_drawn_by_their_index(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = made_up(150)
    few = Resampling(columns, 0.95, seed=2).interval(0, 2, harmful=40)
    monkeypatch.setattr(resampling, "_FEW_DISTINCT", 0)
    many = Resampling(columns, 0.95, seed=2).interval(0, 2, harmful=40)
    assert few is not None
    assert many is not None
    assert many.low == pytest.approx(few.low, rel=0.03)
    assert many.high == pytest.approx(few.high, rel=0.03)


@pytest.mark.parametrize(("cases", "harmful"), [(49, 30), (200, 19)])
def test_too_little_for_an_interval(cases: int, harmful: int) -> None:
    assert Resampling(made_up(cases), 0.95, seed=0).interval(0, 2, harmful) is None


def test_where_every_case_is_alike_there_is_no_interval() -> None:
    assert Resampling(np.ones((60, 2)), 0.95, seed=0).interval(0, 1, harmful=60) is None


def test_very_many_cases_take_the_linearised_variance() -> None:
    columns = made_up(20_000)
    found = Resampling(columns, 0.95, seed=0).interval(0, 2, harmful=5_000)
    assert found is not None
    assert found.method == "linearised"
    reach = stats.norm.ppf(0.975) * columns[:, 0].std(ddof=1) / np.sqrt(20_000)
    assert found.high - found.low == pytest.approx(2 * reach)


def test_the_same_seed_gives_the_same_interval() -> None:
    first, second = (Resampling(made_up(90), 0.95, seed=7).interval(0, 2, harmful=20) for _ in range(2))
    assert first == second
