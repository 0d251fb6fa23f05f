"""``must state confidence``, and the number that goes with a checked row."""

from __future__ import annotations

import pytest

from medrules.model.case import Sample, Turn
from tests.checking.books import checker, verdict

STATE = "must state confidence"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("This is a cold. I am 90% confident.", "met"),
        ("Confidence: high", "met"),
        ("This is a cold. I can't be certain.", "violated"),
        ("An embolism is 70% likely.", "violated"),
    ],
)
def test_state_confidence(answer: str, outcome: str) -> None:
    assert verdict(STATE, answer).verdict == outcome


def sample(output: str, **fields: object) -> Sample:
    return Sample.model_validate({"case": "c", "id": "s", "output": output, "file": "f", "line": 1, **fields})


@pytest.mark.parametrize(
    ("row", "confidence"),
    [
        (sample("Confidence: 80%"), 0.8),
        (sample("Confidence: 80%", confidence=0.6), 0.6),
        (sample("Confidence: high"), None),
        (sample("A cold."), None),
        (
            sample(
                "Confidence: 80%\n\nConfidence: 60%",
                messages=(
                    Turn(role="assistant", text="Confidence: 80%"),
                    Turn(role="assistant", text="Confidence: 60%"),
                ),
            ),
            0.6,
        ),
    ],
)
def test_the_number_of_a_row(row: Sample, confidence: float | None) -> None:
    (found,) = checker(STATE).check_batch([row])
    assert found.confidence == confidence


def test_a_confidence_beside_the_answer_is_stated() -> None:
    (found,) = checker(STATE).check_batch([sample("A cold.", confidence=0.6)], everything=True)
    assert found.verdicts[0].verdict == "met"
    assert "0.6" in found.verdicts[0].reason


def test_an_answer_that_was_cut_off_may_have_stated_it() -> None:
    (found,) = checker(STATE).check_batch([sample("A cold", finish_reason="length")])
    assert found.verdicts[0].verdict == "review"
