"""Flip rates over pairs of a case and its variant."""

from __future__ import annotations

import pytest
from synthetic import WEIGHTS, book, checked, must_escalate, must_never, rule, sample, verdict

from medrules.model.figures import Flips
from medrules.model.verdict import Checked
from medrules.scoring.tally import Tally

CALL = rule("call", must_escalate(1, "emergency", "severe"))
TEA = rule("tea", must_never(1, "tea", "mild"))
OWN = TEA.model_copy(update={"id": "own", "case": "v1"})
VARIANTS = {"v1": ("a", "reworded"), "v2": ("b", "reworded"), "v3": ("a", "typing noise"), "v9": ("z", "reworded")}


def flips(*rows: Checked) -> dict[str, Flips]:
    tally = Tally(book(CALL, TEA, OWN), WEIGHTS, variants=VARIANTS)
    for row in rows:
        tally.add(row)
    return {each.kind: each for each in tally.scorecard().flips}


def met(case: str, rung: str | None = "emergency", number: int = 1, model: str = "m") -> Checked:
    return checked(sample(case, number, model=model), met=[0, 1], rung=rung)


def broken(case: str, number: int = 1) -> Checked:
    answer = sample(case, number, model="m")
    return checked(answer, verdict(answer, TEA), met=[0], rung="emergency")


def test_pairs_that_differ_over_pairs() -> None:
    found = flips(met("a"), met("b"), met("v1"), broken("v2"), met("v3", "urgent"))
    assert list(found) == ["all", "reworded", "typing noise"]
    assert (found["all"].any.count, found["all"].any.total) == (2, 3)
    assert (found["all"].rung.count, found["all"].rung.total) == (1, 3)
    assert found["reworded"].any.value == pytest.approx(1 / 2)
    assert found["reworded"].rung.value == 0
    assert found["typing noise"].any.value == 1
    assert found["all"].any.cases == 2
    assert found["all"].same_case.value is None


def test_another_outcome_of_any_kind_is_a_difference() -> None:
    answer = sample("v1", model="m")
    for outcome in ("violated", "review", "error"):
        row = checked(answer, verdict(answer, TEA, outcome=outcome), met=[0], rung="emergency")  # type: ignore[arg-type]
        assert flips(met("a"), row)["all"].any.value == 1
    assert flips(met("a"), checked(answer, met=[0], rung="emergency"))["all"].any.value == 1


def test_each_model_is_a_pair_of_its_own_and_needs_both() -> None:
    found = flips(met("a", model="x"), met("v1", model="x"), met("a", model="y"), met("v1", "urgent", model="y"))
    assert (found["all"].any.count, found["all"].any.total) == (1, 2)
    assert flips(met("a", model="x"), met("v1", model="y")) == {}


def test_of_several_samples_the_chance_counts() -> None:
    found = flips(met("a"), met("a", "urgent", 2), met("v1"), met("v1", number=2))["all"]
    assert found.any.value == pytest.approx(1 / 2)
    assert found.same_case.value == pytest.approx((1 + 0) / 2)


def test_a_rule_of_one_case_alone_is_no_difference() -> None:
    answer = sample("v1", model="m")
    row = checked(answer, verdict(answer, OWN), met=[0, 1], rung="emergency")
    assert flips(met("a"), row)["all"].any.value == 0


def test_a_waived_finding_is_the_same_finding() -> None:
    row = broken("v1")
    waived = row._replace(verdicts=tuple(each._replace(waived=True) for each in row.verdicts))
    assert flips(broken("a"), waived)["all"].any.value == 0


def test_no_variants_no_flips() -> None:
    tally = Tally(book(CALL), WEIGHTS)
    tally.add(checked(sample("a"), met=[0], rung="emergency"))
    assert tally.scorecard().flips == ()
    assert not tally.signatures
