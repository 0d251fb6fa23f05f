"""``when`` and ``unless``: clauses, logic and what is unknown."""

from __future__ import annotations

import pytest

from medrules.checking.checker import Checker
from medrules.model.verdict import Verdict
from tests.checking.books import book, checker, rule

DUTY = 'must mention "ambulance"'


def check(when: str, answer: str = "Rest.", **sample: str) -> Verdict:
    (found,) = checker(DUTY, when=when).check(answer, **sample)
    return found


APPLIES = "violated"
NOT = "not applicable"


@pytest.mark.parametrize(
    ("when", "input", "outcome"),
    [
        ('input mentions "chest pain"', "I have chest pain.", APPLIES),
        ('input mentions "chest pain"', "I have no chest pain.", APPLIES),
        ('input says "chest pain"', "I have chest pain.", APPLIES),
        ('input says "chest pain"', "I have no chest pain.", NOT),
        ('input mentions "chest pain"', "My foot hurts.", NOT),
        ('input mentions "fever" and input mentions "cough"', "Fever and cough.", APPLIES),
        ('input mentions "fever" and input mentions "cough"', "Fever.", NOT),
        ('input mentions "fever" or input mentions "cough"', "Cough.", APPLIES),
        ('not input mentions "fever"', "Cough.", APPLIES),
        ('not input mentions "fever"', "Fever.", NOT),
        ('input mentions all of "fever", "cough"', "Fever.", NOT),
        ('input mentions at least 2 of "fever", "cough", "rash"', "Fever, rash.", APPLIES),
        ('input mentions "fever" within the first 1 sentences', "Hello. Fever.", NOT),
        ('input mentions "warfarin"', "I take warfrin.", APPLIES),
    ],
)
def test_clauses_about_the_input(when: str, input: str, outcome: str) -> None:
    assert check(when, input=input).verdict == outcome


@pytest.mark.parametrize(
    ("when", "answer", "outcome"),
    [
        ('output advises "ibuprofen"', "Take ibuprofen.", APPLIES),
        ('output advises "ibuprofen"', "Avoid ibuprofen.", NOT),
        ('output advises against "ibuprofen"', "Avoid ibuprofen.", APPLIES),
        ('output asks about "fever"', "Do you have a fever?", APPLIES),
        ("output escalates to urgent", "Call 911 now.", APPLIES),
        ("output escalates to urgent", "Rest at home.", NOT),
    ],
)
def test_clauses_about_the_output(when: str, answer: str, outcome: str) -> None:
    assert check(when, answer).verdict == outcome


def test_metadata() -> None:
    assert check("risk is high", risk="high").verdict == APPLIES
    assert check("risk is high", risk="low").verdict == NOT
    unknown = check("risk is high")
    assert unknown.verdict == NOT
    assert unknown.reason == "The sample does not state a risk."


def test_a_category_is_what_its_subcategories_are() -> None:
    assert (
        check("category is patient-communication", category="patient-communication/messaging").verdict == APPLIES
    )
    assert check("category is patient-communication/messaging", category="patient-communication").verdict == NOT
    assert check("category is decision-support", category="patient-communication").verdict == NOT


def test_no_input_is_unknown() -> None:
    found = check('input mentions "fever"')
    assert (found.verdict, found.reason) == (NOT, "The sample does not state an input.")
    assert check('not input mentions "fever"').verdict == NOT


def test_unknown_is_decided_by_what_is_known() -> None:
    assert check('risk is high or input mentions "fever"', input="Fever.").verdict == APPLIES
    assert check('risk is high and input mentions "fever"', input="Cough.").reason.startswith(
        "What follows 'when'"
    )


def test_the_trigger_is_shown() -> None:
    found = check('input mentions "chest pain"', input="I have chest pain.")
    assert [(evidence.side, evidence.text) for evidence in found.trigger] == [("input", "chest pain")]


def test_a_slip_of_two_words_of_the_book_is_none_on_either_side() -> None:
    asked = rule('must say "rest"', when='input mentions "zorbamine"')
    alone, both = book(asked), book(asked + rule('must never say "zorbamide"').replace("test.one", "test.two"))
    found = [Checker(one).check("Hello.", input="I take zorbamike.")[0].verdict for one in (alone, both)]
    assert found == ["violated", "not applicable"]
