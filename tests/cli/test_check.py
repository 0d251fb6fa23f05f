"""``medrules check``: what it prints and writes, and its exit codes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main
from medrules.cli.run import Run

from .conftest import RULES, Files, Lines

OWN = ("--rules", "rules", "--vignettes", "vignettes")
GOOD = "Call 911 now."
BAD = "Rest at home. It is nothing to worry about."


def check(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["check", *arguments, *OWN], catch_exceptions=False)
    assert "Traceback" not in result.output
    return result


def test_nothing_violated(files: Files) -> None:
    result = check(files.answers(GOOD, GOOD))
    assert result.exit_code == 0, result.output
    assert "2 answers" in result.stdout


def test_violations(files: Files, lines: Lines) -> None:
    result = check(files.answers(GOOD, BAD), "--verdicts", "v.jsonl", "--report", "r.html")
    assert result.exit_code == 1
    rows = lines("v.jsonl")
    assert [(row["sample"], row["obligation"], row["verdict"]) for row in rows] == [
        ("a2", 1, "violated"),
        ("a2", 2, "violated"),
    ]
    (found,) = rows[1]["evidence"]  # type: ignore[misc]
    assert BAD[found["start"] : found["end"]] == found["text"] == "nothing to worry about"
    assert rows[0]["category"] == "patient-communication/messaging"
    assert rows[0]["harm"] == "severe"
    assert str(rows[0]["file"]).endswith("arm.rules")
    assert "v.jsonl" in result.stdout
    assert "r.html" in result.stdout
    assert "nothing to worry about" in Path("r.html").read_text("utf-8")


def test_every_verdict(files: Files, lines: Lines) -> None:
    check(files.answers(GOOD), "--verdicts", "v.jsonl", "--verdicts-all")
    assert [row["verdict"] for row in lines("v.jsonl")] == ["met", "met"]


def test_a_row_that_cannot_be_read_is_counted_shown_and_written(files: Files, lines: Lines) -> None:
    name = files.answers(GOOD, BAD)
    with Path(name).open("a", encoding="utf-8") as stream:
        stream.write('{"id": "broken\n')
    result = check(name, "--verdicts", "v.jsonl", "--report", "r.html")
    assert result.exit_code == 3, "3 comes before 1"
    assert "S201" in result.stdout
    assert "answers.jsonl:3" in result.stdout
    last = lines("v.jsonl")[-1]
    assert (last["verdict"], last["rule"], last["line"], last["code"]) == ("error", None, 3, "S201")


def test_an_empty_answer_is_an_error(files: Files) -> None:
    assert check(files.answers(GOOD, "")).exit_code == 3


def test_no_rule_applied(files: Files) -> None:
    name = files.write("a.jsonl", '{"id": "1", "input": "My foot hurts.", "output": "Rest at home."}\n')
    result = check(name)
    assert result.exit_code == 3
    assert "No rule applied" in result.stdout


def test_review_is_printed_and_is_no_violation(files: Files) -> None:
    result = check(files.answers("You might want to call 911."))
    assert result.exit_code == 0, result.output
    assert "review" in result.stdout


def test_the_same_with_several_workers(files: Files) -> None:
    name = files.answers(*[GOOD, BAD, "If it gets worse, call 911."] * 60)
    one = check(name, "--verdicts", "one.jsonl", "--report", "one.html")
    two = check(name, "--verdicts", "two.jsonl", "--report", "two.html", "--workers", "2")
    assert one.exit_code == two.exit_code == 1
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    assert one.stdout.replace("one.", "") == two.stdout.replace("two.", "")
    assert Path("one.html").read_text("utf-8").replace("one.", "") == Path("two.html").read_text("utf-8").replace(
        "two.", ""
    )


def test_columns_and_category_of_the_batch(files: Files, lines: Lines) -> None:
    table = files.write("a.csv", f"n,question,answer,engine\n7,My arm is weak.,{BAD},e1\n")
    columns = ("--id", "n", "--input", "question", "--output", "answer", "--model", "engine")
    result = check(table, *columns, "--category", "decision-support", "--verdicts", "v.jsonl")
    assert result.exit_code == 1, result.output
    row = lines("v.jsonl")[0]
    assert (row["sample"], row["model"], row["category"]) == ("7", "e1", "decision-support")


def test_an_answer_whose_case_nobody_knows_is_kept_and_said(files: Files) -> None:
    result = check(files.answers(GOOD), files.answers(GOOD, name="b.jsonl", case="arm-999"))
    assert result.exit_code == 0
    assert "2 answers" in result.stdout
    assert "arm-999" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["none.jsonl"], "S101"),
        (["answers.jsonl", "empty.csv"], "S104"),
        (["answers.jsonl", "--output", "answer"], "S107"),
        (["answers.jsonl", "--category", "patient-comunication"], "patient-communication"),
        (["answers.jsonl", "--weights", "trust"], "R102"),
        (["answers.jsonl", "--verdicts", "answers.jsonl"], "R106"),
        (["answers.jsonl", "--report", "rules/arm.rules"], "R106"),
        (["answers.jsonl", "--verdicts", "x", "--report", "x"], "R106"),
        (["answers.jsonl", "--report", "no/folder.html"], "R105"),
        (["answers.jsonl", "--report", "rules"], "R105"),
        (["answers.jsonl", "--verdicts-all"], "--verdicts"),
        (["answers.jsonl", "--workers", "0"], "--workers"),
        (["answers.jsonl", "--rules", "nowhere"], "nowhere"),
        (["answers.jsonl", "--vignettes", "nowhere.yaml"], "V101"),
        (["rules"], "S102"),
        ([], "ANSWERS"),
    ],
)
def test_usage(files: Files, arguments: list[str], expected: str) -> None:
    files.answers(GOOD)
    files.write("empty.csv", "id,output\n")
    before = sorted(path.name for path in files.folder.rglob("*"))
    result = check(*arguments)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert sorted(path.name for path in files.folder.rglob("*")) == before


def test_all_problems_of_all_files_at_once(files: Files) -> None:
    files.write("rules/bad.rules", 'medrules 1\npack "Bad"\nrule x\n')
    files.write("vignettes/bad.yaml", "- id: x\n  turn: []\n")
    result = check("none.jsonl", "--category", "x")
    assert result.exit_code == 2
    for expected in ("bad.rules", "bad.yaml:2:3", "V107", "S101", "R101"):
        assert expected in result.stderr


def test_a_rule_that_fails_its_own_example_stops_the_run(files: Files) -> None:
    files.write("rules/arm.rules", RULES + '  fails "Call 999 at once."\n')
    result = check(files.answers(GOOD), "--verdicts", "v.jsonl")
    assert result.exit_code == 2
    assert "Call 999 at once." in result.stdout
    assert "R108" in result.stderr
    assert not Path("v.jsonl").exists()


def test_several_weights_need_a_name(files: Files, lines: Lines) -> None:
    weights = "weights {} harm none 0, mild 1, moderate 2, severe {}, death 10\n"
    files.write("rules/w.rules", 'medrules 1\npack "W"\n' + weights.format("one", 5) + weights.format("two", 6))
    name = files.answers(BAD)
    assert "R103" in check(name).stderr
    check(name, "--weights", "two", "--verdicts", "v.jsonl")
    assert lines("v.jsonl")[0]["points"] == 6


def test_declared_weights_of_the_name_default_are_the_declared_ones(files: Files, lines: Lines) -> None:
    block = "weights default harm none 0, mild 1, moderate 2, severe 7, death 10\n"
    files.write("rules/w.rules", 'medrules 1\npack "W"\n' + block)
    check(files.answers(BAD), "--weights", "default", "--verdicts", "v.jsonl")
    assert lines("v.jsonl")[0]["points"] == 7


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("option", ["--verdicts", "--report"])
def test_a_full_disk_is_no_fault_of_the_product(files: Files, option: str) -> None:
    result = check(files.answers(BAD), option, "/dev/full")
    assert result.exit_code == 3
    assert "R105" in result.stderr
    assert "No space left" in result.stderr
    assert "internal error" not in result.stderr


def test_no_control_character_of_an_answer_reaches_the_terminal(files: Files) -> None:
    evil = "\x1b]0;owned\x07\x9b31m\u202e"
    files.answers(BAD + evil)
    rows = Path("answers.jsonl").read_text("utf-8").replace('"m"', '"m\\u001b[31m\\u202e"')
    files.write("answers.jsonl", rows + '{"id": "\\u001b[2J", "output": 5}\n')
    result = check("answers.jsonl", "--verdicts", "v.jsonl")
    for character in "\x1b\x07\x9b\u202e":
        assert character not in result.output
        assert character not in Path("v.jsonl").read_text("utf-8")


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "medrules.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_as_a_process_with_two_workers(files: Files) -> None:
    done = run("check", files.answers(*[BAD] * 100), *OWN, "--workers", "2")
    assert done.returncode == 1, done.stderr
    assert done.stderr == ""
    assert "\x1b" not in done.stdout, "no colour where there is no terminal"


def test_piping_into_head_is_no_error(files: Files) -> None:
    name = files.answers(*[BAD] * 20)
    command = f"{sys.executable} -m medrules.cli check {name} {' '.join(OWN)} | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.strip()[-1] == "1", "the exit code is that of the check"


def test_interrupted(files: Files) -> None:
    name = files.answers(*[BAD] * 60_000)
    command = [
        sys.executable,
        "-m",
        "medrules.cli",
        "check",
        name,
        *OWN,
        "--verdicts",
        "v.jsonl",
        "--workers",
        "2",
    ]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores it
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    part = f".v.jsonl.{process.pid}.part"
    while not (Path(part).exists() and Path(part).stat().st_size) and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in out + err
    assert not Path("v.jsonl").exists()
    assert not Path(part).exists()


def test_an_internal_error_is_one_line_and_exit_3(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a \x1b fault\nof ours")

    monkeypatch.setattr("medrules.cli.check._prepare", broken)
    result = CliRunner().invoke(main, ["check", files.answers(GOOD)])
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1
    assert "a \\x1b fault of ours" in result.stderr
    assert "report" in result.stderr


def test_an_interrupted_run_does_not_read_as_violations(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "check", interrupted)
    result = check(files.answers(BAD), "--verdicts", "v.jsonl")
    assert result.exit_code == 130
    assert "interrupted" in result.stderr
    assert not Path("v.jsonl").exists()
