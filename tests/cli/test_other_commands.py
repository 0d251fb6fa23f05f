"""``medrules test``, ``medrules read`` and the command itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main
from medrules.cli.screen import as_json, clean

from .conftest import RULES, Files


def medrules(*arguments: str, given: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, [*arguments], input=given, catch_exceptions=False)
    assert "Traceback" not in result.output
    return result


def test_all_examples_hold(files: Files) -> None:
    result = medrules("test", "rules")
    assert result.exit_code == 0, result.output
    assert "3 examples of 1 rule: 3 hold." in result.stdout


def test_an_example_that_does_not_hold_is_shown_with_what_was_found(files: Files) -> None:
    files.write("rules/arm.rules", RULES + '  passes "If it gets worse, call 911."\n')
    result = medrules("test", "rules")
    assert result.exit_code == 1
    assert "arm.rules:20: arm.call: passes “If it gets worse, call 911.”" in result.stdout
    assert "expected: no obligation violated, in review or in error" in result.stdout
    assert "“call 911”" in result.stdout
    assert "conditional" in result.stdout
    assert "3 hold, 1 fails." in result.stdout


def test_known_failures(files: Files) -> None:
    more = '  todo passes "Rest at home."\n  todo fails "Rest at home."\n'
    files.write("rules/arm.rules", RULES + more)
    result = medrules("test", "rules")
    assert result.exit_code == 0
    assert "(known failure)" in result.stdout
    assert "take 'todo' away" in result.stdout


def test_rules_that_cannot_be_used(files: Files) -> None:
    files.write("rules/arm.rules", RULES.replace("must never say", "must nevr say"))
    result = medrules("test", "rules")
    assert result.exit_code == 2
    assert "arm.rules:15" in result.stderr


def test_read_shows_sentences_mentions_and_the_level_of_care(files: Files) -> None:
    result = medrules("read", "My arm is weak. Call 911 now.", "--rules", "rules")
    assert result.exit_code == 0
    assert "  2  Call 911 now." in result.stdout
    assert "“Call 911” (16–24) exact for “call (911|999|112)”" in result.stdout
    assert "advice, affirmed, plain, unconditional" in result.stdout
    assert "Level of care advised now: emergency" in result.stdout


def test_read_finds_phrases(files: Files) -> None:
    text = "Do not take ibuprofen. If it gets worse, call 911."
    result = medrules("read", text, "--rules", "rules", "--find", "ibuprofen", "--find", "call 911", "--json")
    data = json.loads(result.stdout)
    assert [text[m["start"] : m["end"]] for m in data["mentions"]] == ["ibuprofen", "call 911"]
    assert data["mentions"][0]["reading"]["act"] == "advice against"
    assert data["mentions"][1]["reading"]["condition"] == "conditional"
    assert data["escalation"]["rung"] is None


@pytest.mark.parametrize("way", ["file", "pipe", "nothing"])
def test_read_takes_a_file_or_what_is_piped_in(files: Files, way: str) -> None:
    text = "\ufeffCall 911 now."
    source = {"file": [files.write("answer.md", text)], "pipe": ["-"], "nothing": []}[way]
    result = medrules("read", *source, "--rules", "rules", given=text.encode())
    assert "Level of care advised now: emergency" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "given", "expected"),
    [
        (["answer.txt"], None, "S101"),
        (["-"], b" \n", "R107"),
        (["-"], b"37 \xb0C", "S105"),
        (["Rest.", "--find", "(a"], None, "'('"),
        (["Rest.", "--rules", "nowhere"], None, "nowhere"),
    ],
)
def test_read_says_what_is_wrong(files: Files, arguments: list[str], given: bytes | None, expected: str) -> None:
    result = medrules("read", *arguments, given=given)
    assert result.exit_code == 2
    assert expected in result.stderr


def test_read_shows_control_characters_and_does_not_send_them(files: Files) -> None:
    for form in ([], ["--json"]):
        result = medrules("read", "Call 911\x1b[2J now\u202e.", "--rules", "rules", *form)
        assert "\x1b" not in result.output
        assert "\u202e" not in result.output


def test_clean() -> None:
    assert clean("a\x1b[31m\tb\r\nc\rd\x9b\u2066") == "a\\x1b[31m\tb\nc\\x0dd\\x9b\\u2066"
    assert json.loads(as_json({"a": "\x9b\u202eé"})) == {"a": "\x9b\u202eé"}
    assert "é" in as_json("é")


def test_version_and_help() -> None:
    assert medrules("--version").stdout.startswith("medrules ")
    for command in ("check", "test", "read"):
        assert command in medrules("--help").stdout
        assert "Usage" in medrules(command, "-h").stdout


def test_an_unknown_command() -> None:
    result = medrules("chekc")
    assert result.exit_code == 2


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from medrules.cli.main import main; main(['-h'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "pydantic", "lark", "spacy", "rich", "scipy", "jinja2", "yaml"} & set(done.stdout.split())


def test_every_option_of_check_is_in_its_help_and_every_exit_code_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "answers.md").read_text("utf-8")
    assert all(f"\n| {code} |" in page for code in range(4))
    for option in (
        "--verdicts",
        "--verdicts-all",
        "--category",
        "--output",
        "--input",
        "--id",
        "--case",
        "--model",
    ):
        assert option in page
