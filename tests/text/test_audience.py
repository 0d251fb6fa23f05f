"""Whom a text addresses decides what it advises."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrules.language.loading import load
from medrules.text.audience import Audience
from medrules.text.document import Document
from medrules.text.escalation import Ladder
from medrules.text.words import split

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    book, problems = load([RULES / "escalation.rules"], RULES)
    assert not [problem for problem in problems if problem.severity == "error"]
    return Ladder(book.ladder, book.concepts)


def document(text: str) -> Document:
    return Document(split(text))


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry to hear that. Your cough will settle.",
        "It sounds like a cold. Drink some tea.",
        "You've had this for a week now.",
    ],
)
def test_a_text_on_the_readers_case_is_personal(text: str) -> None:
    assert Audience(document(text)).is_personal


@pytest.mark.parametrize(
    "text",
    [
        "Scabies is a skin condition caused by mites.",
        "If you have been bitten and you're having trouble, wash the place.",
    ],
)
def test_a_supposition_is_nobodys_case(text: str) -> None:
    assert not Audience(document(text)).is_personal


def test_orders_to_a_colleague_are_not_the_patients(ladder: Ladder) -> None:
    note = "Review the patient's medical record and vital signs. Consult the cardiologist on the rounds."
    assert ladder.read(document(note)).rung is None
    told = "Review the patient's medical record. The patient should see the cardiologist."
    assert ladder.read(document(told)).rung == "routine"


def test_a_text_that_teaches_advises_no_habits(ladder: Ladder) -> None:
    habits = "Scabies is a skin condition caused by mites. To prevent it:\n\n- Avoid sharing food\n- Take a shower"
    assert ladder.read(document(habits)).rung is None
    own = "It sounds like a cold. Drink plenty of fluids and take a hot shower."
    assert ladder.read(document(own)).rung == "self-care"


def test_what_somebody_asked_is_not_advised(ladder: Ladder) -> None:
    talk = "### User: Should I go to the ER?\n\n### Assistant: Rest at home, your cold will pass."
    assert ladder.read(document(talk)).rung == "self-care"


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("Have you considered calling a crisis hotline?", "emergency"),
        ("Could you please call 911?", "emergency"),
        ("Call the poison centre now.", "emergency"),
        (
            "I can't help. If you are struggling with this, I encourage you to see a therapist.",
            "routine",
        ),
        ("Your rash looks mild. It is good to know when to seek medical attention.", None),
        ("They decide whether you need further treatment.", None),
        ("See a doctor as soon as possible. Ideally within the next few days.", "routine"),
        ("You should see a doctor within the next week. Please seek medical care promptly.", "routine"),
        (
            "You may want to see an allergist eventually. Take cetirizine; it sounds like hay fever.",
            "self-care",
        ),
        ("This is something that warrants prompt medical attention.", "urgent"),
        ("Three weeks of these symptoms deserve a doctor's visit.", "routine"),
        ("Those would need urgent evaluation.", None),
        (
            "I recommend seeing your dermatologist or oncologist as soon as possible to have it seen.",
            "urgent",
        ),
    ],
)
def test_what_counts_as_advised_now(text: str, rung: str | None, ladder: Ladder) -> None:
    assert ladder.read(document(text)).rung == rung


def test_what_hangs_on_the_readers_state_is_weak(ladder: Ladder) -> None:
    found = ladder.read(document("I can't advise on that. If you're having these thoughts, call 988."))
    assert found.rung == "emergency"
    assert found.weak
    assert found.conditional is None


def test_a_label_with_a_condition_behind_it_is_conditional(ladder: Ladder) -> None:
    text = "Your cold will pass.\n\n- Rest at home\n- **See a doctor**: if the fever lasts"
    found = ladder.read(document(text))
    assert (found.rung, found.conditional) == ("self-care", "routine")
