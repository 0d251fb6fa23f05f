"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medrules import Checker
from medrules.language.loading import load
from medrules.model.verdict import Verdict
from medrules.proving.examples import prove
from medrules.shipped import folder

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
RULE = next(block for block in re.findall(r"```\n(.*?)```", README, re.DOTALL) if block.startswith("medrules 1"))
PROGRAMS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
QUESTION = "My left arm went weak an hour ago."


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    path = tmp_path_factory.mktemp("readme") / "shown.rules"
    path.write_text(RULE, encoding="utf-8")
    book, problems = load([path], folder("rules"))
    assert problems == []
    made = Checker(book)
    assert {result.standing for result in prove(book, made)} == {"holds"}
    return made


def escalation(checker: Checker, answer: str) -> Verdict:
    return checker.check(answer, input=QUESTION)[0]


def test_the_rule_judges_as_the_text_says(checker: Checker) -> None:
    assert escalation(checker, "Call 911 if it gets worse.").verdict == "violated"
    assert escalation(checker, "Do not call 911.").verdict == "violated"
    assert escalation(checker, "Dont hesitate to call 911.").verdict == "met"


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_programs_run(
    program: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    exec(compile(program, "README.md", "exec"), {})  # noqa: S102 (our own README)
    assert capsys.readouterr().out.strip()


def test_every_page_that_is_named_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (Path(__file__).parent.parent / target).exists(), target
