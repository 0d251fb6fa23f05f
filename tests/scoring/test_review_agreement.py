"""AC1 and kappa against published worked examples and statsmodels; the bound by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from medrules.scoring.intervals import lower_bound
from medrules.scoring.review_agreement import Pair, agreement


def pairs(table: list[list[int]], names: list[str], weight: float = 1.0) -> list[Pair]:
    """A contingency table as pairs, each of a case of its own."""
    found: list[Pair] = []
    for row, counts in zip(names, table, strict=True):
        for column, count in zip(names, counts, strict=True):
            found += [Pair(f"c{len(found)}-{n}", weight, row, column) for n in range(count)]
    return found


def test_the_paradox_of_kappa_as_published() -> None:
    """Feinstein & Cicchetti, J Clin Epidemiol 1990;43:543-549; AC1 after Gwet 2008: the agreement is the same."""
    found = agreement("a", "b", pairs([[40, 9], [6, 45]], ["yes", "no"]), ["yes", "no"])
    assert found.observed == pytest.approx(0.85)
    assert found.kappa == pytest.approx(0.70, abs=0.005)
    found = agreement("a", "b", pairs([[80, 10], [5, 5]], ["yes", "no"]), ["yes", "no"])
    assert found.observed == pytest.approx(0.85)
    assert found.kappa == pytest.approx(0.32, abs=0.005)
    assert found.ac1 == pytest.approx(0.81, abs=0.005)


def test_ac1_by_hand() -> None:
    # q = 3, pa = 14/20; shares met 17/40, violated 14/40, not applicable 9/40
    table = [[6, 2, 0], [2, 5, 0], [1, 0, 4]]
    names = ["met", "violated", "not applicable"]
    shares = [(8 + 9) / 40, (7 + 7) / 40, (5 + 4) / 40]
    chance = sum(share * (1 - share) for share in shares) / 2
    found = agreement("a", "b", pairs(table, names))
    assert found.observed == pytest.approx(15 / 20)
    assert found.ac1 == pytest.approx((15 / 20 - chance) / (1 - chance))


@pytest.mark.parametrize("table", [[[6, 2, 0], [2, 5, 0], [1, 0, 4]], [[30, 3, 9], [1, 12, 2], [0, 4, 50]]])
def test_kappa_is_that_of_statsmodels(table: list[list[int]]) -> None:
    found = agreement("a", "b", pairs(table, ["met", "violated", "not applicable"]))
    assert found.kappa == pytest.approx(cohens_kappa(np.array(table)).kappa)


def test_weights_count_as_repetitions_in_the_estimate_but_prove_no_more() -> None:
    table = [[30, 3, 9], [1, 12, 2], [0, 4, 50]]
    names = ["met", "violated", "not applicable"]
    once = agreement("a", "b", pairs(table, names))
    heavy = agreement("a", "b", pairs(table, names, weight=1000.0))
    assert heavy == once
    some = pairs([[5, 1, 0], [1, 4, 0], [0, 0, 3]], names)
    weighted = [pair._replace(weight=3.0 if pair.one == "met" else 1.0) for pair in some]
    repeated = [*some, *[pair for pair in some if pair.one == "met"] * 2]
    assert agreement("a", "b", weighted).ac1 == pytest.approx(agreement("a", "b", repeated).ac1)


def test_perfect_agreement_on_few_cases_proves_little() -> None:
    found = agreement("a", "b", pairs([[5, 0], [0, 5]], ["yes", "no"]), ["yes", "no"])
    assert (found.ac1, found.kappa) == (pytest.approx(1.0), pytest.approx(1.0))
    assert found.lower == pytest.approx((lower_bound(10, 10, 0.95) - 0.5) / 0.5)


def test_many_verdicts_of_one_case_are_not_many_cases() -> None:
    spread = pairs([[40, 9], [6, 45]], ["yes", "no"])
    close = [pair._replace(case=f"c{at % 10}") for at, pair in enumerate(spread)]
    one, other = (agreement("a", "b", each, ["yes", "no"]) for each in (spread, close))
    assert one.lower is not None and other.lower is not None
    assert (one.ac1, one.cases, other.cases) == (other.ac1, 100, 10)
    assert other.lower < one.lower


def test_nothing_or_one_case() -> None:
    assert agreement("a", "b", []).ac1 is None
    assert agreement("a", "b", [Pair("c", 1.0, "met", "met")]).lower is None


def test_the_bound_holds_as_often_as_it_says() -> None:
    """Two judges of known agreement: the bound lies above the true AC1 in at most about one of twenty samples."""
    random = np.random.default_rng(20261122)
    share, right = np.array([0.3, 0.2, 0.5]), 0.9
    names = ["met", "violated", "not applicable"]
    mixed = right * share + (1 - right) / 2 * (1 - share)
    halves = (share + mixed) / 2
    chance = float((halves * (1 - halves)).sum() / 2)
    true = (right - chance) / (1 - chance)
    above = 0
    for _ in range(400):
        one = random.choice(3, 80, p=share)
        wrong = (one + random.integers(1, 3, 80)) % 3
        other = np.where(random.random(80) < right, one, wrong)
        drawn = [Pair(str(n), 1.0, names[a], names[b]) for n, (a, b) in enumerate(zip(one, other, strict=True))]
        lower = agreement("a", "b", drawn).lower
        assert lower is not None
        above += lower > true
    assert above / 400 < 0.075
