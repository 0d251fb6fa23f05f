"""Negations with the words that they reach."""

from __future__ import annotations

import pytest

from medrules.text.document import Document
from medrules.text.words import split


def reaches(text: str) -> list[tuple[str, str]]:
    """Cue and reach of each negation, as written."""
    return [(text[one[0] : one[1]], text[one[2] : one[3]]) for one in Document(split(text)).negations()]


@pytest.mark.parametrize(
    ("text", "cue", "scope"),
    [
        ("There was no fever in the ward.", "no", "no fever in the ward"),
        ("The drug did not lower the fever.", "not", "not lower the fever"),
        ("It failed to bind the receptor.", "failed", "failed to bind the receptor"),
        ("It does not lower pain, whereas heat does.", "not", "not lower pain"),
        ("It did not stop the pre- and post-operative pain.", "not", "not stop the pre- and post-operative pain"),
        ("Although it did not hurt, the wound bled.", "not", "not hurt"),
        ("It does not lower pain, fever, or heat.", "not", "not lower pain, fever, or heat"),
        ("It does not lower pain, and heat does.", "not", "not lower pain"),
        ("It does not help, suggesting a fault.", "not", "not help"),
        ("Cells that do not divide are rare.", "not", "not divide"),
    ],
)
def test_a_verb_is_denied_to_the_end_of_its_clause(text: str, cue: str, scope: str) -> None:
    assert reaches(text) == [(cue, scope)]


@pytest.mark.parametrize(
    ("text", "cue", "scope"),
    [
        ("Fever was not observed.", "not", "Fever was not observed"),
        ("The drug is not required for growth.", "not", "The drug is not required for growth"),
        ("Pain, fever and cough were not seen.", "not", "Pain, fever and cough were not seen"),
        ("We show that the dose was not changed.", "not", "the dose was not changed"),
        ("The cells that had grown were not found.", "not", "The cells that had grown were not found"),
        ("The dose could not be found.", "could not", "The dose could not be found"),
        ("The pain was no longer felt.", "no longer", "The pain was no longer felt"),
        ("The rash was largely absent by noon.", "absent", "The rash was largely absent by noon"),
        (
            "In contrast, the second gene, a copy of the first, was not found.",
            "not",
            "the second gene, a copy of the first, was not found",
        ),
    ],
)
def test_what_was_not_done_is_denied_with_its_subject(text: str, cue: str, scope: str) -> None:
    assert reaches(text) == [(cue, scope)]


@pytest.mark.parametrize(
    ("text", "cue", "scope"),
    [
        ("The drug is not associated with growth.", "not", "not associated with growth"),
        ("The toxin slowed growth and was not cleared.", "not", "was not cleared"),
        ("No pain or fever was seen, as expected.", "No", "No pain or fever was seen"),
    ],
)
def test_the_subject_of_a_state_or_of_another_verb_stays_out(text: str, cue: str, scope: str) -> None:
    assert reaches(text) == [(cue, scope)]


@pytest.mark.parametrize(
    ("text", "cue", "scope"),
    [
        ("It acts without calcium, but slowly.", "without", "without calcium"),
        ("It grew in the absence of calcium, zinc or iron.", "absence", "absence of calcium, zinc or iron"),
        ("Aspirin, but not ibuprofen, thinned the blood.", "not", "not ibuprofen"),
        ("Aspirin but not ibuprofen inhibited the growth.", "not", "not ibuprofen"),
        ("Patients unable to walk were carried.", "unable", "unable to walk"),
        ("Mice lacking the gene are small.", "lacking", "lacking the gene"),
        ("We used heat rather than cold.", "rather than", "rather than cold"),
    ],
)
def test_a_phrase_is_denied_alone(text: str, cue: str, scope: str) -> None:
    assert reaches(text) == [(cue, scope)]


@pytest.mark.parametrize(
    "text",
    [
        "It is not only safe.",
        "The cause is not known.",
        "It is not necessarily so.",
        "The dose matters, if not only the dose.",
        "The heart failure was treated.",
        "NO levels rose.",
    ],
)
def test_pseudo_cues_deny_nothing(text: str) -> None:
    assert not reaches(text)


def test_neither_and_nor_reach_together() -> None:
    whole = "Neither heat nor cold helped"
    assert reaches(f"{whole}.") == [("Neither", whole), ("nor", whole)]


def test_each_negation_of_a_sentence_is_found() -> None:
    text = "The drug did not help, and no harm was seen."
    assert reaches(text) == [("not", "not help"), ("no", "no harm was seen")]


@pytest.mark.parametrize(
    "sentence",
    [
        "He denies any orthopnea, lower extremity edema, or ⟦calf pain⟧.",
        "Denies fever, ⟦dry cough⟧, or vomiting.",
        "No chest pain, ⟦lower abdominal pain⟧ or rash.",
    ],
)
def test_an_adjective_that_is_also_a_verb_ends_no_enumeration(sentence: str) -> None:
    start = sentence.index("⟦")
    text = sentence.replace("⟦", "").replace("⟧", "")
    assert Document(split(text)).reading(start, sentence.index("⟧") - 1).polarity == "negated"
