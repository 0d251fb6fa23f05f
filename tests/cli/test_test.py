"""``medrules test``: mutants shown and counted, known ones, coverage, and JUnit XML."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import parse

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main

from .conftest import RULES, Files

# A weak rule: its exception is so wide that a negation excuses what it forbids to mention.
WEAK = """medrules 1
pack "Weak"
rule weak.rule "The exception lets a negation pass"
  harm severe
  must never mention "ibuprofen" unless output mentions "(do not|not)"
  source "Written for this test"
  passes "Use paracetamol."
  fails "Take ibuprofen."
"""


def medrules(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["test", *arguments], catch_exceptions=False)
    assert "Traceback" not in result.output
    return result


def test_mutants_are_tried_and_counted(files: Files) -> None:
    result = medrules("rules")
    assert result.exit_code == 0, result.output
    assert "arm.call: 3 examples hold, " in result.stdout
    assert " mutants of them: " in result.stdout
    assert "Not made, for want of a sentence of a fitting shape: " in result.stdout


def test_without_mutants(files: Files) -> None:
    files.write("rules/arm.rules", WEAK)
    result = medrules("rules", "--no-mutants")
    assert result.exit_code == 0
    assert "mutant" not in result.stdout


def test_a_mutant_that_fails_is_shown_with_the_command_that_explains_it(files: Files) -> None:
    files.write("rules/arm.rules", WEAK)
    result = medrules("rules")
    assert result.exit_code == 1
    assert "arm.rules:8: weak.rule: fails, mutant negated" in result.stdout
    assert "changed:  “Take ibuprofen.” → “Do not take ibuprofen.”" in result.stdout
    assert "expected: obligation 1 violated" in result.stdout
    assert "found:    obligation 1 not applicable" in result.stdout
    assert "to see why: medrules try weak.rule 'Do not take ibuprofen.' --rules rules" in result.stdout
    assert " hold, 1 fails." in result.stdout
    tried = CliRunner().invoke(main, ["try", "weak.rule", "Do not take ibuprofen.", "--rules", "rules"])
    assert "not applicable" in tried.stdout


def test_what_try_cannot_state_is_told(files: Files) -> None:
    said = 'fails "Take ibuprofen." given "Which tablet?" and risk is high'
    files.write("rules/arm.rules", WEAK.replace('fails "Take ibuprofen."', said))
    result = medrules("rules")
    assert "--input 'Which tablet?' --rules rules" in result.stdout
    assert "(the example also states risk, which 'try' leaves open)" in result.stdout


def test_known_mutants_are_shown_and_do_not_fail_the_run(files: Files) -> None:
    files.write("rules/arm.rules", WEAK)
    assert medrules("rules", "--write-known", "known.tsv").exit_code == 1
    result = medrules("rules", "--known", "known.tsv")
    assert result.exit_code == 0
    assert "(known)" in result.stdout
    assert "1 known to fail." in result.stdout
    again = medrules("rules", "--known", "known.tsv", "--write-known", "known.tsv")
    assert again.exit_code == 0
    assert Path("known.tsv").read_text("utf-8").count("\n") == 2


def test_a_known_mutant_that_holds_now_is_told_of(files: Files) -> None:
    files.write("known.tsv", "arm.call\tnegated\t1\tDo not call 911.\n")
    result = medrules("rules", "--known", "known.tsv")
    assert result.exit_code == 0
    assert "arm.call, mutant negated “Do not call 911.”: listed as known to fail, and does not" in result.stdout


@pytest.mark.parametrize("name", ["nowhere.tsv", "answers.jsonl"])
def test_another_file_for_the_known_ones(files: Files, name: str) -> None:
    files.answers("Call 911.")
    result = medrules("rules", "--known", name)
    assert result.exit_code == 2
    assert "R113" in result.stderr


def test_coverage(files: Files) -> None:
    result = medrules("rules", "--no-mutants", "--coverage")
    assert result.exit_code == 0
    assert "phrases ever matched: " in result.stdout
    assert "rule arm.call: phrases 2 of 2 (100%)" in result.stdout
    assert 'never matched: "weak arm"' in result.stdout


def test_junit_is_written_whole_under_its_name(files: Files) -> None:
    result = medrules("rules", "--junit", "out.xml")
    assert result.exit_code == 0
    (suite,) = parse("out.xml").getroot()  # noqa: S314  (our own file)
    assert suite.get("name") == "Weak arm"
    assert not list(Path().glob(".*part*"))


def test_a_result_file_that_cannot_be_written(files: Files) -> None:
    for option in ("--junit", "--write-known"):
        result = medrules("rules", option, "nowhere/out")
        assert result.exit_code == 2
        assert "R105" in result.stderr


def test_a_result_file_that_is_a_rule_file(files: Files) -> None:
    result = medrules("rules", "--junit", "rules/arm.rules")
    assert result.exit_code == 2
    assert "R106" in result.stderr
    assert Path("rules/arm.rules").read_text("utf-8") == RULES
