"""The simulation behind docs/intervals.md, at a few points of its grid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from benchmarks import coverage_simulation
from benchmarks.coverage_simulation import ALLOWED, Covered, proportion, rates


@pytest.fixture(autouse=True)
def _few_runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(coverage_simulation, "runs", lambda _: 2000)
    yield


def point(samples: int | str, kind: str = "shared", *, cases: int = 100, within: float = 0.2) -> Covered:
    random = np.random.default_rng(1)
    return proportion(random, kind, cases, samples, share=0.05, within=within)  # type: ignore[arg-type]


@pytest.mark.parametrize("samples", [1, 5, "1 to 10", "obligations"])
@pytest.mark.parametrize("kind", ["shared", "always"])
def test_bounds_that_decide_hold(samples: int | str, kind: str) -> None:
    found = point(samples, kind, within=0.0 if samples == 1 else 0.2)
    assert found.upper >= ALLOWED
    assert found.lower >= ALLOWED


def test_samples_narrow_the_interval_alone() -> None:
    many = point(10, cases=300, within=0.05)
    assert many.width < 0.9
    assert many.interval > 0.93
    assert point(1, within=0.0).width == 1


@pytest.mark.parametrize(("kind", "within"), [("shared", 0.3), ("always", 0.3), ("shared", 0.0), ("shared", 1.0)])
def test_drawn_rates_have_the_mean_that_is_asked_for(kind: str, within: float) -> None:
    found = rates(np.random.default_rng(2), kind, (400, 500), 0.1, within)  # type: ignore[arg-type]
    assert found.mean() == pytest.approx(0.1, abs=0.005)
    if kind == "shared" and 0 < within < 1:
        assert found.var() == pytest.approx(within * 0.09, rel=0.05)


def test_a_bound_that_covers_too_little_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_simulation, "kish_cases", lambda units, _: np.full(len(units), 5000.0))
    assert point(1, within=0.0).upper < ALLOWED
