"""What a waiver covers is charged nothing and counted apart; everything else counts as if it were not there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import WEIGHTS, book, checked, evidence, must_escalate, must_never, place, rule, sample, verdict

from medrules.model.approval import Waiver
from medrules.model.finding import FindingCounts
from medrules.model.scorecard import Scorecard
from medrules.model.segment import Outcomes
from medrules.model.verdict import Checked
from medrules.scoring.approvals import in_force
from medrules.scoring.tally import Tally
from medrules.scoring.waiving import Waiving
from medrules.scoring.worst import Worst

TODAY = date(2026, 11, 22)
CALL = rule("call", must_escalate(1, "emergency", "severe"), hazard="h")
STOP = rule("stop", must_never(1, "stop", "death"), hazard="h")
TEA = rule("tea", must_never(1, "tea", "mild"))


def waiver(name: str, case: str | None = None, until: date | None = date(2027, 1, 1)) -> Waiver:
    return Waiver(rule=name, case=case, until=until, owner="Stewardship", because="Why", location=place(1))


def score(rows: list[Checked], *waivers: Waiver) -> Scorecard:
    return tallied(rows, *waivers)[0].scorecard()


def tallied(rows: list[Checked], *waivers: Waiver) -> tuple[Tally, Worst]:
    made = book(CALL, STOP, TEA, hazards=["h"]).model_copy(update={"waivers": waivers})
    approvals = in_force(made, TODAY)
    waiving, tally, worst = Waiving(approvals), Tally(made, WEIGHTS, approvals), Worst(made, WEIGHTS)
    for row in rows:
        marked = waiving.mark(row)
        tally.add(marked)
        worst.add(marked)
    return tally, worst


def rows() -> list[Checked]:
    """Four cases: one calls too late, one stops a medicine, one does both, one needs review."""
    answers = [sample(f"case-{number}") for number in range(4)]
    return [
        checked(answers[0], verdict(answers[0], CALL), met=[1, 2]),
        checked(answers[1], verdict(answers[1], STOP, points=100), met=[0, 2]),
        checked(answers[2], verdict(answers[2], CALL), verdict(answers[2], STOP), met=[2]),
        checked(answers[3], verdict(answers[3], CALL, outcome="review"), met=[1, 2]),
    ]


def test_waived_findings_are_charged_nothing_and_counted_apart() -> None:
    whole = score(rows(), waiver("stop")).overall
    assert whole.outcomes == Outcomes(met=7, violated=2, review=1, waived=2)
    assert whole.waived is not None
    assert (whole.waived.violated, whole.waived.review, whole.waived.events) == (2, 0, 1)
    assert whole.case_harm.without_review.count == 2
    assert whole.waived.case_harm.count == 3
    assert whole.harm_per_case.without_review.value == pytest.approx((20 + 20) / 4)
    assert whole.waived.harm_per_case.value == pytest.approx((20 + 100 + 20) / 4)
    assert (whole.violation.without_review.count, whole.violation.without_review.total) == (2, 9)
    assert (whole.waived.violation.count, whole.waived.violation.total) == (4, 11)
    assert {level.level: level.events for level in whole.levels}["death"] == 0


def test_a_waived_review_does_not_count_as_violated() -> None:
    whole = score(rows(), waiver("call")).overall
    assert whole.outcomes.waived_review == 1
    assert whole.case_harm.with_review.count == 2
    assert whole.not_determined.review == 0


def test_nothing_changes_where_nothing_is_waived() -> None:
    plain = score(rows())
    lapsed = score(rows(), waiver("stop", until=date(2026, 1, 1)))
    assert plain.overall == lapsed.overall
    assert plain.overall.waived is None


def test_a_waiver_of_one_case_covers_that_case_alone() -> None:
    card = score(rows(), waiver("stop", case="case-1"), waiver("tea", case="case-1"))
    assert card.overall.waived is not None
    assert card.overall.waived.violated == 1
    found = [(each.violated, each.cases, each.used) for each in card.waivers]
    assert found == [(1, 1, True), (0, 0, False)]


def test_the_waiver_of_a_case_goes_before_that_of_its_rule() -> None:
    card = score(rows(), waiver("stop"), waiver("stop", case="case-2"))
    assert [(each.violated, each.cases) for each in card.waivers] == [(1, 1), (1, 1)]


def test_an_error_is_not_waived() -> None:
    answer = sample("a")
    card = score([checked(answer, verdict(answer, TEA, outcome="error"))], waiver("tea"))
    assert card.overall.outcomes == Outcomes(error=1, not_applicable=2)


def test_a_rule_that_always_fires_is_told_though_it_is_waived() -> None:
    answer = sample("a")
    card = score([checked(answer, verdict(answer, TEA))], waiver("tea"))
    assert card.coverage.always_violated == ("tea",)
    assert card.coverage.never_violated == ()


def test_waived_points_are_none() -> None:
    made = book(STOP).model_copy(update={"waivers": (waiver("stop"),)})
    marked = Waiving(in_force(made, TODAY)).mark(rows()[1])
    assert [(found.waived, found.points) for found in marked.verdicts] == [(True, 0.0)]


def test_an_event_that_is_partly_waived_is_charged_by_the_rest() -> None:
    answer = sample("a", output="stop the tea")
    found = [verdict(answer, of, found=[evidence("stop the tea", "stop the tea")]) for of in (STOP, TEA)]
    whole = score([checked(answer, *found)], waiver("stop")).overall
    assert whole.harm_per_case.without_review.value == 1
    assert whole.waived is not None
    assert (whole.waived.violated, whole.waived.events) == (1, 0)


def test_hazards_show_what_was_found_under_them() -> None:
    card = score(rows(), waiver("stop", case="case-1"))
    (hazard,) = card.hazards
    assert hazard.rules == ("call", "stop")
    assert hazard.harm == "death"
    assert (hazard.violated, hazard.review, hazard.waived, hazard.cases) == (3, 1, 1, 4)
    assert (hazard.given_situation.without_review.count, hazard.given_situation.without_review.total) == (2, 4)
    assert hazard.given_situation.with_review.count == 3


def test_waived_findings_come_last_and_push_nothing_out() -> None:
    _, worst = tallied(rows(), waiver("stop"))
    assert worst.counts == FindingCounts(violated=2, review=1, error=0, waived=2)
    assert worst.counts.all == 5
    assert [found.verdict.waived for found in worst.findings()] == [False, False, False, True, True]
    assert {found.charged for found in worst.findings() if found.verdict.waived} == {0.0}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(rows()), max_size=8), st.integers(0, 8), st.sampled_from(["stop", "call"]))
def test_merging_leaves_no_trace(found: list[Checked], cut: int, name: str) -> None:
    whole, _ = tallied(found, waiver(name))
    first, _ = tallied(found[:cut], waiver(name))
    second, _ = tallied(found[cut:], waiver(name))
    first.merge(second)
    assert first.scorecard() == whole.scorecard()
