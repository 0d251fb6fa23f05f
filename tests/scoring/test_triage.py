"""Triage: figures worked out by hand on a table of twelve answers."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa
from synthetic import LADDER, WEIGHTS, book, checked, must_never, rule, sample

from medrules.model.segment import Triage
from medrules.scoring.tally import Tally
from medrules.scoring.triage import kappa

Answer = tuple[tuple[str, ...], str | None, bool]
SELF_CARE, ROUTINE, URGENT, EMERGENCY = LADDER


def triaged(*answers: Answer) -> Triage | None:
    tally = Tally(book(rule("any", must_never(1, "x", "mild"))), WEIGHTS)
    for number, (gold, rung, weak) in enumerate(answers):
        tally.add(checked(sample(f"case-{number}", gold=gold), rung=rung, weak=weak))
    return tally.scorecard().overall.triage


def strong(gold: str, rung: str | None) -> Answer:
    return (gold,), rung, False


TWELVE = [
    *[strong(EMERGENCY, EMERGENCY)] * 3,
    strong(EMERGENCY, ROUTINE),
    strong(EMERGENCY, None),
    *[strong(URGENT, URGENT)] * 2,
    strong(URGENT, EMERGENCY),
    strong(ROUTINE, SELF_CARE),
    strong(SELF_CARE, SELF_CARE),
    strong(SELF_CARE, ROUTINE),
    strong(SELF_CARE, None),
]


def test_the_figures_of_a_small_table() -> None:
    triage = triaged(*TWELVE)
    assert triage is not None
    assert triage.matrix == ((1, 1, 0, 0, 1), (1, 0, 0, 0, 0), (0, 0, 2, 1, 0), (0, 1, 0, 3, 1))
    assert (triage.answers, triage.cases) == (12, 12)
    assert (triage.accuracy.count, triage.accuracy.total) == (6, 12)
    under, over = triage.under.without_review, triage.over.without_review
    assert (under.count, under.total) == (3, 9)
    assert (over.count, over.total) == (2, 7)
    assert triage.safety_of_advice.value == pytest.approx(8 / 12)
    assert triage.inclination_to_overtriage.value == pytest.approx(2 / 4)
    assert (triage.not_determined.count, triage.not_determined.total) == (2, 12)


def test_weak_evidence_is_left_out_or_counted_as_wrong() -> None:
    triage = triaged(*TWELVE, ((URGENT,), URGENT, True))
    assert triage is not None
    assert triage.weak == 1
    assert (triage.under.without_review.count, triage.under.without_review.total) == (3, 9)
    assert (triage.under.with_review.count, triage.under.with_review.total) == (4, 10)
    assert (triage.over.with_review.count, triage.over.with_review.total) == (3, 8)
    assert triage.accuracy.count == 7


@pytest.mark.parametrize(
    ("rung", "exact", "under", "over"),
    [(SELF_CARE, 0, 1, 0), (ROUTINE, 1, 0, 0), (URGENT, 0, 0, 1), (EMERGENCY, 1, 0, 0), (None, 0, 1, 0)],
)
def test_several_gold_rungs_are_exact_if_any(rung: str | None, exact: int, under: int, over: int) -> None:
    triage = triaged(((EMERGENCY, ROUTINE), rung, False))
    assert triage is not None
    assert triage.accuracy.count == exact
    assert triage.under.without_review.count == under
    assert triage.inclination_to_overtriage.count == over
    assert triage.over.without_review.total == 0


def test_an_answer_cannot_be_under_where_the_lowest_rung_is_acceptable() -> None:
    triage = triaged(((SELF_CARE, ROUTINE), None, False))
    assert triage is not None
    assert triage.under.without_review.total == 0
    assert triage.not_determined.count == 1


def test_a_gold_rung_that_no_ladder_has_is_said() -> None:
    triage = triaged(strong("tomorrow-ish", EMERGENCY), strong(EMERGENCY, EMERGENCY))
    assert triage is not None
    assert (triage.unknown_gold, triage.answers) == (1, 1)


def test_no_gold_no_triage() -> None:
    assert triaged(((), EMERGENCY, False)) is None


def test_kappa_is_that_of_statsmodels() -> None:
    table = np.array([[11, 3, 1, 0], [4, 9, 2, 1], [0, 5, 14, 3], [1, 0, 2, 20]], float)
    assert kappa(table) == pytest.approx(float(cohens_kappa(table, wt="quadratic").kappa))


def test_kappa_of_one_rung_alone_is_undefined() -> None:
    assert kappa(np.diag([5.0, 0, 0, 0])) is None
    assert kappa(np.zeros((4, 4))) is None
