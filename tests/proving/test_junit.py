"""The JUnit file: valid by its schema, a suite a pack, a case each, and what is wrong said as text."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import xmlschema

from medrules.checking.checker import Checker
from medrules.language.loading import load
from medrules.proving.examples import prove
from medrules.proving.junit import junit
from medrules.proving.mutants.proving import MutantResult, prove_mutants

SCHEMA = xmlschema.XMLSchema(str(Path(__file__).parent / "junit.xsd"))
RULES = """medrules 1
pack "Pain & <care>"
rule pain.one "One"
  harm severe
  must never advise "ibuprofen"
  source "Written for this test"
  passes "Avoid ibuprofen."
  passes "Take ibuprofen \x01 & <rest>."
  todo passes "Take ibuprofen."
  todo fails "Take ibuprofen, please."
"""


def written(tmp_path: Path, *, known: bool = False) -> tuple[str, Element]:
    path = tmp_path / "pain.rules"
    path.write_text(RULES, "utf-8")
    book, _ = load([path], None)
    checker = Checker(book)
    examples = list(prove(book, checker))
    mutants = [each for each in prove_mutants(book, checker, examples) if isinstance(each, MutantResult)]
    wrong = mutants[0]._replace(failing=mutants[0].mutant.expected)
    text = junit(examples, [(wrong, known), *((each, False) for each in mutants[1:])])
    return text, fromstring(text)  # noqa: S314  (our own text)


def test_it_is_valid_and_the_same_every_time(tmp_path: Path) -> None:
    text, _ = written(tmp_path)
    SCHEMA.validate(text)
    assert written(tmp_path)[0] == text
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')


def test_it_counts_what_it_holds(tmp_path: Path) -> None:
    _, root = written(tmp_path)
    (suite,) = root
    cases = list(suite)
    assert suite.get("name") == "Pain & <care>"
    assert suite.get("tests") == str(len(cases)) == root.get("tests")
    assert suite.get("failures") == str(len(suite.findall("testcase/failure"))) == "2"
    assert suite.get("skipped") == str(len(suite.findall("testcase/skipped"))) == "2"
    assert {case.get("classname") for case in cases} == {"pain.one"}


def test_a_failure_says_what_was_expected_and_shows_the_verdicts(tmp_path: Path) -> None:
    _, root = written(tmp_path)
    failure = root.find("testsuite/testcase/failure")
    assert failure is not None
    assert (
        failure.get("message")
        == "expected: no obligation violated, in review or in error; found: obligation 1 violated"
    )
    assert failure.text is not None
    assert "answer: Take ibuprofen \ufffd & <rest>." in failure.text
    assert "1. must never advise" in failure.text


def test_todo_and_known_mutants_are_skipped(tmp_path: Path) -> None:
    _, root = written(tmp_path, known=True)
    said = [skipped.get("message", "").partition(":")[0] for skipped in root.iter("skipped")]
    assert said == ["todo", "todo, and holds now", "known"]
