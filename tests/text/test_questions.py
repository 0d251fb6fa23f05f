"""A statement and a question in one sentence: only the question asks."""

from __future__ import annotations

import pytest

from medrules import read

STATED = [
    ("I have chest pain, should I go to the ER?", "chest pain"),
    ("My arm is numb and I can't lift it, is this a stroke?", "numb"),
    ("i have a fever should i worry", "fever"),
    ("i have a fever should i worry?", "fever"),
    ("I've got a rash, what should I do?", "rash"),
    ("She took two tablets so how long do we wait?", "two tablets"),
]
ASKED = [
    ("I have chest pain, should I go to the ER?", "ER"),
    ("Do you have chest pain, nausea or fever?", "fever"),
    ("Any fever, chills, or is there pain?", "fever"),
    ("Fever?", "fever"),
    ("When do I stop the warfarin?", "warfarin"),
    ("Is it all right to take ibuprofen, since I have ulcers?", "ibuprofen"),
    ("How long have you had the fever?", "fever"),
]


@pytest.mark.parametrize(("text", "phrase"), STATED)
def test_what_is_said_before_the_question_is_stated(text: str, phrase: str) -> None:
    assert read(text).find(phrase)[0].reading.act == "statement"


@pytest.mark.parametrize(("text", "phrase"), ASKED)
def test_what_is_asked_is_a_question(text: str, phrase: str) -> None:
    assert read(text).find(phrase)[0].reading.act == "question"
