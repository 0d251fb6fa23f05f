"""The Flesch-Kincaid grade of a text."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.text import readability
from medrules.text.document import Document
from medrules.text.readability import Grade, read_grade, syllables_of
from medrules.text.words import split

CAT = "The cat sat on the mat. It was warm there."


def grade(text: str) -> Grade | None:
    return read_grade(Document(split(text)))


def test_the_formula() -> None:
    """Ten words, two sentences, ten syllables: 0.39 × 5 + 11.8 × 1 − 15.59."""
    found = grade(CAT)
    assert found is not None
    assert (found.words, found.sentences, found.grade) == (10, 2, -1.8)


@pytest.mark.parametrize(
    ("word", "syllables"), [("cat", 1), ("doctor", 2), ("medicine", 3), ("hypertension", 4), ("500", 1)]
)
def test_syllables(word: str, syllables: int) -> None:
    assert syllables_of(word) == syllables


@pytest.mark.parametrize(
    "text",
    [
        "# Anticoagulation considerations for hospitalization\n\n" + CAT,
        CAT + "\n\n| Anticoagulation | Hospitalization considerations |\n|---|---|\n| a b c | d e f |",
        "**The cat** sat on the *mat*. It was warm there.",
        "- The cat sat on the mat\n- It was warm there",
        CAT + " Thank you.",
    ],
)
def test_what_does_not_count(text: str) -> None:
    assert grade(text) == grade(CAT) or (grade(text), grade(CAT))[0]._replace(hardest=0) == grade(CAT)  # type: ignore[union-attr]


def test_a_hyphenated_word_is_one() -> None:
    found = grade("Take an over-the-counter pill today.")
    assert found is not None
    assert found.words == 5


def test_the_hardest_sentence() -> None:
    text = "The cat sat down. Anticoagulation necessitates hospitalization. It was warm there."
    document = Document(split(text))
    found = read_grade(document)
    assert found is not None
    start, end = document.sentences[found.hardest]
    assert text[start:end] == "Anticoagulation necessitates hospitalization."
    assert found.lowest < found.grade < found.highest


@pytest.mark.parametrize("text", ["", "# Title\n", "| a b c |", "Yes. No.", "…"])
def test_nothing_to_measure(text: str) -> None:
    assert grade(text) is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_measured(text: str) -> None:
    found = grade(text)
    assert found is None or found.lowest <= found.highest


@pytest.mark.parametrize(
    ("found", "can"), [("0.7.8", True), ("0.7.9", False), ("0.8", False), ("1.0.0rc1", False)]
)
def test_a_version_that_fetches_is_not_used(found: str, can: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readability, "version", lambda _: found)
    readability.can_measure.cache_clear()
    try:
        assert readability.can_measure() is can
    finally:
        readability.can_measure.cache_clear()


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(readability, "version", missing)
    readability.can_measure.cache_clear()
    try:
        assert not readability.can_measure()
    finally:
        readability.can_measure.cache_clear()


def test_nothing_is_fetched_over_the_network() -> None:
    program = (
        "import socket\n"
        "def refuse(*_, **__): raise AssertionError('the network was asked')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from medrules.text.readability import syllables_of\n"
        "print(syllables_of('hypertension'))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "4\n"
