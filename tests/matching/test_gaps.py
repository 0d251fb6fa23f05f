"""A negation in the gap of a phrase makes the match doubtful; one that the phrase is written with does not."""

from __future__ import annotations

import pytest

from medrules import read
from medrules.checking.checker import Checker
from tests.checking.books import book, rule


@pytest.mark.parametrize(
    ("text", "phrase", "doubtful"),
    [
        ("Stop the aspirin but not the warfarin.", "stop ... warfarin", True),
        ("Stop your warfarin today.", "stop ... warfarin", False),
        ("Stop taking your blood thinner warfarin.", "stop ... warfarin", False),
        ("Call your doctor, not 911.", "call ... 911", True),
        ("Do not stop taking warfarin.", "do not ... warfarin", False),
        ("Not stopping the warfarin is best.", "stop ... warfarin", False),
    ],
)
def test_what_stands_in_a_gap(text: str, phrase: str, doubtful: bool) -> None:
    (found,) = read(text).find(phrase)
    assert found.doubtful is doubtful


def test_a_doubtful_match_is_for_a_person_to_decide() -> None:
    checker = Checker(book(rule('must never advise "stop ... warfarin"')))
    (verdict,) = checker.check("Stop the aspirin but not the warfarin.")
    assert verdict.verdict == "review"
    (verdict,) = checker.check("Stop the warfarin.")
    assert verdict.verdict == "violated"
