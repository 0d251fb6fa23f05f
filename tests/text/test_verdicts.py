"""Levels of care that a text names without ordering them."""

from __future__ import annotations

import pytest

from medrules.public import read


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("A nurse should look at this rash.", "routine"),
        ("Your optician can help with that.", "routine"),
        ("That's an ambulance job.", "emergency"),
        ("This belongs in a hospital tonight.", "emergency"),
        ("Contact Poison Control immediately.", "emergency"),
        ("Straight to A&E.", "emergency"),
        ("ER. Now.", "emergency"),
        ("Urgent care today, not next week.", "urgent"),
        ("My assessment: emergency.", "emergency"),
        ("**Urgency:** Urgent (within 24 hours)\n**Reason:** A possible infection.", "urgent"),
        ("Time to see a physio.", "routine"),
        ("Book in with your GP.", "routine"),
    ],
)
def test_what_names_the_care(text: str, rung: str) -> None:
    assert read(text).escalation().rung == rung


@pytest.mark.parametrize(
    "text",
    [
        "Emergency: no",
        "Is this an emergency?",
        "The surgeon should have seen her at once.",
        "Talks with your doctor can help to detect it.",
        "Clinicians should refer such patients to the emergency department.",
        "Emergency services",
        "She was sent straight to the emergency department by her surgery.",
    ],
)
def test_what_only_mentions_it(text: str) -> None:
    assert read(text).escalation().rung is None


def test_an_offer_gives_way_to_advice() -> None:
    text = "It sounds like hay fever. Take an antihistamine. An allergist can test you for pollen."
    assert read(text).escalation().rung == "self-care"


def test_how_urgent_it_is_gives_way_to_the_time_of_the_contact() -> None:
    assert read("This is urgent. Call your doctor within the next few days.").escalation().rung == "routine"
    assert read("This is urgent. Call your doctor.").escalation().rung == "urgent"


def test_what_the_readers_symptoms_call_for() -> None:
    assert (
        read("Your symptoms tell a story that warrants prompt medical evaluation.").escalation().rung == "urgent"
    )
    assert read("Some rashes need attention.").escalation().rung is None


def test_a_condition_that_is_the_readers_own_state() -> None:
    text = "If it comes only when you climb (as you described):\n\n- Call your doctor today"
    assert read(text).escalation().rung == "urgent"
