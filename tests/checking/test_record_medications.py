"""``must cover / keep to / agree with record`` on medicines: left out, invented, contradicted, stopped."""

from __future__ import annotations

from typing import Any

import pytest

from medrules.model.verdict import Verdict
from tests.checking.books import checker
from tests.checking.records import record

MEDICINES: dict[str, Any] = {
    "medications": [
        "warfarin 5 mg daily",
        "metformin 500 mg twice daily",
        "aspirin 81 mg daily (stopped 2026-05-01)",
        "lisinopril 10 mg daily (held)",
        "insulin glargine 20 units at night",
        "apixaban 5 mg twice daily (planned)",
    ]
}
COVER = "must cover record medications"
KEEP = "must keep to record medications"
ALL = "Warfarin, metformin, lisinopril, insulin glargine and apixaban."


def check(duty: str, answer: str, *, input: str | None = None, **stated: Any) -> Verdict:
    (found,) = checker(duty).check(answer, input=input, record=record(**(stated or MEDICINES)))
    return found


def differences(found: Verdict) -> set[tuple[str, str | None]]:
    return {(point.kind, point.said.text if point.said else None) for point in found.discrepancies}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (ALL, "met"),
        ("Coumadin, Glucophage, Zestril, Lantus and Eliquis.", "met"),
        ("Warfarin, metformin, lisinopril, insulin and apixaban.", "met"),
        ("Warfrin, metformin, lisinopril, insulin glargine and apixaban.", "review"),
        ("Metformin, lisinopril, insulin glargine and apixaban.", "violated"),
        ("You are not taking warfarin. Metformin, lisinopril, insulin glargine and apixaban.", "violated"),
    ],
)
def test_cover(answer: str, outcome: str) -> None:
    found = check(COVER, answer)
    assert found.verdict == outcome
    if outcome != "met":
        assert [point[:3] for point in found.discrepancies] == [("omission", "medications", "warfarin 5 mg daily")]


def test_what_was_stopped_need_not_be_covered_and_a_cut_off_answer_is_reviewed() -> None:
    only = {"medications": ["aspirin 81 mg (stopped)"]}
    assert check(COVER, "Rest.", **only).verdict == "met"
    (found,) = checker(COVER).check("Rest.", record=record(medications="none"))
    assert found.verdict == "met"


SAID: list[tuple[str, str, str | None]] = [
    # Agreeing, or not about this patient's medicines.
    ("You take warfarin 5 mg daily and metformin 500 mg twice daily.", "met", None),
    ("You take Jantoven 5000 mcg daily.", "met", None),
    ("Take 5 mg of warfarin daily.", "met", None),
    ("Warfarin 2 mg tablets: take two and a half tablets daily.", "met", None),
    ("Take your metformin with food.", "met", None),
    ("Lisinopril is often used for blood pressure.", "met", None),
    ("Doctors often start with amlodipine 5 mg.", "met", None),
    ("If you take amlodipine, tell us.", "met", None),
    ("Are you taking amlodipine?", "met", None),
    ("Your sister takes amlodipine.", "met", None),
    ("Avoid ibuprofen since you are on warfarin.", "met", None),
    ("Start amlodipine 5 mg daily.", "met", None),
    ("You were given morphine 4 mg in the emergency department.", "met", None),
    ("## New medications\n- Amlodipine 5 mg daily", "met", None),
    ("Increase metformin to 1000 mg twice daily.", "met", None),
    ("You stopped aspirin last year.", "met", None),
    ("## Stopped medications\n- Aspirin 81 mg", "met", None),
    ("Adults usually take metformin 850 mg.", "met", None),
    ("You are allergic to codeine.", "met", None),
    # Invented.
    ("You are taking amlodipine.", "violated", "invention"),
    ("Your Norvasc may make the ankles swell.", "violated", "invention"),
    ("Continue amlodipine 5 mg.", "violated", "invention"),
    ("Keep taking your amlodipine.", "violated", "invention"),
    ("72-year-old woman with diabetes on amlodipine 5 mg daily.", "violated", "invention"),
    ("Medications:\n- Warfarin 5 mg daily\n- Amlodipine 5 mg daily", "violated", "invention"),
    ("Current medications: warfarin 5 mg daily, amlodipine 5 mg daily.", "violated", "invention"),
    # Contradicted.
    ("You are taking warfarin 10 mg daily.", "violated", "contradiction"),
    ("Take metformin 1000 mg twice daily.", "violated", "contradiction"),
    ("You take warfarin 5 mg twice daily.", "violated", "contradiction"),
    ("Your insulin dose is 30 units at night.", "violated", "contradiction"),
    ("Medications:\n- Warfarin 5 mg weekly", "violated", "contradiction"),
    ("Continue metformin 1 g once daily.", "review", "contradiction"),
    ("warfarin 5 mg weekly", "review", "contradiction"),
    ("You are not taking warfarin.", "violated", "contradiction"),
    ("You stopped taking warfarin.", "violated", "contradiction"),
    ("Warfarin was discontinued.", "review", "contradiction"),
    ("## Stopped medications\n- Warfarin", "violated", "contradiction"),
    ("The patient takes no medications.", "violated", "contradiction"),
    ("Home medications: none", "violated", "contradiction"),
    ("Continue lisinopril.", "review", "contradiction"),
    ("You are on apixaban.", "review", "contradiction"),
    # No longer so.
    ("You take aspirin.", "violated", "outdated"),
    ("Continue aspirin 81 mg daily.", "violated", "outdated"),
]


@pytest.mark.parametrize(("answer", "outcome", "kind"), SAID)
def test_keep_to(answer: str, outcome: str, kind: str | None) -> None:
    found = check(KEEP, answer)
    assert found.verdict == outcome, found.reason
    assert {point.kind for point in found.discrepancies} == ({kind} if kind else set())
    for point in found.discrepancies:
        assert point.said is not None and answer[point.said.start : point.said.end] == point.said.text


def test_both_sides_are_quoted() -> None:
    found = check(KEEP, "You are taking warfarin 10 mg daily and amlodipine.")
    assert differences(found) == {("contradiction", "warfarin 10 mg daily"), ("invention", "amlodipine")}
    assert {point.recorded for point in found.discrepancies} == {"warfarin 5 mg daily", None}
    assert "the answer says “warfarin 10 mg daily”, the record “warfarin 5 mg daily”" in found.reason
    assert {one.text for one in found.evidence} == {"warfarin 10 mg daily", "amlodipine"}


def test_an_old_dose_is_outdated() -> None:
    stated = {"medications": ["warfarin 5 mg daily", "warfarin 3 mg daily (stopped)"]}
    found = check(KEEP, "You take warfarin 3 mg daily.", **stated)
    assert [(point.kind, point.recorded) for point in found.discrepancies] == [
        ("outdated", "warfarin 3 mg daily (stopped)")
    ]
    assert check(KEEP, "You take warfarin 5 mg daily.", **stated).verdict == "met"


def test_what_the_patient_told_is_no_invention() -> None:
    assert check(KEEP, "Keep taking your amlodipine.", input="I take Norvasc.").verdict == "met"


def test_documents_count_unless_they_are_outdated() -> None:
    letters = [
        {"title": "Clinic letter", "date": "2024-01-01", "text": "Seen today. She takes simvastatin 40 mg."},
        {"title": "Clinic letter", "date": "2025-01-01", "text": "She takes rosuvastatin 10 mg."},
        {"title": "Old list", "status": "superseded", "text": "Ramipril 5 mg."},
    ]
    stated = {"medications": ["warfarin 5 mg daily"], "documents": letters}
    assert check(KEEP, "You take rosuvastatin.", **stated).verdict == "met"
    for answer, recorded in (
        ("You take simvastatin.", "Clinic letter of 2024-01-01: She takes simvastatin 40 mg."),
        ("You take ramipril.", "Old list: Ramipril 5 mg."),
    ):
        (point,) = check(KEEP, answer, **stated).discrepancies
        assert (point.kind, point.recorded) == ("outdated", recorded)


def test_agree_is_both() -> None:
    stated = {"medications": ["warfarin 5 mg daily", "metformin 500 mg twice daily"]}
    found = check("must agree with record on all of medications", "You take warfarin 10 mg daily.", **stated)
    assert {point.kind for point in found.discrepancies} == {"omission", "contradiction"}
    assert found.verdict == "violated"


@pytest.mark.parametrize("duty", [COVER, KEEP, "must agree with record on all of medications, allergies"])
def test_a_record_that_does_not_say(duty: str) -> None:
    (found,) = checker(duty).check("You take warfarin.", record=record(age="71"))
    assert found.verdict == "not applicable" and "The record lacks medications" in found.reason
    (found,) = checker(duty).check("You take warfarin.")
    assert found.verdict == "not applicable"


def test_of_several_fields_those_that_are_stated_are_judged() -> None:
    duty = "must agree with record on all of medications, allergies"
    found = check(duty, "You take warfarin.", medications=["metformin 500 mg"])
    assert found.verdict == "violated" and "(The record lacks allergies.)" in found.reason


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("A 71-year-old on digoxin.", "violated"),
        ("71F on digoxin for AF.", "violated"),
        ("71 y/o M on digoxin.", "violated"),
        ("Digoxin 125 mcg is used in AF.", "met"),
        ("You do not take warfarin.", "review"),
        ("As you don't take warfarin, ibuprofen is fine.", "review"),
        ("Do not take warfarin tonight.", "met"),
    ],
)
def test_of_whom_it_is_said(answer: str, outcome: str) -> None:
    assert check(KEEP, answer).verdict == outcome
