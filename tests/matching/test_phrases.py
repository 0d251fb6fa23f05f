"""What each form of a phrase finds, and what it does not."""

from __future__ import annotations

import pytest

from medrules.language.phrases import parse_phrase
from medrules.model.book import Concept
from medrules.model.phrase import Exactly, Named, Near, Phrase, Term
from medrules.model.problem import Location
from medrules.text.document import Document
from medrules.text.hits import Hit
from medrules.text.phrases import Matcher
from medrules.text.words import split

HERE = Location(file="test.rules", line=1)


def phrase(text: str) -> Phrase:
    parsed, problems = parse_phrase(text)
    assert parsed is not None, problems
    return parsed


CONCEPTS = {
    "thinner": Concept(
        key="thinner",
        name="thinner",
        terms=(phrase("warfarin"), phrase("blood thinner"), Exactly(text="DOAC")),
        location=HERE,
    ),
    "any-drug": Concept(
        key="any-drug", name="any-drug", terms=(Named(name="thinner"), phrase("aspirin")), location=HERE
    ),
}


def hits(term: Term | str, text: str) -> list[Hit]:
    if isinstance(term, str):
        term = phrase(term)
    return Matcher({"g": [term]}, CONCEPTS).find(Document(split(text)))


def found(term: Term | str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in hits(term, text)]


@pytest.mark.parametrize(
    ("written", "text", "cut"),
    [
        ("chest pain", "A CHEST PAIN.", ["CHEST PAIN"]),
        ("chest pain", "chest, pain", ["chest, pain"]),
        ("chest pain", "chest-pains", ["chest-pains"]),
        ("chest pain", "**chest** _pain_", ["chest** _pain"]),
        ("chest pain", "chest\npain that", ["chest\npain"]),
        ("chest pain", "pain in the chest", []),
        ("chest pain", "It is the chest. Pain is worse.", []),
        ("chest pain", "- the chest\n- pain", []),
        ("chest pain", "chestpain", []),
        ("stop", "unstoppable, nonstop, stopped", ["stopped"]),
        ("leave", "It left on the left.", []),
        ("(ER|emergency room)", "Go to the ER or the emergency rooms.", ["ER", "emergency rooms"]),
        (
            "call [for] an ambulance",
            "call an ambulance; calling for an ambulance",
            ["call an ambulance", "calling for an ambulance"],
        ),
        ("antibiot*", "Antibiotics, antibiotherapy and a probiotic", ["Antibiotics", "antibiotherapy"]),
        ("haemorrhag*", "hemorrhagic", ["hemorrhagic"]),
        ("stop ... warfarin", "stop warfarin", ["stop warfarin"]),
        ("stop ... warfarin", "stop a b c d e warfarin", ["stop a b c d e warfarin"]),
        ("stop ... warfarin", "stop a b c d e f warfarin", []),
        ("stop ...6 warfarin", "stop a b c d e f warfarin", ["stop a b c d e f warfarin"]),
        ("stop ... warfarin", "stop then stop the warfarin and warfarin", ["stop the warfarin"]),
        ("pain [today]", "pain today", ["pain"]),
        ("stop ... <thinner>", "Stop your blood thinners.", ["Stop your blood thinners"]),
        ("stop ... <thinner>", "Stop the DOAC, stop the doac", ["Stop the DOAC"]),
        ("<any-drug> today", "aspirin today, warfarin today", ["aspirin today", "warfarin today"]),
        ("(stop|hold) (the|your) (<thinner>|pill)", "hold your warfarin", ["hold your warfarin"]),
        ("10 mg", "10mg, 10 mg, 100 mg, 1.10 mg", ["10mg", "10 mg"]),
        ("1000 units", "1,000 units", ["1,000 units"]),
        ("can't breathe", "I can’t breathe; I cannot breathe", ["can’t breathe", "cannot breathe"]),
        ("patient", "the patient’s pulse", ["patient’s"]),
        ("naive", "naïve", ["naïve"]),
    ],
)
def test_phrases(written: str, text: str, cut: list[str]) -> None:
    assert found(written, text) == cut


@pytest.mark.parametrize(
    ("written", "text", "cut"),
    [
        ("PE", "PE, pe, P.E. and PET", ["PE"]),
        ("PE", "a PE-protocol", ["PE"]),
        ("p.o.", "give p.o. now", ["p.o"]),
        ("ÉCG", "an ÉCG, an ECG", ["ÉCG"]),
        ("[Your Name]", "Dear [Your Name], your name", ["Your Name"]),
    ],
)
def test_exactly(written: str, text: str, cut: list[str]) -> None:
    assert found(Exactly(text=written), text) == cut


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("weakness of the left side", ["weakness of the left side"]),
        ("left side weakness", ["left side weakness"]),
        ("left side: a b c weakness", []),
        ("weakness a b c left side", []),
        ("weakness. Left side", []),
    ],
)
def test_near(text: str, cut: list[str]) -> None:
    assert found(Near(left=phrase("weakness"), right=phrase("left side"), within=2), text) == cut


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("stop warfarin", "exact"),
        ("STOP Warfarin", "exact"),
        ("stopped warfarin", "inflected"),
        ("stop warfrin", "corrected"),
        ("stopped warfrin", "corrected"),
    ],
)
def test_how_a_phrase_matched(text: str, how: str) -> None:
    assert [hit.how for hit in hits("stop warfarin", text)] == [how]


def test_a_sure_match_stands_beside_a_smaller_one_that_is_a_slip() -> None:
    assert [hit.how for hit in hits("stop ... warfarin", "stop warfrin and warfarin")] == ["corrected", "exact"]


def test_a_match_across_a_doubtful_border_says_so() -> None:
    text = "Please stop taking your\nWarfarin tablets for now"
    assert [(text[hit.start : hit.end], hit.doubtful) for hit in hits("your warfarin", text)] == [
        ("your\nWarfarin", True)
    ]


def test_a_group_has_each_place_once_for_each_phrase() -> None:
    matcher = Matcher({"g": [phrase("pain"), phrase("(pain|ache)"), Named(name="thinner")]}, CONCEPTS)
    found = matcher.find(Document(split("pain")))
    assert [(hit.start, hit.phrase) for hit in found] == [(0, "(pain|ache)"), (0, "pain")]
