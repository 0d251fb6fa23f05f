"""A conversation as one text, and the sentences that take something back."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medrules.text.conversation import Conversation
from medrules.text.document import Document
from medrules.text.taking_back import find_taking_back
from medrules.text.words import split


def conversation(*answers: str) -> Conversation:
    spans, at = [], 0
    for answer in answers:
        spans.append((at, at + len(answer)))
        at += len(answer) + 2
    return Conversation(split("\n\n".join(answers)), spans)


def test_a_lead_in_does_not_reach_into_the_next_answer() -> None:
    found = conversation("Avoid:", "- aspirin")
    start = found.words.source.index("aspirin")
    assert Document(found.words).reading(start, start + 7).act == "advice against"
    assert found.reading(start, start + 7).act == "statement"


def test_a_heading_ends_with_its_answer() -> None:
    found = conversation("# Plan\nRest.", "Take aspirin.", "# Plan\nWater.")
    source = found.words.source
    assert [source[one.body_start : one.body_end].strip() for one in found.headings] == ["Rest.", "Water."]


def test_no_match_crosses_from_one_answer_to_the_next() -> None:
    found = conversation("Please stop", "warfarin is safe")
    source = found.words.source
    assert found.border(source.index("stop"), source.index("warfarin") + 8) == "border"


def test_cues_stand_where_they_stand_in_the_whole() -> None:
    found = conversation("Rest.", "Do not take aspirin.")
    start = found.words.source.index("aspirin")
    cue = found.reading(start, start + 7).cue
    assert cue is not None
    assert found.words.source[cue.start : cue.end] == cue.text == "Do not"


def test_the_blocks_are_those_of_the_whole_text() -> None:
    answers = ("# A\n- one\n- two", "1. three\n2. four", "five six")
    found = conversation(*answers)
    whole = Document(found.words)
    assert [block[:6] for block in found.blocks] == [block[:6] for block in whole.blocks]


@example(["1\n1. 1"])
@settings(deadline=None)
@given(st.lists(st.text(alphabet="a1.-#|: \n*x", max_size=30), min_size=1, max_size=5))
def test_any_conversation_can_be_read(answers: list[str]) -> None:
    found = conversation(*answers)
    words = found.words
    assert len(found.parents) == len(found.blocks)
    for start, end in zip(words.starts, words.ends, strict=True):
        reading = found.reading(start, end)
        assert all(words.source[cue.start : cue.end] == cue.text for cue in reading.cues)


@pytest.mark.parametrize(
    ("text", "about", "vague"),
    [
        ("I was wrong: do not stop your warfarin.", {"stop", "warfarin"}, True),
        ("I was wrong about the warfarin.", {"warfarin"}, False),
        ("Ignore what I said about aspirin.", {"aspirin"}, False),
        ("Correction: the warfarin stays.", {"stay", "warfarin"}, False),
        ("Scrap that.", set(), True),
        ("My earlier advice was wrong.", set(), True),
        ("I take back the aspirin.", {"aspirin"}, False),
        ("I no longer recommend aspirin.", {"aspirin"}, False),
        ("Sorry, that was a mistake.", set(), True),
    ],
)
def test_taking_back(text: str, about: set[str], vague: bool) -> None:
    (found,) = find_taking_back(Document(split(text)))
    assert (set(found.about), found.vague) == (about, vague)
    assert text[found.start : found.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "Ignore it if it does not hurt.",
        "Do not ignore this pain.",
        "The correction of sodium is slow.",
        "Tell me if I am wrong.",
        "You were right.",
        "",
    ],
)
def test_taking_nothing_back(text: str) -> None:
    assert find_taking_back(Document(split(text))) == []
