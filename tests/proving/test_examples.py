"""A rule's examples are judged by what they say must come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrules.checking.checker import Checker
from medrules.language.loading import load
from medrules.model.problem import Location
from medrules.model.rule import Example, Given
from medrules.proving.examples import ExampleResult, conversation, example_of_conversation, prove

HEAD = """medrules 1
pack "Pain"
concept chest-pain is "chest pain"
rule pain.no-aspirin "No aspirin, and a question first"
  harm severe
  when input mentions chest-pain
  must never advise "take ... aspirin"
  must ask about "how long"
  source "Written for this test"
"""


def results(tmp_path: Path, *examples: str) -> list[ExampleResult]:
    path = tmp_path / "pain.rules"
    path.write_text(HEAD + "".join(f"  {example}\n" for example in examples), "utf-8")
    book, problems = load([path], None)
    assert not [problem for problem in problems if problem.severity == "error"], problems
    return list(prove(book, Checker(book)))


@pytest.mark.parametrize(
    ("example", "standing"),
    [
        ('passes "How long has it hurt?"', "holds"),
        ('passes "Take an aspirin. How long has it hurt?"', "fails"),
        ('fails "Take an aspirin. How long has it hurt?"', "holds"),
        ('fails "How long has it hurt?"', "fails"),
        ('fails "Take an aspirin. How long has it hurt?" violating 1', "holds"),
        ('fails "Take an aspirin. How long has it hurt?" violating 2', "fails"),
        ('todo passes "Take an aspirin."', "known failure"),
        ('todo fails "Take an aspirin."', "starts to hold"),
        ('passes "Take an aspirin." given "My foot hurts."', "holds"),
        ('fails "Take an aspirin." given "I have chest pain."', "holds"),
        ('fails """\nPatient: I have chest pain.\nAnswer: Take an aspirin.\n"""', "holds"),
        ('passes """\nPatient: My foot hurts.\nAnswer: Take an aspirin.\n"""', "holds"),
    ],
)
def test_example(tmp_path: Path, example: str, standing: str) -> None:
    (result,) = results(tmp_path, example)
    assert result.standing == standing
    assert result.failed == (standing == "fails")
    assert {verdict.obligation for verdict in result.verdicts} == {1, 2}


def test_what_was_expected_and_found_is_said(tmp_path: Path) -> None:
    (result,) = results(tmp_path, 'fails "Take an aspirin. How long?" violating 2')
    assert result.expected == "obligation 2 violated"
    assert result.found.startswith("obligation 1 violated; obligation 2 met")


TALK = "Patient: It hurts.\nSince noon.\n\nAnswer: How long?\nPatient: An hour.\nanswer: Call 911."


def test_a_conversation_is_cut_into_turns() -> None:
    assert conversation(TALK) == [
        ("patient:", "It hurts.\nSince noon."),
        ("answer:", "How long?"),
        ("patient:", "An hour."),
        ("answer:", "Call 911."),
    ]
    assert conversation("Call 911.\nPatient: x") == []


def example(text: str, given: Given | None = None) -> Example:
    return Example(expects="passes", text=text, given=given, location=Location(file="a", line=1))


def test_a_conversation_becomes_input_and_answer() -> None:
    made = example_of_conversation(example(TALK))
    assert made.text == "How long?\n\nCall 911."
    assert made.given == Given(text="It hurts.\nSince noon.\n\nAn hour.")


def test_a_conversation_keeps_what_else_is_given() -> None:
    given = Given(text="Age 70.", metadata=(("risk", "high"),))
    made = example_of_conversation(example(TALK, given))
    assert made.given is not None
    assert made.given.text is not None
    assert made.given.text.startswith("Age 70.\n\nIt hurts.")
    assert made.given.metadata == (("risk", "high"),)


@pytest.mark.parametrize("text", ["Call 911.", "Patient: 71, weak arm.", "Answer: yes."])
def test_any_other_text_is_the_answer(text: str) -> None:
    assert example_of_conversation(example(text)) == example(text)
