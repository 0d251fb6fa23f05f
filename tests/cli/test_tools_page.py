"""docs/tools.md: every command and option that it shows is there, and every command is on it or in the README."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from medrules.checking.checker import Checker
from medrules.cli.main import main
from medrules.language.loading import load
from medrules.proving.examples import prove
from medrules.proving.mutants.proving import KINDS, MutantResult, prove_mutants

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tools.md").read_text("utf-8")
CONTEXT = click.Context(main)
ENGINEERS = {"ask", "check", "serve", "plugins"}
COMMITTEE = {"signoff", "sign", "verify", "review", "runs", "compare"}


def test_every_tool_of_an_author_is_on_the_page() -> None:
    shown = set(re.findall(r"^\| `medrules (\w+)`", PAGE, re.MULTILINE))
    assert shown == set(main.list_commands(CONTEXT)) - ENGINEERS - COMMITTEE


def test_every_command_of_a_committee_is_on_its_page() -> None:
    page = (ROOT / "docs" / "signoff.md").read_text("utf-8")
    assert {name for name in COMMITTEE if f"medrules {name}" not in page} == set()
    assert set(main.list_commands(CONTEXT)) >= COMMITTEE


@pytest.mark.parametrize("name", ["format", "lint", "explain", "test", "try"])
def test_every_option_is_there_and_on_the_page(name: str) -> None:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    options = [[*parameter.opts, *parameter.secondary_opts] for parameter in command.params]
    known = {option for both in options for option in both if option.startswith("--")}
    section = PAGE.partition(f"## medrules {name}\n")[2].partition("\n## ")[0]
    assert section
    used = set(re.findall(r"--[a-z][a-z-]+", section)) - {"--verdicts", "--verdicts-all", "--rules"}
    assert used <= known


RULE = """medrules 1
pack "Pain"
rule pain.no-ibuprofen "No ibuprofen"
  harm severe
  must never mention "ibuprofen" unless output mentions "(do not|not)"
  source "A local guideline"
  passes "Use paracetamol."
  fails  "Take ibuprofen."
"""


def test_the_failing_mutant_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my-rules").mkdir()
    Path("my-rules/pain.rules").write_text(RULE, "utf-8")
    shown = CliRunner().invoke(main, ["test", "my-rules"]).stdout
    for line in PAGE.partition("## medrules test\n")[2].partition("```text\n")[2].partition("```")[0].splitlines():
        assert line in shown


MUTANTS = [
    ("must escalate to emergency", "passes", "Call 911."),
    ('must never say "a cold"', "fails", "This is a cold."),
    ('must never say "a cold"', "fails", "You have a cold."),
    ('must never advise "stop ... warfarin"', "passes", "Do not stop your warfarin."),
    ('must never advise "ibuprofen"', "passes", "Avoid ibuprofen."),
    ('must never advise "ibuprofen"', "fails", "Take ibuprofen."),
]


def test_every_mutant_of_the_page_is_made(tmp_path: Path) -> None:
    rules = 'medrules 1\nescalation emergency is "call 911"\n' + "".join(
        f'rule page.rule-{number} "R" harm mild {must} source "S" {kind} "{text}"\n'
        for number, (must, kind, text) in enumerate(MUTANTS)
    )
    path = tmp_path / "page.rules"
    path.write_text(rules, "utf-8")
    book, _ = load([path], None)
    checker = Checker(book)
    made = [each for each in prove_mutants(book, checker, prove(book, checker)) if isinstance(each, MutantResult)]
    table = PAGE.partition("| mutant | for example |")[2].partition("\n\n")[0]
    examples = re.findall(r"\*([^*]+)\* → \*([^*]+)\*", table)
    assert len(examples) == 8
    for before, after in examples:
        texts = {each.mutant.text for each in made if before in each.example.text}
        assert after in texts or any(after in text for text in texts), (before, after)
    assert {kind.name for kind in KINDS} == {
        name for row in table.splitlines()[2:] for name in row.split("|")[1].strip().split(", ")
    }
