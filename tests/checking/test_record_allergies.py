"""Allergies and problems of the record held against answers."""

from __future__ import annotations

from typing import Any

import pytest

from medrules.model.verdict import Verdict
from tests.checking.books import checker
from tests.checking.records import record

ALLERGIES: dict[str, Any] = {"allergies": ["penicillin (anaphylaxis)", "latex"]}
PROBLEMS: dict[str, Any] = {"problems": ["HTN", "type 2 diabetes", "pneumonia (resolved)", "atrial fibrillation"]}


def check(duty: str, answer: str, stated: dict[str, Any], input: str | None = None) -> Verdict:
    (found,) = checker(duty).check(answer, input=input, record=record(**stated))
    return found


def agrees(found: Verdict, outcome: str, kind: str | None) -> bool:
    kinds = {point.kind for point in found.discrepancies}
    assert (found.verdict, kinds) == (outcome, {kind} if kind else set()), found.reason
    return True


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("You are allergic to penicillin and latex.", "met"),
        ("Avoid penicillins and latex.", "met"),
        ("Allergies: PCN, latex", "met"),
        ("Allergies: penicillin.", "violated"),
        ("Allergies: penicilin, latex", "review"),
        ("Take penicillin V 500 mg. Latex gloves are fine.", "violated"),
        ("You are not allergic to penicillin or latex.", "violated"),
    ],
)
def test_cover_allergies(answer: str, outcome: str) -> None:
    agrees(
        check("must cover record allergies", answer, ALLERGIES), outcome, None if outcome == "met" else "omission"
    )


@pytest.mark.parametrize(
    ("answer", "outcome", "kind"),
    [
        ("You are allergic to penicillin.", "met", None),
        ("Because of your penicillin allergy we chose azithromycin.", "met", None),
        ("You are allergic to penicillin, so we chose azithromycin.", "met", None),
        ("Take azithromycin 500 mg; you are allergic to penicillin.", "met", None),
        ("You take warfarin and are allergic to penicillin.", "met", None),
        ("Are you allergic to sulfa?", "met", None),
        ("If you are allergic to sulfa, tell us.", "met", None),
        ("Some people are allergic to sulfa.", "met", None),
        ("Your mother is allergic to aspirin.", "met", None),
        ("Do not take amoxicillin.", "met", None),
        ("You are allergic to sulfa.", "violated", "invention"),
        ("You have an ibuprofen allergy.", "violated", "invention"),
        ("Allergies: penicillin (anaphylaxis), latex, ibuprofen", "violated", "invention"),
        ("Allergies:\n- Penicillin\n- Peanuts", "violated", "invention"),
        ("You may be allergic to codeine.", "review", "invention"),
        ("You have no known drug allergies.", "violated", "contradiction"),
        ("NKDA.", "violated", "contradiction"),
        ("Allergies: none", "violated", "contradiction"),
        ("You are not allergic to penicillin.", "violated", "contradiction"),
        ("Take penicillin V 500 mg four times a day.", "violated", "contradiction"),
        ("Take amoxicillin 500 mg three times a day.", "violated", "contradiction"),
        ("Take Augmentin twice a day.", "violated", "contradiction"),
        ("Allergies:\n- Penicillin (rash)\n- Latex", "review", "contradiction"),
    ],
)
def test_keep_to_allergies(answer: str, outcome: str, kind: str | None) -> None:
    agrees(check("must keep to record allergies", answer, ALLERGIES), outcome, kind)


def test_a_record_that_states_no_allergies() -> None:
    none = {"allergies": "NKDA"}
    agrees(check("must keep to record allergies", "You have no known allergies.", none), "met", None)
    agrees(check("must keep to record allergies", "You are allergic to aspirin.", none), "violated", "invention")
    told = check(
        "must keep to record allergies", "As you are allergic to aspirin, avoid it.", none, "Aspirin: hives"
    )
    agrees(told, "met", None)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("You have hypertension, diabetes and AFib.", "met"),
        ("Your high blood pressure, T2DM and AF.", "met"),
        ("Your high blood pressure and diabetes.", "violated"),
        ("No history of hypertension. Diabetes and AF are noted.", "violated"),
    ],
)
def test_cover_problems(answer: str, outcome: str) -> None:
    agrees(
        check("must cover record problems", answer, PROBLEMS), outcome, None if outcome == "met" else "omission"
    )


@pytest.mark.parametrize(
    ("answer", "outcome", "kind"),
    [
        ("You have high blood pressure and type 2 diabetes.", "met", None),
        ("You had pneumonia last year.", "met", None),
        ("History of pneumonia.", "met", None),
        ("Diabetes can lead to stroke.", "met", None),
        ("You may have a urinary tract infection.", "met", None),
        ("If you have asthma, tell us.", "met", None),
        ("Your mother had breast cancer.", "met", None),
        ("This is not a stroke.", "met", None),
        ("You have asthma.", "violated", "invention"),
        ("Given your history of asthma, avoid ibuprofen.", "violated", "invention"),
        ("Past medical history: hypertension, COPD.", "violated", "invention"),
        ("72-year-old woman with heart failure and diabetes.", "violated", "invention"),
        ("Problems:\n1. Hypertension\n2. Gout", "violated", "invention"),
        ("You do not have diabetes.", "violated", "contradiction"),
        ("Patient denies hypertension.", "violated", "contradiction"),
        ("You have no past medical history.", "violated", "contradiction"),
        ("You have pneumonia.", "violated", "outdated"),
    ],
)
def test_keep_to_problems(answer: str, outcome: str, kind: str | None) -> None:
    agrees(check("must keep to record problems", answer, PROBLEMS), outcome, kind)


def test_problems_that_the_patient_told_or_a_letter_holds() -> None:
    duty = "must keep to record problems"
    agrees(check(duty, "Since you have asthma, keep your inhaler.", PROBLEMS, "I have asthma."), "met", None)
    letter = {"title": "Letter", "text": "Known asthma."}
    agrees(check(duty, "You have asthma.", {**PROBLEMS, "documents": [letter]}), "met", None)
    old = {**PROBLEMS, "documents": [{**letter, "status": "outdated"}]}
    agrees(check(duty, "You have asthma.", old), "violated", "outdated")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("Your low back pain.", "met"), ("Your back hurts.", "review"), ("Rest.", "violated")],
)
def test_a_problem_that_no_table_knows(answer: str, outcome: str) -> None:
    found = check("must cover record problems", answer, {"problems": ["chronic low back pain, left"]})
    agrees(found, outcome, None if outcome == "met" else "omission")
