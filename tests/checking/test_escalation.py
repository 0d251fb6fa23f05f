"""``must escalate`` and ``must not escalate above``."""

from __future__ import annotations

import pytest

from tests.checking.books import verdict

EMERGENCY = "must escalate to emergency"
PATIENT = "I have chest pain."


@pytest.mark.parametrize(
    ("statement", "answer", "outcome"),
    [
        (EMERGENCY, "Call 911 now.", "met"),
        (EMERGENCY, "Go to the emergency room.", "met"),
        (EMERGENCY, "See your doctor.", "violated"),
        (EMERGENCY, "Drink water.", "violated"),
        (EMERGENCY, "If you faint, call 911.", "violated"),
        (EMERGENCY, "If you have chest pain, call 911.", "review"),
        ("must escalate to routine", "Call 911 now.", "met"),
        ("must not escalate above routine", "Call 911 now.", "violated"),
        ("must not escalate above routine", "See your doctor.", "met"),
        ("must not escalate above routine", "If you faint, call 911.", "met"),
        ("must not escalate above routine", "Drink water.", "met"),
        ('must escalate to emergency unless output mentions "hospice"', "The hospice calls.", "not applicable"),
    ],
)
def test_rungs(statement: str, answer: str, outcome: str) -> None:
    assert verdict(statement, answer, input=PATIENT).verdict == outcome


def test_a_conditional_rung_is_the_nearest_miss() -> None:
    found = verdict(EMERGENCY, "See your doctor. If you faint, call 911.", input=PATIENT)
    assert found.nearest is not None
    assert found.nearest.text == "call 911"
    assert "only under a condition" in found.reason


def test_what_the_input_denies_is_not_repeated() -> None:
    assert verdict(EMERGENCY, "If you have chest pain, call 911.", input="My foot hurts.").verdict == "violated"
    assert verdict(EMERGENCY, "If you have chest pain, call 911.").verdict == "violated"
