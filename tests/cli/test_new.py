"""``medrules new``: asks until an answer can be used, tries the examples, adds a formatted rule to the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main
from medrules.language.formatting.files import format_file
from medrules.shipped import folder

TITLE = "A head injury goes to the emergency department"
ANSWERS = [
    "",  # the pack's title as proposed
    TITLE,
    "head.injury",
    "severe",
    "hit my head; banged my head",
    "1",
    "emergency",
    "Bleeding shows late.",
    "A local guideline",
    "I hit my head.",
    "Go to the emergency department now.",
    "You should rest at home.",
]
WRITTEN = """medrules 1

pack "My heads"

use escalation

rule head.injury "A head injury goes to the emergency department"
  harm severe
  when input mentions "hit my head", "banged my head"
  must escalate to emergency
  because "Bleeding shows late."
  source "A local guideline"
  passes "Go to the emergency department now." given "I hit my head."
  fails  "You should rest at home."            given "I hit my head."
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def new(*answers: str, file: str = "my-heads.rules") -> Result:
    given = "".join(f"{answer}\n" for answer in answers)
    result = CliRunner().invoke(main, ["new", file], input=given, catch_exceptions=False)
    assert "Traceback" not in result.output
    return result


def test_a_new_file() -> None:
    result = new(*ANSWERS)
    assert result.exit_code == 0, result.output
    assert Path("my-heads.rules").read_text("utf-8") == WRITTEN
    assert not format_file(Path("my-heads.rules"), folder("rules")).changed
    assert "Next: medrules test my-heads.rules" in result.stdout


def test_a_second_rule_leaves_the_first_as_it_is() -> None:
    before = WRITTEN.replace("  harm severe\n", "  harm     severe   # mine\n")
    Path("my-heads.rules").write_text(before, "utf-8")
    asked = ["Nobody sleeps it off", "head.injury", "head.sleep", "Mild", "", "7", "sleep it off; doze"]
    result = new(*asked, "", "A guideline", "Please see a doctor.", "You should sleep it off.")
    assert result.exit_code == 0, result.output
    assert "has that id already" in result.stdout
    text = Path("my-heads.rules").read_text("utf-8")
    assert text.startswith(before)
    assert text.endswith(
        '\n\nrule head.sleep "Nobody sleeps it off"\n  harm mild\n  must never advise "sleep it off", "doze"\n'
        '  source "A guideline"\n  passes "Please see a doctor."\n  fails  "You should sleep it off."\n'
    )


@pytest.mark.parametrize(
    ("at", "bad", "said"),
    [
        (1, " ", "Write something."),
        (2, "Head injury", "Write head-injury."),
        (3, "sever", "'sever' is not one of"),
        (4, "hit (my head", "'(' is never closed (E303)"),
        (4, '"hit my head', "Take the quotation mark away."),
        (4, "<nothing-so-called>", "(E401)"),
        (5, "10", "not in the range"),
        (6, "emergencies", "did you mean emergency?"),
        (6, "at once!", "urgent within 24 hours"),
        (8, " ", "Write something."),
        (10, "TODO", "not a placeholder"),
        (11, "...", "not a placeholder"),
        (11, "<example>", "not a placeholder"),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_for_again(at: int, bad: str, said: str) -> None:
    result = new(*ANSWERS[:at], bad, *ANSWERS[at:])
    assert said in result.output
    assert result.exit_code == 0
    assert Path("my-heads.rules").read_text("utf-8") == WRITTEN


@pytest.mark.parametrize(
    ("more", "ending"),
    [
        (["example", "You should rest at home."], WRITTEN.splitlines()[-1]),
        (["todo"], '  todo fails "Call 911 now."                   given "I hit my head."'),
        (["demand", "7", "call 911"], '  fails  "Call 911 now."                       given "I hit my head."'),
    ],
)
def test_an_example_that_does_not_hold_is_shown_and_mended(more: list[str], ending: str) -> None:
    result = new(*ANSWERS[:-1], "Call 911 now.", *more)
    assert result.exit_code == 0, result.output
    assert "my-heads.rules:14: head.injury: fails “Call 911 now.”" in result.stdout
    assert "found:    obligation 1 met" in result.stdout
    assert Path("my-heads.rules").read_text("utf-8").splitlines()[-1] == ending


def test_whoever_stops_leaves_nothing_behind() -> None:
    result = new(*ANSWERS[:6])
    assert result.exit_code == 1
    assert not list(Path().iterdir())


def test_a_file_with_errors_is_left_alone() -> None:
    Path("my-heads.rules").write_text("medrules 1\nrule x\n", "utf-8")
    result = new(*ANSWERS)
    assert result.exit_code == 2
    assert "my-heads.rules:2" in result.stderr
    assert Path("my-heads.rules").read_text("utf-8") == "medrules 1\nrule x\n"


@pytest.mark.parametrize(("file", "said"), [("heads.txt", ".rules"), ("nowhere/heads.rules", "R105")])
def test_a_file_that_cannot_be_written(file: str, said: str) -> None:
    result = new(*ANSWERS, file=file)
    assert result.exit_code == 2
    assert said in result.output
