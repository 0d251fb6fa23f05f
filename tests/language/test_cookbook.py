"""The cookbook, docs/cookbook.md: every rule of it is read without a problem, and its examples hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medrules.checking.checker import Checker
from medrules.language.loading import load
from medrules.language.vignettes import Statements, case_rule
from medrules.proving.examples import prove
from medrules.shipped import folder
from medrules.sources import vignettes

PAGE = (Path(__file__).parents[2] / "docs" / "cookbook.md").read_text(encoding="utf-8")
SITUATION = re.compile(r"^### (\d+)\. ([^\n]*)\n(.*?)(?=^###? |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(medrules|yaml|)\n([^`]*)^```$", re.MULTILINE)
SITUATIONS = [
    (f"{number}-{title}", kind, text)
    for number, title, body in SITUATION.findall(PAGE)
    for kind, text in BLOCK.findall(body)
]
HEAD = "medrules 1\nuse common, escalation\n"


def test_there_are_situations_enough_and_they_are_counted() -> None:
    numbers = [int(number) for number, _, _ in SITUATION.findall(PAGE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 25
    assert len(SITUATIONS) >= len(numbers)


@pytest.mark.parametrize(("kind", "text"), [each[1:] for each in SITUATIONS], ids=[each[0] for each in SITUATIONS])
def test_situation(kind: str, text: str, tmp_path: Path) -> None:
    if kind == "yaml":
        (tmp_path / "cases.yaml").write_text(text, encoding="utf-8")
        found, problems = vignettes.load([tmp_path / "cases.yaml"])
        assert problems == []
        book, _ = load([folder("rules")], folder("rules"))
        case = next(iter(found.values()))
        rule, wrong = case_rule(Statements(case.id, case.id, case.rules or "", "cases.yaml", 1), book)
        assert rule is not None
        assert wrong == []
        return
    path = tmp_path / "cookbook.rules"
    path.write_text(HEAD + text, encoding="utf-8")
    book, problems = load([path], folder("rules"))
    assert problems == []
    results = list(prove(book, Checker(book)))
    assert {result.standing for result in results} <= {"holds"}, [
        (result.example.text, [(v.statement, v.verdict, v.reason) for v in result.verdicts])
        for result in results
        if result.standing != "holds"
    ]
    assert bool(results) == (kind == "medrules")
