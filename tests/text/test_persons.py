"""Of whom and of when a text says its mention."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from medrules.model.reading import Reading
from medrules.text.document import Document
from medrules.text.words import split

Read = Callable[[str], Reading]

OF_THE_PATIENT = [
    "You have <diabetes>.",
    "You have asthma, eczema and <diabetes>.",
    "The fact that you have asthma and <diabetes> raises your risk.",
    "Because you are experiencing <chest pain>, call 911.",
    "She has been taking <ibuprofen> for a week.",
    "This may well be due to your <asthma>.",
    "Your severe left sided <chest pain> is worrying.",
    "Her weight and <diabetes> may be related.",
    "You should talk about ways to stop the <bleeding>.",
    "The combination of fever, <rash> and stiffness is a red flag for you.",
    "Your symptoms worry me:\n- **<Chest pain>** with every breath\n- Fever",
    "## Why this is worrying\n- **<Fever>** suggests an infection.\n\nPlease see a doctor; you need one.",
    "## Reassuring features\nWhat you told me:\n- Responds to <paracetamol>",
]

OF_NOBODY = [
    "Diabetes can cause <chest pain>.",
    "Your doctor can help you manage your <anxiety>.",
    "Your symptoms can be a sign of <cancer>.",
    "The doctor will find out if you have <diabetes>.",
    "In cases where the <cancer> spreads, you need more treatment.",
    "Possible causes of your pain:\n- <Pneumonia>\n- a broken rib",
    "Given your age, <appendicitis> needs to be ruled out.",
]


@pytest.mark.parametrize("text", OF_THE_PATIENT)
def test_what_the_patient_has_or_told_is_the_patients(read: Read, text: str) -> None:
    found = read(text)
    assert (found.act, found.experiencer, found.time) == ("statement", "patient", "current")


@pytest.mark.parametrize("text", OF_NOBODY)
def test_possibilities_purposes_and_general_facts_are_nobodys(read: Read, text: str) -> None:
    assert read(text).experiencer == "general"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("You have a history of <seizures>.", "past"),
        ("Your prior <cancer> is relevant.", "past"),
        ("For the past four nights her ear has been <sore>.", "current"),
        ("Given a history and current symptoms of <chest pain>, see a doctor.", "current"),
        ("After a history of gout, her <asthma> is the main problem.", "current"),
    ],
)
def test_what_is_current_is_not_past(read: Read, text: str, time: str) -> None:
    assert read(text).time == time


def test_a_relative_is_somebody_else(read: Read) -> None:
    assert read("Your mother has <diabetes>.").experiencer == "other"


def test_an_owner_is_shown(read: Read) -> None:
    cues = read("This may be due to your <asthma>.").cues
    assert ("your", "owner") in {(cue.text, cue.kind) for cue in cues}


@pytest.mark.parametrize(
    "text",
    [
        "Your <metformin> lowers the sugar.",
        "Your daughter has a <rash>.",
        "Your son has been having <seizures>.",
        "Your <medications> lower the pressure.",
        "Nausea is common with the <chemotherapy> that you are receiving.",
        "I cannot see the <dose> of warfarin you are taking.",
        "The biopsy results indicating a benign <tumor> are good news.",
        "Progressive <shortness of breath> is worrying; you should be seen.",
        "You have a history of <diabetes>.",
    ],
)
def test_treatments_results_and_lasting_illnesses_are_the_patients(read: Read, text: str) -> None:
    assert (read(text).experiencer, read(text).time) == ("patient", "current")


def past_cues(reading: Reading) -> list[str]:
    return [cue.kind for cue in reading.cues if "past" in cue.kind]


@pytest.mark.parametrize(
    "text",
    [
        "PAST SURGICAL HISTORY: Hernia, <appendicitis>.",
        "There is an old <fracture>.",
        "Because of the patient's <migraine> history, a scan was done.",
        "Denies <tobacco>.",
        "<Hypothyroidism>.",
        "Status post <stroke>.",
    ],
)
def test_history_in_notes_is_cued(read: Read, text: str) -> None:
    assert past_cues(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "A 60-year-old with <fever>.",
        "A woman with a two day history of <cough>.",
        "CLINICAL HISTORY: <Dizziness>.",
        "<Pneumonia>.",
        "Gentleman with a past medical history of gout who has a <fever>.",
    ],
)
def test_the_present_visit_is_no_history(read: Read, text: str) -> None:
    assert not past_cues(read(text))


def test_an_amount_is_no_year() -> None:
    text = "Take metformin 2000 mg daily."
    assert Document(split(text)).reading(5, 14).time == "current"
    assert Document(split("Appendectomy 2005.")).reading(0, 12).time == "past"


@pytest.mark.parametrize(
    "text",
    [
        "Was admitted with <pneumonia>.",
        "Denies fever. Reports <a dry cough>.",
        "Vitals stable. Exam: <wheeze> throughout.",
        "Meds: <ramipril> 5 mg daily.",
        "51M, diabetic, <gout>, presents after a fall.",
        "The patient lives with her son and uses <a cane>.",
        "Afebrile. There is <swelling> over the knee.",
        "Bloods showed <hyponatraemia>. Afebrile.",
    ],
)
def test_what_a_note_tells_is_the_patients(read: Read, text: str) -> None:
    assert (read(text).experiencer, read(text).time) == ("patient", "current")


@pytest.mark.parametrize(
    "text",
    [
        "Afebrile. Plan: watch for <bleeding>.",
        "Afebrile. Differential: <pneumonia>, heart failure.",
        "Afebrile. Patients with <asthma> often cough.",
        "Suppose you have <a kidney stone>.",
        "There is <swelling> in most forms of arthritis.",
    ],
)
def test_what_a_note_thinks_of_is_nobodys(read: Read, text: str) -> None:
    assert read(text).experiencer == "general"


@pytest.mark.parametrize("text", ["I once had <shingles>.", "One of my patients had <a stroke>."])
def test_what_the_writer_has_seen_is_somebody_elses(read: Read, text: str) -> None:
    assert read(text).experiencer == "other"
