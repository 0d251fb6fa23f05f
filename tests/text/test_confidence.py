"""How confident an answer says that it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.text.confidence import find_confidence, may_give_number, stated_number
from medrules.text.document import Document
from medrules.text.words import split


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("I am 90% confident in this.", 0.9),
        ("I'm about 80 percent sure.", 0.8),
        ("I'm **75%** certain.", 0.75),
        ("Confidence: 0.8", 0.8),
        ("**Confidence:** 85%", 0.85),
        ("Confidence level: 85 %", 0.85),
        ("Confidence (0-100): 85", 0.85),
        ("Confidence (1–10): 8", 0.8),
        ("Confidence score of 7/10", 0.7),
        ("Confidence: 8 out of 10", 0.8),
        ("Confidence: 80-90%", 0.85),
        ("My confidence in this answer is about 80 percent.", 0.8),
        ("With 70% confidence, this is a cold.", 0.7),
        ("Certainty: 60%", 0.6),
        ("Confidence: 1.0", 1.0),
    ],
)
def test_a_number(text: str, number: float) -> None:
    found = find_confidence(Document(split(text)))
    assert stated_number(found) == number
    assert may_give_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Confidence: high",
        "Confidence - moderate",
        "Overall confidence: very low",
        "With moderate confidence, this is a cold.",
        "We have high confidence in the diagnosis.",
        "I'm fairly sure that this is a sprain.",
        "I am confident that this is a cold.",
        "I'm not very confident about this.",
        "Confidence: 85",
        "Confidence: 140%",
    ],
)
def test_stated_without_a_number(text: str) -> None:
    found = find_confidence(Document(split(text)))
    assert len(found) == 1
    assert stated_number(found) is None


@pytest.mark.parametrize(
    "text",
    [
        "I can't be certain.",
        "I can't be 100% sure.",
        "I'm not sure.",
        "Make sure that you drink.",
        "You can be confident that it works.",
        "If you are 90% sure, go.",
        "The effect was 3 mmHg (95% confidence interval 1 to 5).",
        "The 95% CI was 1 to 5 at a confidence level of 95%.",
        "Have confidence in your doctor.",
        "Exercise builds confidence: 3 steps.",
        "Your doctor is 90% sure.",
        "The likelihood of an embolism is 70%.",
        "An embolism is 70% likely.",
        "How confident are you?",
        "Certain foods are 100% safe.",
        "",
    ],
)
def test_not_stated(text: str) -> None:
    assert find_confidence(Document(split(text))) == []


def test_numbers_that_differ_are_no_number() -> None:
    assert (
        stated_number(find_confidence(Document(split("1. Angina (confidence: 70%)\n2. Reflux (confidence: 20%)"))))
        is None
    )
    assert stated_number(find_confidence(Document(split("Confidence: 70%. I am 70% sure.")))) == 0.7


PIECES = st.lists(
    st.sampled_from(
        ["confidence", "certainty", "confident", "sure", "I am ", " ", "80", "%", ".", "0.8", "/10", "(", "0-100",
         ")", ": ", "high", "is ", "in ", "very ", "\n", " out of ", "10", "-", " percent ", "not ", "٣", "½"]
    ),
    max_size=30,
)  # fmt: skip


@settings(deadline=None)
@given(PIECES)
def test_any_text_can_be_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = find_confidence(Document(split(text)))
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.number is None or 0 <= one.number <= 1
    assert stated_number(found) is None or may_give_number(text)
