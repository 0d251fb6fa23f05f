"""The mean over all subsets of k samples, against every subset written out."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import WEIGHTS, book, checked, must_never, rule, sample, verdict

from medrules.model.scorecard import Scorecard
from medrules.scoring.subsets import expected_most
from medrules.scoring.tally import Tally

STOP = rule("stop", must_never(1, "stop", "death"), must_never(2, "double", "mild"))


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=7), min_size=1, max_size=4), st.integers(1, 3))
def test_every_subset(cases: list[list[int]], k: int) -> None:
    case = np.array([number for number, values in enumerate(cases) for _ in values])
    values = np.array([float(each) for values in cases for each in values])
    expected = [float(np.mean([max(each) for each in combinations(found, k)])) for found in cases]
    assert expected_most(case, values, k) == pytest.approx(expected)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=4),
        min_size=1,
        max_size=3,
    ),
    st.integers(1, 4),
)
def test_samples_that_are_alike_are_counted_as_if_written_out(cases: list[list[tuple[int, int]]], k: int) -> None:
    cases = [kinds for kinds in cases if sum(times for _, times in kinds) >= k]
    if not cases:
        return
    case = np.array([number for number, kinds in enumerate(cases) for _ in kinds])
    values = np.array([float(value) for kinds in cases for value, _ in kinds])
    times = np.array([count for kinds in cases for _, count in kinds])
    written_out = expected_most(np.repeat(case, times), np.repeat(values, times), k)
    assert expected_most(case, values, k, times) == pytest.approx(written_out)


def test_very_many_samples() -> None:
    values = np.array([0.0] * 4999 + [1.0])
    assert expected_most(np.zeros(5000, np.int64), values, 50) == pytest.approx([50 / 5000])


def score(**samples: list[str]) -> Scorecard:
    """By model, what each sample of the one case does: *stop*, *double*, *doubt* or nothing."""
    tally = Tally(book(STOP), WEIGHTS)
    for model, made in samples.items():
        for number, what in enumerate(made):
            answer = sample("one", number, model=model)
            found = {
                "stop": [verdict(answer, STOP, 1)],
                "double": [verdict(answer, STOP, 2)],
                "doubt": [verdict(answer, STOP, 1, "review")],
            }.get(what, [])
            tally.add(checked(answer, *found))
    return tally.scorecard()


def test_models_are_compared_at_the_smallest_number() -> None:
    card = score(a=["stop", "double", "ok", "doubt"], b=["stop", "ok"])
    a, b = card.at_smallest_k
    assert (a.name, a.k, a.cases) == ("a", 2, 1)
    assert a.case_harm.without_review.value == pytest.approx(3 / 6)
    assert a.case_harm.with_review.value == pytest.approx(5 / 6)
    assert a.harm_per_case.without_review.value == pytest.approx((3 * 100 + 2 * 1) / 6)
    assert a.pass_all.without_review.value == pytest.approx(1 / 6)
    assert a.pass_all.with_review.value == pytest.approx(0)
    assert b.case_harm.without_review.value == pytest.approx(1)
    whole = {model.name: model for model in card.models}
    assert b.harm_per_case.without_review.value == whole["b"].harm_per_case.without_review.value


@pytest.mark.parametrize("samples", [{"a": ["ok"], "b": ["ok"]}, {"a": ["ok", "stop"]}])
def test_alike_or_alone_there_is_nothing_to_even_out(samples: dict[str, list[str]]) -> None:
    assert score(**samples).at_smallest_k == ()
