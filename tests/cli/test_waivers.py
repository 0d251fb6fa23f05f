"""Waivers and adoptions in a run (``medrules check --as-of``), and an explained verdict that is waived."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main

from .conftest import RULES, Files, Lines

OWN = ["--rules", "rules", "--vignettes", "vignettes"]
WAIVE = 'waive arm.call{0} until 2027-03-01 owner "Stroke service" because "Under review" renewed 1\n'
KNOWN = RULES.replace("  source", '  known false positives "A broken arm."\n  source')


def check(*arguments: str, as_of: str = "2026-11-22") -> Result:
    answers = [] if arguments and arguments[0].endswith("jsonl") else ["answers.jsonl"]
    command = ["check", *answers, *arguments, *OWN, "--as-of", as_of]
    return CliRunner().invoke(main, command, catch_exceptions=False)


@pytest.fixture
def run(files: Files) -> Files:
    """One answer that keeps the rule and one that breaks both obligations, and a file of waivers."""
    files.answers("Call 911 now.", "It is nothing to worry about. Rest at home.")
    files.write("rules/arm.rules", KNOWN)
    waive(files)
    return files


def waive(files: Files, case: str = "", text: str = WAIVE) -> None:
    files.write("rules/own.rules", f'medrules 1\npack "Our own"\n{text.format(case)}')


def test_a_waived_violation_does_not_make_the_run_fail_and_is_not_hidden(run: Files, lines: Lines) -> None:
    result = check("--verdicts", "v.jsonl")
    assert result.exit_code == 0
    assert "2 violated and 0 to review, charged nothing" in result.stdout
    assert "arm.call: in force (until 2027-03-01, renewed once); covers 2 violated, in 1 case" in result.stdout
    assert "Stroke service: Under review" in result.stdout
    assert [(row["verdict"], row["waived"], row["points"]) for row in lines("v.jsonl")] == [
        ("violated", True, 0)
    ] * 2


def test_it_counts_in_full_from_the_day_after(run: Files) -> None:
    assert check(as_of="2027-03-01").exit_code == 0
    result = check(as_of="2027-03-02")
    assert result.exit_code == 1
    assert "arm.call: lapsed" in result.stdout
    assert "It held until 2027-03-01. What it names counts in full." in result.stdout


@pytest.mark.parametrize(("case", "code"), [(' for case "arm-001"', 0), (' for case "arm-002"', 1)])
def test_of_one_case(case: str, code: int, run: Files) -> None:
    waive(run, case)
    result = check()
    assert result.exit_code == code
    assert ("in force, unused" in result.stdout) is bool(code)


def test_a_date_that_is_none_has_lapsed(run: Files) -> None:
    waive(run, text=WAIVE.replace("2027-03-01", "2027-03-41"))
    result = check()
    assert result.exit_code == 1
    assert "“2027-03-41” is no date." in result.stdout


def test_a_waiver_of_a_rule_that_is_not_there(run: Files) -> None:
    waive(run, text=WAIVE.replace("arm.call", "arm.cal"))
    result = check()
    assert result.exit_code == 1
    assert "arm.cal: not loaded" in result.stdout


def test_a_rule_that_is_not_waivable(run: Files) -> None:
    run.write("rules/arm.rules", KNOWN.replace("  source", "  not waivable\n  source"))
    result = check()
    assert result.exit_code == 2
    assert "E519" in result.stderr


def test_the_report_bears_the_date(run: Files) -> None:
    assert check("--report", "r.html").exit_code == 0
    first = Path("r.html").read_bytes()
    assert b"State on 2026-11-22" in first
    assert check("--report", "r.html").exit_code == 0
    assert Path("r.html").read_bytes() == first
    assert b"Known false positives: A broken arm." in first


def test_two_processes_give_the_same(run: Files) -> None:
    check("--report", "one.html", "--verdicts", "one.jsonl")
    check("--report", "two.html", "--verdicts", "two.jsonl", "--workers", "2")
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    one, two = (Path(name).read_text("utf-8") for name in ("one.html", "two.html"))
    assert one.replace("one.jsonl", "two.jsonl") == two


def test_a_date_of_the_command_line_that_is_none(run: Files) -> None:
    result = check(as_of="22.11.2026")
    assert result.exit_code == 2
    assert "--as-of" in result.stderr


def test_an_adoption_filled_in_by_format(run: Files) -> None:
    text = 'adopt rule arm.call as production approved by "Safety officer" on 2026-11-01 review by 2027-11-01\n'
    waive(run, text=text)
    assert "does not hold the hash of the adopted text" in check().stdout
    assert CliRunner().invoke(main, ["format", "rules"], catch_exceptions=False).exit_code == 0
    assert "Adopted  1 rule, as of 2026-11-22" in check().stdout
    assert "It was to be reviewed by 2027-11-01." in check(as_of="2028-01-01").stdout
    run.write("rules/arm.rules", KNOWN.replace('"weak arm"', '"weak arm", "limp arm"'))
    assert "The adopted text has changed since it was approved." in check().stdout


def test_a_waived_verdict_is_explained(run: Files) -> None:
    check("--verdicts", "v.jsonl")
    result = CliRunner().invoke(main, ["explain", "v.jsonl", "--rules", "rules"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "A waiver covers it: it is charged nothing and counted apart." in result.stdout
    assert "Known false positives of the rule: A broken arm." in result.stdout
