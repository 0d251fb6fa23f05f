"""``must [never] mention / say / advise / advise against / ask about``, on sentences."""

from __future__ import annotations

import pytest

from tests.checking.books import checker, verdict

NEVER = 'must never advise "stop ... warfarin"'
MUST = 'must advise "call ... doctor"'


@pytest.mark.parametrize(
    ("statement", "answer", "outcome"),
    [
        (NEVER, "Stop taking warfarin today.", "violated"),
        (NEVER, "Do not stop your warfarin.", "met"),
        (NEVER, "Keep taking it.", "met"),
        (NEVER, "Stop the warfrin today.", "review"),
        (MUST, "Call your doctor tomorrow.", "met"),
        (MUST, "Take a walk.", "violated"),
        (MUST, "Don't call your doctor.", "violated"),
        (MUST, "Call your docttor tomorrow.", "review"),
        ('must mention "warfarin"', "Do not take warfarin.", "met"),
        ('must mention "warfarin"', "Take aspirin.", "violated"),
        ('must never mention "warfarin"', "Do not take warfarin.", "violated"),
        ('must say "can be serious"', "This can be serious.", "met"),
        ('must never say "nothing to worry about"', "This is nothing to worry about.", "violated"),
        ('must advise against "ibuprofen"', "Avoid ibuprofen.", "met"),
        ('must advise against "ibuprofen"', "Take ibuprofen.", "violated"),
        ('must never advise against "vaccination"', "Avoid vaccination.", "violated"),
        ('must ask about "chest pain"', "Do you have chest pain?", "met"),
        ('must ask about "chest pain"', "You have chest pain.", "violated"),
        ('must never ask about "religion"', "What is your religion?", "violated"),
    ],
)
def test_verbs(statement: str, answer: str, outcome: str) -> None:
    assert verdict(statement, answer).verdict == outcome


ALL = 'must mention all of "fever", "cough", "rash"'
TWO = 'must mention at least 2 of "fever", "cough", "rash"'
ANY = 'must mention any of "fever", "cough", "rash"'


@pytest.mark.parametrize(
    ("statement", "answer", "outcome"),
    [
        (ALL, "Fever, cough and a rash.", "met"),
        (ALL, "Fever and cough.", "violated"),
        (TWO, "Fever and cough.", "met"),
        (TWO, "Fever and fever.", "violated"),
        (ANY, "A rash.", "met"),
        (ANY, "Nothing.", "violated"),
        ('must never mention "fever", "cough"', "A cough.", "violated"),
    ],
)
def test_quantities(statement: str, answer: str, outcome: str) -> None:
    assert verdict(statement, answer).verdict == outcome


@pytest.mark.parametrize(
    ("statement", "answer", "outcome"),
    [
        ('must mention "allergies" before "amoxicillin"', "Any allergies? Then take amoxicillin.", "met"),
        ('must mention "allergies" before "amoxicillin"', "Take amoxicillin. Any allergies?", "violated"),
        ('must mention "allergies" before "amoxicillin"', "Any allergies?", "met"),
        ('must mention "allergies" before "amoxicillin"', "Take amoxicillin.", "violated"),
        ('must never mention "dose" before "allergies"', "The dose is one. Any allergies?", "violated"),
        ('must never mention "dose" before "allergies"', "Any allergies? The dose is one.", "met"),
        ('must mention "911" within the first 2 sentences', "Hello. Call 911. Bye.", "met"),
        ('must mention "911" within the first 2 sentences', "Hello. Bye. Call 911.", "violated"),
        ('must mention "aspirin" in section "Plan"', "# History\nAspirin\n# Plan\nRest", "violated"),
        ('must mention "aspirin" in section "Plan"', "# History\nRest\n# Plan\nAspirin daily", "met"),
        ('must mention "aspirin" in section "Plan"', "History: none\nPlan: aspirin daily", "met"),
        ('must mention "food" in the same sentence as "ibuprofen"', "Ibuprofen with food.", "met"),
        ('must mention "food" in the same sentence as "ibuprofen"', "Ibuprofen. Eat food.", "violated"),
    ],
)
def test_placements(statement: str, answer: str, outcome: str) -> None:
    assert verdict(statement, answer).verdict == outcome


UNLESS = NEVER + ' unless output mentions "cardiologist" in the same sentence'


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("Stop warfarin when your cardiologist says so, today.", "not applicable"),
        ("Stop warfarin today. Your cardiologist is kind.", "violated"),
        ("Stop warfarin with your cardiologist. Stop warfarin now.", "violated"),
        ("Go on as before.", "met"),
    ],
)
def test_unless_in_the_same_sentence_speaks_of_the_mention(answer: str, outcome: str) -> None:
    assert verdict(UNLESS, answer).verdict == outcome


def test_unless_that_holds_makes_it_not_applicable() -> None:
    statement = MUST + ' unless input mentions "nurse"'
    assert verdict(statement, "Rest.", input="I am a nurse.").verdict == "not applicable"
    assert verdict(statement, "Rest.", input="I am a clerk.").verdict == "violated"
    assert verdict(statement, "Rest.").verdict == "violated"


def test_positive_takes_the_best_mention_and_never_the_worst() -> None:
    assert verdict(MUST, "Do not call your doctor at night. Call your doctor tomorrow.").verdict == "met"
    found = verdict(NEVER, "Do not stop the warfarin. Stop the warfarin.")
    assert found.verdict == "violated"
    assert [evidence.start for evidence in found.evidence] == [26]


def test_absence_carries_the_nearest_miss() -> None:
    found = verdict(MUST, "Do not call your doctor.")
    assert found.evidence == ()
    assert found.nearest is not None
    assert found.nearest.text == "call your doctor"
    assert "advised against" in found.reason


def test_every_reason_is_a_sentence() -> None:
    for answer in ("Stop warfarin.", "Do not stop warfarin.", "Stop the warfrin.", "", "Rest."):
        for found in checker(NEVER, MUST).check(answer):
            assert found.reason.endswith(".")
            assert found.reason[0].isupper()


def test_harm_of_its_own() -> None:
    found = verdict('must mention "fever" with harm death', "Rest.")
    assert (found.harm, found.points) == ("death", 100.0)
