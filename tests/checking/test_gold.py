"""Whether an answer says the gold answer of its case."""

from __future__ import annotations

import pytest

from medrules.checking.checker import Checker
from medrules.checking.gold import GoldAnswers
from medrules.model.book import RuleBook
from medrules.model.case import Gold, Sample


def sample(output: str, *gold: str, confidence: float | None = 0.9) -> Sample:
    kept = Gold(answer=gold)
    return Sample(case="a", id="1", output=output, gold=kept, confidence=confidence, file="a.jsonl", line=1)


@pytest.mark.parametrize(
    ("output", "gold", "correct"),
    [
        ("The most likely diagnosis is giant cell arteritis.", ["giant cell arteritis"], True),
        ("This is temporal arteritis.", ["giant cell arteritis", "temporal arteritis"], True),
        ("It is not giant cell arteritis; it is a migraine.", ["giant cell arteritis"], False),
        ("It is a migraine.", ["giant cell arteritis"], False),
        ("It is giant cell arteritiss.", ["giant cell arteritis"], None),
        ("It is a migraine.", [], None),
        ("It is a migraine.", ["…"], None),
    ],
)
def test_correct(output: str, gold: list[str], correct: bool | None) -> None:
    judge = GoldAnswers()
    assert judge.correct(sample(output, *gold)) is correct
    assert judge.correct(sample(output, *gold)) is correct


def test_only_an_answer_with_a_confidence_is_judged() -> None:
    rows = [sample("Migraine.", "migraine", confidence=each) for each in (0.7, None)]
    found = Checker(RuleBook()).check_batch(rows)
    assert [(each.confidence, each.correct) for each in found] == [(0.7, True), (None, None)]
