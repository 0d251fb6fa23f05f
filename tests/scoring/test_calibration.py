"""Calibration, against figures worked out by hand and a plain implementation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from synthetic import WEIGHTS, book, checked, must_never, rule, sample

from medrules.model.figures import Calibration
from medrules.scoring.calibration import calibration, equal_mass
from medrules.scoring.stated import stated
from medrules.scoring.tally import Tally

TEA = rule("tea", must_never(1, "tea", "mild"))


def figures(rows: list[tuple[int, float, bool | None]]) -> Calibration | None:
    """Of answers as (case, confidence, correct)."""
    case = np.array([each[0] for each in rows], np.int64)
    key = np.array([stated(each[1], each[2]) for each in rows], np.int64)
    return calibration(case, key, np.ones(len(rows), np.int64), 0.95, 0)


def many(*kinds: tuple[int, float, bool | None]) -> list[tuple[int, float, bool | None]]:
    """(how often, confidence, correct), each answer to a case of its own."""
    flat = [(said, right) for times, said, right in kinds for _ in range(times)]
    return [(number, said, right) for number, (said, right) in enumerate(flat)]


def test_the_figures_by_hand() -> None:
    found = figures(many((50, 0.9, True), (30, 0.9, False), (20, 0.5, True)))
    assert found is not None
    assert (found.answers, found.cases) == (100, 100)
    assert found.brier is not None
    assert found.brier.value == pytest.approx((50 * 0.01 + 30 * 0.81 + 20 * 0.25) / 100)
    assert found.confidence == pytest.approx(0.82)
    assert found.error == pytest.approx(0.2 * 0.5 + 0.8 * (0.9 - 50 / 80))
    assert found.overconfident_wrong is not None
    assert (found.overconfident_wrong.count, found.overconfident_wrong.total) == (30, 80)
    expected = stats.binomtest(30, 80).proportion_ci(0.95, method="exact")
    assert found.overconfident_wrong.interval is not None
    assert found.overconfident_wrong.interval.high == pytest.approx(expected.high)
    assert found.accuracy is not None
    assert found.accuracy.count == 70
    assert [each.answers for each in found.bins] == pytest.approx([10] * 10)
    assert [each.confidence for each in found.bins] == pytest.approx([0.5] * 2 + [0.9] * 8)


def test_fewer_than_a_hundred_answers_give_no_figure() -> None:
    found = figures(many((99, 0.9, True), (5, 0.9, None)))
    assert found is not None
    assert (found.answers, found.doubtful, found.needed) == (99, 5, 100)
    assert (found.brier, found.error, found.bins) == (None, None, ())


def test_no_confidence_no_calibration() -> None:
    assert figures([]) is None


def test_a_perfectly_calibrated_model() -> None:
    found = figures(many(*((count, said, right) for said, yes in ((0.2, 20), (0.8, 80))
                          for count, right in ((yes, True), (100 - yes, False)))))  # fmt: skip
    assert found is not None
    assert found.error == pytest.approx(0)
    assert found.brier is not None
    assert found.brier.value == pytest.approx(0.16)


def test_answers_of_one_case_weigh_as_one_case() -> None:
    alone = figures(many((100, 0.9, True)) + [(100, 0.1, True)] * 100)
    assert alone is not None
    assert alone.cases == 101
    assert alone.brier is not None
    assert alone.brier.value == pytest.approx((100 * 0.01 + 0.81) / 101)


ANSWERS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=100, max_size=150)


@settings(max_examples=15, deadline=None)
@given(ANSWERS.flatmap(lambda made: st.tuples(st.just(made), st.permutations(range(len(made))))))
def test_the_order_of_answers_leaves_no_trace(made: tuple[list[tuple[float, bool]], list[int]]) -> None:
    answers, order = made
    rows = [(number, said, right) for number, (said, right) in enumerate(answers)]
    turned = [rows[number] for number in order]
    first, second = figures(rows), figures(turned)
    assert first is not None
    assert second is not None
    assert first.error == pytest.approx(second.error)
    assert first.brier is not None
    assert first.brier == second.brier


@settings(deadline=None)
@given(st.integers(10, 30), st.data())
def test_without_ties_bins_are_those_of_a_plain_split(tenth: int, data: st.DataObject) -> None:
    """Ten runs of answers sorted by confidence, as netcal and others cut them."""
    said = np.arange(10 * tenth) / (10 * tenth)
    correct = np.array(data.draw(st.lists(st.booleans(), min_size=len(said), max_size=len(said))), np.float64)
    found = equal_mass(said, correct, np.ones(len(said)))
    for made, confidence, right in zip(found, np.split(said, 10), np.split(correct, 10), strict=True):
        assert made == pytest.approx([tenth, confidence.sum(), right.sum()])


def test_the_tally_hands_over_what_answers_state() -> None:
    tally = Tally(book(TEA), WEIGHTS)
    for number in range(120):
        answer = sample(f"case-{number}", gold_answer=["migraine"], risk="high" if number < 20 else None)
        tally.add(checked(answer, confidence=0.75, correct=number % 4 > 0))
    tally.add(checked(sample("no gold"), confidence=0.9, correct=None))
    tally.add(checked(sample("no confidence", gold_answer=["migraine"])))
    card = tally.scorecard()
    whole = card.overall.calibration
    assert whole is not None
    assert whole.answers == 120
    assert whole.error == pytest.approx(0)
    (high,) = card.segments
    assert high.calibration is not None
    assert (high.calibration.answers, high.calibration.brier) == (20, None)
