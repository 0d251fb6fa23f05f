"""Cases among which a text leaves the choice, and the one that it says is the reader's."""

from __future__ import annotations

import pytest

from medrules.public import read

GRADES = [
    "Green (stay home): mild hoarseness.\nAmber (call your GP): a fever.\nRed (call 999): a blue face.",
    "- Moderate pain: see your doctor.\n- Severe pain: go to the ER.",
    "For moderate cases: see a doctor. For severe cases: go to the ER.",
    "- Glucose between 250 and 300: call your doctor.\n- Glucose over 400: call 911.",
]


@pytest.mark.parametrize("text", GRADES)
def test_what_one_grade_calls_for_is_conditional(text: str) -> None:
    assert read(text).escalation().rung is None


@pytest.mark.parametrize(
    ("said", "rung"),
    [
        ("You are in the green group.", "self-care"),
        ("Yours sounds amber to me.", "routine"),
        ("What you describe is not red.", None),
        ("If yours is red, hurry.", None),
    ],
)
def test_the_grade_that_is_the_readers(said: str, rung: str | None) -> None:
    assert read(f"{GRADES[0]}\n\n{said}").escalation().rung == rung


def test_options_that_are_passed_over_are_not_advised() -> None:
    options = "Option A: rest at home.\nOption B: go to A&E.\n\n"
    assert read(options + "I would choose A.").escalation().rung == "self-care"
    assert read(options + "I would go with B.").escalation().rung == "emergency"


def test_tiers_with_times_are_steps_of_one_plan() -> None:
    first, second = (
        "- **Tier 1: Today**\n  - Drink fluids.",
        "- **Tier 2: Within 48 hours**\n  - Book a doctor's visit.",
    )
    tiers = f"{first}\n{second}"
    assert read(tiers).escalation().rung == "urgent"
