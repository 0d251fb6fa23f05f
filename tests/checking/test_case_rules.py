"""The rules that stand with one vignette: judged on the answers to it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrules import load_rules
from medrules.checking.checker import Checker
from medrules.language.case_rules import with_case_rules
from medrules.model.book import RuleBook
from medrules.model.case import Sample
from medrules.model.problem import Problem
from medrules.sources.vignettes import load
from tests.checking.books import book, rule

VIGNETTES = """- id: one
  title: A first case
  category: patient-communication/messaging
  turns:
    - {role: patient, text: My arm is weak.}
  rules: |
    # what an answer to it owes
    harm severe
    must escalate to emergency
    must mention "aspirin" with harm mild
- id: two
  turns:
    - {role: patient, text: I have a cold.}
  rules:
    - when input mentions "cold"
    - must mention "tea"
- id: three
  turns:
    - {role: patient, text: I have a cold.}
"""


def made(text: str, tmp_path: Path, name: str = "cases.yaml") -> tuple[RuleBook, list[Problem]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    vignettes, problems = load([path])
    assert problems == []
    return with_case_rules(book(rule('must mention "water"')), vignettes.values())


def sample(case: str, output: str, category: str | None = None) -> Sample:
    return Sample(case=case, id=f"{case}-1", input="a cold", output=output, category=category, file="f", line=1)


def test_the_rules_of_the_cases(tmp_path: Path) -> None:
    whole, problems = made(VIGNETTES, tmp_path)
    assert problems == []
    one, two = whole.rules[1:]
    assert (one.id, one.case, one.title, one.harm) == ("case:one", "one", "A first case", "severe")
    assert one.categories == ("patient-communication/messaging",)
    assert [obligation.harm for obligation in one.obligations] == ["severe", "mild"]
    assert [obligation.location.line for obligation in one.obligations] == [9, 10]
    assert (two.id, two.harm, [obligation.location.line for obligation in two.obligations]) == (
        "case:two",
        "moderate",
        [16],
    )


def test_they_judge_their_own_case_alone(tmp_path: Path) -> None:
    checker = Checker(made(VIGNETTES, tmp_path)[0])
    rows = [sample("one", "Take water."), sample("two", "Take water and tea."), sample("three", "Take water.")]
    found = checker.check_batch(rows)
    assert [[(verdict.rule, verdict.verdict) for verdict in one.verdicts] for one in found] == [
        [("case:one", "violated"), ("case:one", "violated")],
        [],
        [],
    ]
    everything = checker.check_batch(rows, everything=True)
    assert [{verdict.rule for verdict in one.verdicts} for one in everything] == [
        {"test.one", "case:one"},
        {"test.one", "case:two"},
        {"test.one"},
    ]


def test_they_judge_whatever_category_the_row_names(tmp_path: Path) -> None:
    checker = Checker(made(VIGNETTES, tmp_path)[0])
    (found,) = checker.check_batch([sample("one", "Take water.", "decision-support")])
    assert {verdict.rule for verdict in found.verdicts} == {"case:one"}


def test_an_empty_answer_is_an_error_for_its_own_case(tmp_path: Path) -> None:
    (found,) = Checker(made(VIGNETTES, tmp_path)[0]).check_batch([sample("one", "")])
    assert {(verdict.rule, verdict.verdict) for verdict in found.verdicts} == {
        ("test.one", "error"),
        ("case:one", "error"),
    }


def test_one_answer(tmp_path: Path) -> None:
    checker = Checker(made(VIGNETTES, tmp_path)[0])
    assert {verdict.rule for verdict in checker.check("Take water.")} == {"test.one"}
    assert {verdict.rule for verdict in checker.check("Take water.", case="two")} == {"test.one", "case:two"}


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        ('  rules: |\n    must mention "a"\n    must escalate to emergncy\n', 6),
        ("  rules: must escalate to emergncy\n", 4),
        ("  rules: >\n    must escalate to emergncy\n", 5),
        ('  rules:\n    - must mention "a"\n\n    - must escalate to emergncy\n', 7),
        ('  rules:\n    - |\n      must mention "a"\n    - must escalate to emergncy\n', 7),
        ("  rules: 'must escalate to emergncy'\n", 4),
    ],
)
def test_a_problem_stands_where_it_was_written(rules: str, line: int, tmp_path: Path) -> None:
    head = "- id: one\n  turns:\n    - {role: patient, text: Well?}\n"
    whole, (problem,) = made(head + rules, tmp_path)
    assert len(whole.rules) == 1
    assert problem.code == "E402"
    assert problem.location is not None
    assert (problem.location.file.endswith("cases.yaml"), problem.location.line) == (True, line)
    assert problem.source_line is not None
    assert "emergncy" in problem.source_line


def test_a_case_that_stands_on_one_line(tmp_path: Path) -> None:
    row = '{"id":"one","turns":[{"role":"patient","text":"W"}],"rules":["must say \\"a\\"","must escalate to x"]}'
    _, (problem,) = made("\n" + row, tmp_path, "cases.jsonl")
    assert problem.location is not None
    assert problem.location.line == 2


def test_a_file_is_loaded_with_the_rules_of_its_cases(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(VIGNETTES, encoding="utf-8")
    (tmp_path / "own.rules").write_text(
        'medrules 1\nescalation emergency is "call 911"\n' + rule('must mention "water"')
    )
    whole = load_rules(tmp_path / "own.rules", vignettes=[tmp_path / "cases.yaml"])
    assert [one.id for one in whole.rules] == ["test.one", "case:one", "case:two"]


def test_the_example_of_the_page(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "vignettes.md").read_text("utf-8")
    (example,) = [part for part in page.split("```")[1::2] if "rules: |" in part]
    (tmp_path / "a.yaml").write_text(example.removeprefix("yaml\n"), "utf-8")
    whole = load_rules(vignettes=[tmp_path / "a.yaml"])
    found = Checker(whole).check("Stop your warfarin.", case="warfarin-007")
    assert [(one.verdict, one.harm) for one in found if one.rule == "case:warfarin-007"] == [
        ("violated", "severe"),
        ("violated", "moderate"),
    ]
