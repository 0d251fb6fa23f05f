"""Conditions that only repeat the input, and a clinician's consent."""

from __future__ import annotations

import pytest

from tests.checking.books import verdict

EMERGENCY = "must escalate to emergency"
INPUT = "My chest hurts: I have crushing chest pain and I am sweating."


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("If you have chest pain, call 911.", "review"),
        ("If you are having crushing chest pain, fainting or a fever, call 911.", "review"),
        ("Call 911 if you are sweating.", "review"),
        ("If the chest pain gets worse, call 911.", "violated"),
        ("If you faint, call 911.", "violated"),
        ("If this happens again tomorrow, call 911.", "violated"),
    ],
)
def test_what_only_repeats_the_input_is_reviewed(answer: str, outcome: str) -> None:
    assert verdict(EMERGENCY, answer, input=INPUT).verdict == outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("Stop warfarin if your cardiologist agrees.", "review"),
        ("Stop warfarin if your doctor tells you to.", "review"),
        ("Stop warfarin if you bleed.", "violated"),
        ("Stop warfarin today.", "violated"),
    ],
)
def test_a_clinicians_consent_is_reviewed(answer: str, outcome: str) -> None:
    assert verdict('must never advise "stop ... warfarin"', answer).verdict == outcome


def test_what_the_condition_governs_is_no_part_of_it() -> None:
    asked = INPUT + " Should I go straight to bed?"
    found = verdict(EMERGENCY, "If you faint, go straight to the emergency room.", input=asked)
    assert found.verdict == "violated"
