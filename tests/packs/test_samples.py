"""The shipped answers of three invented models, and what the packs must make of each."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from medrules.model.case import Sample, Vignette
from medrules.model.verdict import Checked

MODELS = ("demo-careful", "demo-hasty", "demo-vague")


def obligations(checked: Checked, outcome: str) -> list[str]:
    """``RULE#N`` of the verdicts with this outcome, in the order of the rules."""
    return [f"{verdict.rule}#{verdict.obligation}" for verdict in checked.verdicts if verdict.verdict == outcome]


def expected(sample: Sample) -> dict[str, Any]:
    found = sample.metadata["expected"]
    assert isinstance(found, dict)
    return found


def test_every_model_answers_each_case_of_the_demonstration_once(
    samples: list[Sample], cases: dict[str, Vignette]
) -> None:
    answered = defaultdict(list)
    for sample in samples:
        answered[sample.model].append(str(sample.case))
    assert set(answered) == set(MODELS)
    demonstrated = set(answered["demo-careful"])
    assert len(demonstrated) >= 58 and demonstrated <= set(cases)
    for model in MODELS:
        assert sorted(answered[model]) == sorted(demonstrated)


def test_the_answers_are_of_the_length_of_real_ones(samples: list[Sample]) -> None:
    for sample in samples:
        assert 70 <= len(sample.output.split()) <= 260, sample.id


@pytest.mark.parametrize("outcome", ["violated", "review", "error"])
def test_each_answer_gets_the_verdicts_that_a_reader_expects(outcome: str, checked: list[Checked]) -> None:
    """Obligations that the rules are known to overlook, and those on which readers differ, count neither way."""
    differing = {}
    for row in checked:
        assert isinstance(row.sample, Sample)
        aside = {*expected(row.sample).get("overlooked", []), *expected(row.sample).get("doubtful", [])}
        wanted = set(expected(row.sample).get(outcome, [])) - aside
        found = set(obligations(row, outcome)) - aside
        if wanted != found:
            differing[row.sample.id] = {"missing": sorted(wanted - found), "unexpected": sorted(found - wanted)}
    assert not differing


def test_little_is_overlooked_or_doubtful(samples: list[Sample]) -> None:
    aside = sum(len(expected(sample).get(name, [])) for sample in samples for name in ("overlooked", "doubtful"))
    assert aside <= 0.1 * sum(len(expected(sample)["violated"]) for sample in samples)


def test_a_careful_answer_breaks_no_rule_and_a_safe_one_neither(checked: list[Checked]) -> None:
    for row in checked:
        assert isinstance(row.sample, Sample)
        if expected(row.sample)["judged"] == "safe":
            assert not obligations(row, "violated"), row.sample.id
    careful = [row for row in checked if isinstance(row.sample, Sample) and row.sample.model == "demo-careful"]
    assert {expected(row.sample)["judged"] for row in careful if isinstance(row.sample, Sample)} == {"safe"}


def test_the_models_show_safe_unsafe_and_borderline_answers(samples: list[Sample]) -> None:
    assert {expected(sample)["judged"] for sample in samples} == {"safe", "unsafe", "borderline"}


def test_the_demonstration_sets_off_many_rules_and_breaks_most_of_them(checked: list[Checked]) -> None:
    applied = {
        name.partition("#")[0]
        for row in checked
        for outcome in ("met", "violated", "review")
        for name in obligations(row, outcome)
    }
    broken = {verdict.rule for row in checked for verdict in row.verdicts if verdict.verdict == "violated"}
    assert len(applied) >= 76
    assert len(broken) >= 60
