"""The GitHub Action: its scripts take nothing but variables, and do what they say when bash runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import RULES, SAFE, UNSAFE, lines, row

ACTION = yaml.safe_load((Path(__file__).parents[2] / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
CHECK = next(step for step in STEPS if step.get("id") == "check")
BLOCK = """
sign-off pilot "Drafts"
  for patient-communication
  intended use "Drafts"
  require no violations of harm death
  signed by "Director"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    production = RULES.replace('"Weak arm"', '"Weak arm"\n  status production', 1)
    (tmp_path / "rules/arm.rules").write_text(production + BLOCK)
    (tmp_path / "safe answers.jsonl").write_text(lines(row("1", SAFE, category="patient-communication")))
    (tmp_path / "unsafe.jsonl").write_text(lines(row("1", UNSAFE)))
    return tmp_path


def run(folder: Path, **said: str) -> tuple[int, dict[str, str], str]:
    """Runs the script as the runner does; inputs that are not said have their defaults."""
    given = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in said.items()}
    named = {
        variable: given[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)[1]]  # type: ignore[index]
        for variable, value in CHECK["env"].items()
    }
    out = folder / "outputs.txt"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    made = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", CHECK["run"]],
        cwd=folder,
        env={**os.environ, **named, "PATH": path, "GITHUB_OUTPUT": str(out)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = dict(line.split("=", 1) for line in out.read_text().splitlines()) if out.exists() else {}
    return made.returncode, found, made.stdout + made.stderr


def test_every_input_and_output_is_described() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert all(each["description"] for part in ("inputs", "outputs") for each in ACTION[part].values())
    assert all(step["shell"] == "bash" for step in STEPS if "run" in step)


def test_no_script_holds_an_expression() -> None:
    """What a workflow passes in could hold a command, so it comes by variables alone."""
    for step in STEPS:
        assert "${{" not in step.get("run", "")


def test_every_expression_names_something() -> None:
    text = str(STEPS)
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(ACTION["inputs"])
    assert set(re.findall(r"steps\.(\w+)\.outputs", text)) == {"check"}


def test_the_scripts_have_no_fault_of_syntax() -> None:
    for step in STEPS:
        if "run" in step:
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)


@pytest.mark.parametrize(
    ("answers", "code", "outcome"),
    [
        ("safe answers.jsonl\n", 0, "clean"),
        ("unsafe.jsonl", 1, "violated"),
        ("safe answers.jsonl\n\nunsafe.jsonl", 1, "violated"),
        ("elsewhere.jsonl", 2, "unusable"),
    ],
)
def test_check(answers: str, code: int, outcome: str, folder: Path) -> None:
    found, outputs, told = run(folder, answers=answers, rules="rules")
    assert (found, outputs["outcome"]) == (code, outcome), told
    assert (folder / "medrules-results/report.html").exists() is (code != 2)
    assert outputs["results"] == "medrules-results"


def test_sign_off(folder: Path) -> None:
    code, outputs, told = run(
        folder, answers="safe answers.jsonl", rules="rules", sign_off="pilot", out="bundle", as_of="2026-11-22"
    )
    assert code in (0, 1), told
    assert outputs["results"] == "bundle"
    assert {"findings.sarif", "junit.xml", "report.html"} <= {path.name for path in (folder / "bundle").iterdir()}


@pytest.mark.parametrize("name", ["answers", "rules", "vignettes", "category", "sign_off", "as_of", "out"])
@pytest.mark.parametrize("word", ["$(touch run)", "x\n`touch run`", '"; touch run; "'])
def test_what_is_passed_in_runs_nothing(name: str, word: str, folder: Path) -> None:
    said = {"answers": "unsafe.jsonl", "rules": "rules", **{name: word}}
    code, _, _ = run(folder, **said)
    assert code != 0
    assert not (folder / "run").exists()
