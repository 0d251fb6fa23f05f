"""Typing slips: exactly what the language allows to be corrected, and never a dangerous look-alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.text import slips
from medrules.text.slips import Slips
from medrules.text.vocabulary import Vocabulary
from medrules.text.vocabulary_known import drug_names, is_known

RULES = ["warfarin", "emergency", "ambulance", "antibiotic", "bleed", "aspirin", "haemorrhage", "prednisone"]
PAIRS = [
    tuple(line.split())
    for line in (Path(__file__).parent / "lookalikes.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_look_alikes_are_never_taken_for_each_other(one: str, other: str) -> None:
    assert Vocabulary([one]).find(other) == (None, False)
    assert Vocabulary([other]).find(one) == (None, False)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_nor_where_rules_use_both(one: str, other: str) -> None:
    vocabulary = Vocabulary([one, other])
    assert vocabulary.find(one) == (vocabulary.find(one)[0], False)
    assert vocabulary.find(one) != vocabulary.find(other)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("warfrin", "warfarin"),
        ("warfarrin", "warfarin"),
        ("warfarim", "warfarin"),
        ("wafrarin", "warfarin"),
        ("emergncy", "emergency"),
        ("ambulence", "ambulance"),
        ("antibotics", "antibiotic"),
        ("bleeeding", "bleed"),
        ("asprin", "aspirin"),
        ("haemorhage", "hemorrhage"),
        ("prednisne", "prednisone"),
    ],
)
def test_one_edit_in_a_long_word_is_corrected(slip: str, meant: str) -> None:
    vocabulary = Vocabulary(RULES)
    assert vocabulary.find(slip) == (meant, True)


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("warfn", "warfarin"),  # too short
        ("stpo", "stop"),  # too short
        ("strok", "stroke"),  # five letters
        ("wrafrain", "warfarin"),  # two edits
        ("warfar1n", "warfarin"),  # a digit
        ("миграини", "миграинь"),  # not in Latin letters
        ("prednisolne", "prednisone"),  # prednisolone is as near
        ("hypeglycemia", "hypoglycemia"),  # hyperglycemia is as near
        ("afrebrile", "febrile"),  # not the negating a- and a letter more
        ("vomitting", "omit"),  # vomiting is as near
        ("counse", "course"),  # counsel is as near
        ("miligram", "milligram"),  # a unit
        ("secunds", "seconds"),  # a unit
    ],
)
def test_nothing_else_is_corrected(slip: str, word: str) -> None:
    assert Vocabulary([word]).find(slip) == (None, False)


@pytest.mark.parametrize("one", ["10", "100", "2.5", "mg", "mcg", "911", "b12", "h1n1x2y3"])
@pytest.mark.parametrize("other", ["10", "100", "2.5", "mg", "mcg", "911", "b12", "h1n1x2y4"])
def test_digits_and_units_are_only_themselves(one: str, other: str) -> None:
    assert (Vocabulary([one]).find(other)[0] is not None) == (one == other)


def test_two_words_of_the_rules_as_near_as_each_other_are_both_refused() -> None:
    assert Vocabulary(["zolmetan", "zolmetin"]).find("zolmeton") == (None, False)
    assert Vocabulary(["zolmetan"]).find("zolmeton") == ("zolmetan", True)


def test_a_word_of_the_rules_is_never_another_word_of_the_rules() -> None:
    assert Vocabulary(["zolmetan", "zolmetin"]).find("zolmetin") == ("zolmetin", False)


def test_known_words_stand_though_a_rule_knows_a_neighbour() -> None:
    for known, neighbour in (("incubation", "intubation"), ("typical", "topical"), ("unclear", "nuclear")):
        assert is_known(known)
        assert Vocabulary([neighbour]).find(known) == (None, False)


def test_a_word_longer_than_any_that_is_meant_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    slips = Slips({"warfarin": "warfarin"})
    monkeypatch.setattr("medrules.text.slips._shortened", None)
    assert slips.correct("warfarinss") is None


@settings(deadline=None)
@given(st.data())
def test_all_words_one_edit_away_are_among_those_alike(data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(sorted(word for word in drug_names() if len(word) >= 7 and word.isalpha())))
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("aeorz"))
    edits = (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :])
    swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    for edited in (*edits, swapped):
        assert any(word in alike for alike in slips._alike(edited))
