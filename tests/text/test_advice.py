"""The strength of the advice that a sentence gives, as papers and answers give it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.text.document import Document
from medrules.text.slots import Cue
from medrules.text.words import split

STRONG = [
    "Nurses should offer a walk every day.",
    "Daily walks are recommended after surgery.",
    "We recommend daily walks after surgery.",
    "There is a clear need for better beds.",
    "Bed rest must not be prolonged.",
    "Close monitoring is warranted in older patients.",
    "You should drink more water.",
]

WEAK = [
    "Walking can be used as an alternative to bed rest.",
    "Daily walks may be necessary.",
    "Our results do not support the use of bed rest.",
    "Walking is a safe and effective treatment option for back pain.",
    "These findings highlight the importance of daily walks.",
    "Walking could be a useful tool in the prevention of falls.",
]

NONE = [
    "Further studies should confirm this.",
    "Larger trials are needed.",
    "Walks reduced the need for opioids.",
    "The mean age was 63 years.",
    "Walking was associated with a lower risk of falls.",
    "It is unclear whether walking is useful.",
]


def strength(text: str) -> str:
    return Document(split(text)).advice(0)[0]


@pytest.mark.parametrize("text", STRONG)
def test_what_should_be_done_is_strong_advice(text: str) -> None:
    assert strength(text) == "strong"


@pytest.mark.parametrize("text", WEAK)
def test_what_could_be_used_is_weak_advice(text: str) -> None:
    assert strength(text) == "weak"


@pytest.mark.parametrize("text", NONE)
def test_findings_and_calls_for_research_are_none(text: str) -> None:
    assert strength(text) == "none"


def test_the_cue_stands_in_the_text() -> None:
    text = "It rained. Nurses should offer a walk."
    document = Document(split(text))
    assert document.advice(0) == ("none", None)
    cue = document.advice(1)[1]
    assert cue is not None
    assert text[cue.start : cue.end] == cue.text == "should"
    assert cue.kind == "strong advice"


CUES = ["should", "may", "be", "useful", "further", "research", "was", "need", "for", ",", ".", "walks", "in"]


@given(st.lists(st.sampled_from(CUES)))
def test_any_order_of_cues_is_read(words: list[str]) -> None:
    document = Document(split(" ".join(words)))
    for part in range(len(document.parts)):
        found, cue = document.advice(part)
        assert (found == "none") == (cue is None)


def _forms(word: str) -> tuple[str, ...]:
    return {"walk": ("walks",)}.get(word, ())


@pytest.mark.parametrize(
    ("entry", "text", "words"),
    [
        ("(a|the) [long] walk", "the long walk home", 3),
        ("(a|the) [long] walk", "a walk", 2),
        ("walk [{any}] [{any}] home", "walks all day home", 4),
        ("walk [{any}] home", "walk all day home", 0),
        ("(in need of|without) walk", "in need of walks", 4),
        ("walk home", "walk, home", 0),
    ],
)
def test_a_cue_is_matched_slot_by_slot(entry: str, text: str, words: int) -> None:
    document = Document(split(text))
    forms = document.words.forms
    assert Cue(entry, _forms).end(forms, document.flags, 0, len(forms)) == words
