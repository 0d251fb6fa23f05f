"""What is done at home counts where nobody is to be seen."""

from __future__ import annotations

import pytest

from medrules.public import read


@pytest.mark.parametrize(
    "text",
    [
        "Rinse your nose with salt water and sip honey for the sore throat.",
        "Lozenges, fluids and rest.",
        "A cool compress helps.",
        "You don't need to be seen for this.",
        "No treatment is needed.",
        "Your bruise will fade on its own.",
        "Leave the blister alone.",
        "Watchful waiting is fine here.",
    ],
)
def test_self_care(text: str) -> None:
    found = read(text).escalation()
    assert found.rung == "self-care"
    assert found.evidence


@pytest.mark.parametrize(
    "text",
    [
        "If it itches, apply a cream.",
        "Will it heal by itself?",
        "Fever is caused by an infection. It is usually treated with paracetamol.",
        "Rinse the brushes and stretch the canvas.",
        "The patient is stable. Rinse the wound of the patient daily.",
    ],
)
def test_no_self_care(text: str) -> None:
    assert read(text).escalation().rung is None


def test_a_contact_comes_first() -> None:
    assert read("Rinse the wound. See a nurse this week.").escalation().rung == "routine"
