"""``must read at grade N or below``."""

from __future__ import annotations

import pytest

from medrules.text import readability
from tests.checking.books import verdict

AT_EIGHT = "must read at grade 8 or below"
EASY = "The cat sat on the mat. It was warm there. We all like cats. "
HARD = "Anticoagulation discontinuation necessitates multidisciplinary perioperative consultation. "


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (EASY, "met"),
        (EASY * 10, "met"),
        (HARD * 2, "violated"),
        (HARD * 20, "violated"),
        (HARD, "review"),
        ("Call now please.", "review"),
        ("The cat sat there. The cat sat on the mat. " + HARD, "review"),
        (EASY * 12 + HARD, "met"),
        ("| Drug | Dose |\n|---|---|\n| a | b |", "review"),
        ("# Anticoagulation considerations\n" + EASY, "met"),
    ],
)
def test_read_at(answer: str, outcome: str) -> None:
    assert verdict(AT_EIGHT, answer).verdict == outcome


def test_the_hardest_sentence_is_the_evidence() -> None:
    found = verdict(AT_EIGHT, HARD * 2 + "Go to bed now.")
    assert found.verdict == "violated"
    assert [one.text for one in found.evidence] == [HARD.strip()]
    assert "8 is the most" in found.reason


def test_a_grade_is_compared_as_it_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = readability.Grade(8.0, 200, 20, 0, 8.0, 8.0)
    monkeypatch.setattr("medrules.checking.obligations.read_at.read_grade", lambda _: found)
    assert verdict(AT_EIGHT, EASY).verdict == "met"


def test_without_the_extra_it_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medrules.checking.obligations.read_at.can_measure", lambda: False)
    found = verdict(AT_EIGHT, EASY)
    assert found.verdict == "error"
    assert "pip install 'medrules[readability]'" in found.reason
