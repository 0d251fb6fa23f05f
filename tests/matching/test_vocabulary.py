"""Canonical words: inflection, spelling, possessives and numbers, and the tables they come from."""

from __future__ import annotations

import pytest

from medrules.text.inflection import forms, lemmas
from medrules.text.vocabulary import Vocabulary, canonical, keys
from medrules.text.vocabulary_known import is_known
from medrules.text.vocabulary_tables import FOLDER, read_lines, read_set

SAME = [
    ("stop", "stopped", "stopping", "stops"),
    ("take", "took", "taken", "taking"),
    ("see", "saw", "seen", "seeing"),
    ("be", "is", "was", "were", "am"),
    ("have", "has", "had", "having"),
    ("bleed", "bled", "bleeding"),
    ("woman", "women", "woman's"),
    ("antibiotic", "antibiotics"),
    ("anticoagulate", "anticoagulated"),
    ("NSAID", "NSAIDs"),
    ("DOAC", "DOACs"),
    ("zyxomab", "zyxomabs"),
    ("tumor", "tumour", "tumours"),
    ("hemorrhage", "haemorrhage", "haemorrhaging"),
    ("diarrhea", "diarrhoea"),
    ("hyperkalemia", "hyperkalaemia"),
    ("organize", "organise", "organised"),
    ("center", "centre", "centres"),
    ("pediatrician", "paediatricians"),
    ("doctor", "doctor's", "doctors"),
    ("can't", "cannot", "cant"),
    ("1000", "1,000"),
]
APART = [
    ("left", "leave"),
    ("wound", "wind"),
    ("number", "numb"),
    ("lower", "low"),
    ("worse", "wrong"),
    ("worse", "bad"),
    ("better", "good"),
    ("ground", "grind"),
    ("means", "mean"),
    ("hives", "hive"),
    ("shingles", "shingle"),
    ("nursing", "nurse"),
    ("evening", "even"),
    ("interesting", "interest"),
    ("it's", "it"),
    ("its", "it"),
    ("us", "u"),
    ("lens", "len"),
    ("news", "new"),
    ("prednisone", "prednisolone"),
    ("10", "100"),
    ("2.5", "25"),
]


@pytest.mark.parametrize("group", SAME, ids=lambda group: group[0])
def test_forms_of_one_word(group: tuple[str, ...]) -> None:
    assert len({canonical(form.lower()) for form in group}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_of_their_own(one: str, other: str) -> None:
    assert canonical(one) not in keys(other)
    assert canonical(other) not in keys(one)


def test_a_form_of_two_words_is_found_by_both() -> None:
    for form, words in (("lives", ("life", "live")), ("diagnoses", ("diagnosis", "diagnose"))):
        for word in words:
            assert canonical(form) in keys(word)
            assert canonical(word) in keys(form)


@pytest.mark.parametrize(("one", "other"), [("life", "live"), ("diagnosis", "diagnose")])
def test_but_these_two_do_not_find_each_other(one: str, other: str) -> None:
    assert canonical(one) not in keys(other)


def test_the_vocabulary_of_rules_knows_every_form_of_its_words() -> None:
    vocabulary = Vocabulary(["stop", "haemorrhages", "doacs"])
    found = {form: vocabulary.find(form) for form in ("stopping", "hemorrhaged", "haemorrhage", "doac", "stopper")}
    assert found == {
        "stopping": ("stopping", False),
        "hemorrhaged": ("hemorrhage", False),
        "haemorrhage": ("hemorrhage", False),
        "doac": ("doac", False),
        "stopper": (None, False),
    }


@pytest.mark.parametrize(
    ("verb", "form", "plural"),
    [("find", "finding", "findings"), ("feel", "feeling", "feelings"), ("stop", "stopping", "stoppings")],
)
def test_what_a_word_finds_does_not_hang_on_the_other_words(verb: str, form: str, plural: str) -> None:
    for words in ([verb], [verb, plural], [plural, verb], [verb, form, plural]):
        vocabulary = Vocabulary(words)
        assert vocabulary.find(form)[0] in keys(verb)
        assert vocabulary.find(plural)[0] not in keys(verb)
    for words in ([plural], [verb, plural]):
        assert {Vocabulary(words).find(one)[0] for one in (form, plural)} <= keys(plural)


def test_no_form_in_the_table_is_kept_apart() -> None:
    added = {form for line in read_lines("inflections_added.txt") for form in line.split()[1:]}
    assert not [form for form in read_set("kept_apart.txt") - added if lemmas(form)]


@pytest.mark.parametrize("form", ["lower", "higher", "better", "older", "younger", "safer", "safest", "numbest"])
def test_comparatives_are_no_forms(form: str) -> None:
    assert not {"low", "high", "good", "well", "old", "young", "safe", "numb"} & set(lemmas(form))


def test_words_and_forms_of_the_table_point_at_each_other() -> None:
    assert all(word in lemmas(form) for word in ("stop", "be", "leaf", "axis") for form in forms(word))


@pytest.mark.parametrize(
    "table",
    ["inflections.txt", "spelling.txt", "drug_names.txt", "common_words.txt"],
)
def test_every_table_that_was_made_says_from_what(table: str) -> None:
    head = (FOLDER / table).read_text(encoding="utf-8").split("\n")[:4]
    assert "Made by scripts/make_" in " ".join(head)


@pytest.mark.parametrize(
    "word",
    [
        "atraumatic",
        "coumadin",
        "warfarin",
        "paracetamol",
        "acetaminophen",
        "salbutamol",
        "xarelto",
        "topical",
        "zymurgy",
    ],
)
def test_words_that_are_known(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize("word", ["warfrin", "emergncy", "ambulence", "imediately", "", "zzzzzz", "aaaaaa"])
def test_slips_are_not_known(word: str) -> None:
    assert not is_known(word)
