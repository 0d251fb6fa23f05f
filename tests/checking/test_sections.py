"""``must include sections`` and ``must stay under``."""

from __future__ import annotations

import pytest

from medrules.text.document import Document
from tests.checking.books import verdict

SECTIONS = 'must include sections all of "Medications", "Follow-up"'


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("# Medications\nAspirin.\n\n# Follow-up\nIn a week.", "met"),
        ("## Discharge medication\nAspirin.\n## Follow up appointments\nIn a week.", "met"),
        ("**Medications:**\n- Aspirin\n\n**Follow-up:**\n- In a week", "met"),
        ("MEDICATIONS\nAspirin.\n\nFOLLOW-UP\nIn a week.", "met"),
        ("Medications: aspirin\nFollow-up: in a week", "met"),
        ("# Medications\nAspirin.\n", "violated"),
        ("# Medications\n\n# Follow-up\nIn a week.", "violated"),
        ("Your medications need a follow-up in a week.", "violated"),
        ("Medications:\nFollow-up: in a week", "violated"),
    ],
)
def test_sections(answer: str, outcome: str) -> None:
    assert verdict(SECTIONS, answer).verdict == outcome


def test_an_empty_section_is_the_nearest_miss() -> None:
    found = verdict(SECTIONS, "# Medications\n\n# Follow-up\nIn a week.")
    assert found.nearest is not None
    assert found.nearest.text == "Medications"
    assert "stands over nothing" in found.reason


def test_any_of_the_sections_is_enough() -> None:
    assert verdict('must include sections any of "Plan", "Advice"', "# Advice\nRest.").verdict == "met"


@pytest.mark.parametrize(
    ("answer", "outcome"), [("a b c", "met"), ("a b c d", "violated"), ("a-b c d e", "violated")]
)
def test_stay_under(answer: str, outcome: str) -> None:
    found = verdict("must stay under 4 words", answer)
    assert found.verdict == outcome
    assert [evidence.text for evidence in found.evidence] == ([] if outcome == "met" else ["d"])


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("# Plan\n## Diet\nWarfarin.", "met"),
        ("# Plan\nRest.\n# Diet\nWarfarin.", "violated"),
        ("# Plan\nRest.\n# Diet\nFruit.\n# Plan\nWarfarin.", "met"),
        ("Warfarin.\n# Plan\nRest.", "violated"),
        ("# Plan\n## Plan of the diet\nRest.\n## Drugs\nWarfarin.", "met"),
    ],
)
def test_a_place_in_a_section_among_sections(answer: str, outcome: str) -> None:
    assert verdict('must mention "warfarin" in section "Plan"', answer).verdict == outcome


@pytest.mark.parametrize(
    ("statement", "answer"),
    [
        ('must never mention "warfarin" in the same sentence as "aspirin"', "Warfarin here. Aspirin there. "),
        (
            'must never mention "warfarin" unless output mentions "aspirin" in the same sentence',
            "Warfarin here. Aspirin there. ",
        ),
    ],
)
def test_the_work_grows_with_the_answer_and_not_with_its_square(
    statement: str, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lookups: list[int] = []
    find_word = Document.word_at

    def counted(document: Document, position: int) -> int:
        lookups.append(position)
        return find_word(document, position)

    monkeypatch.setattr(Document, "word_at", counted)
    verdict(statement, answer * 10)
    once = len(lookups)
    verdict(statement, answer * 100)
    assert len(lookups) - once <= 11 * once + 100


def test_the_number_of_a_heading_is_no_sentence() -> None:
    assert verdict('must mention "warfarin" within the first 2 sentences', "# 3. Plan\nWarfarin.").verdict == "met"


def test_what_a_section_must_precede_may_be_in_doubt() -> None:
    duty = 'must include sections "Plan" before "assessment"'
    assert verdict(duty, "The assessment follows.\n\n# Plan\nRest.").verdict == "violated"
    assert verdict(duty, "The assesment follows.\n\n# Plan\nRest.").verdict == "review"
