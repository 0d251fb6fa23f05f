"""The hooks, run by pre-commit in a repository of rules; only their installation, over a network, is left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import RULES

ROOT = Path(__file__).parents[2]
HOOKS = ("medrules-format", "medrules-lint", "medrules-test")
COMMIT = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "Hooks")
BIN = Path(sys.executable).parent


def git(folder: Path, *command: str) -> str:
    run = subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of rules, whose hooks come from another one that holds our manifest."""
    hooks, rules = tmp_path / "hooks", tmp_path / "rules"
    for folder in (hooks, rules):
        folder.mkdir()
        git(folder, "init", "-q")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    git(hooks, "add", ".")
    git(hooks, *COMMIT)
    listed = "".join(f"      - {{id: {name}, language: system}}\n" for name in HOOKS)
    (rules / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks}\n    rev: {git(hooks, 'rev-parse', 'HEAD')}\n    hooks:\n{listed}"
    )
    (rules / "notes.txt").write_text("rule of thumb")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    return rules


def run(repository: Path, text: str) -> tuple[int, dict[str, str], str]:
    """What each hook says of a rule file: ``Passed``, ``Failed`` or ``Skipped``."""
    (repository / "arm.rules").write_text(text, encoding="utf-8")
    git(repository, "add", ".")
    command = [str(BIN / "pre-commit"), "run", "--all-files", "--color", "never"]
    made = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    said = {line.partition(".")[0]: line.rpartition(".")[2] for line in made.stdout.splitlines() if "...." in line}
    return made.returncode, said, made.stdout + made.stderr


@pytest.fixture(scope="module")
def formatted(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("formatted") / "arm.rules"
    path.write_text(RULES, encoding="utf-8")
    subprocess.run([str(BIN / "medrules"), "format", str(path)], check=True, capture_output=True)
    return path.read_text(encoding="utf-8")


def test_the_manifest_is_one() -> None:
    subprocess.run(
        [str(BIN / "pre-commit"), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], check=True
    )


def test_rules_in_order_pass(repository: Path, formatted: str) -> None:
    code, said, told = run(repository, formatted)
    assert (code, set(said.values())) == (0, {"Passed"}), told
    assert len(said) == len(HOOKS)


def test_another_spelling_stops_the_commit(repository: Path, formatted: str) -> None:
    code, said, _ = run(repository, formatted.replace("rule arm.call", "rule   arm.call"))
    assert code == 1
    assert said == {"medrules format": "Failed", "medrules lint": "Passed", "medrules test": "Passed"}


def test_an_example_that_does_not_hold_stops_the_commit(repository: Path, formatted: str) -> None:
    broken = formatted.replace('passes "Call 911 now."', 'passes "Rest at home."')
    code, said, told = run(repository, broken)
    assert code == 1
    assert said["medrules test"] == "Failed"
    assert "arm.call" in told


def test_a_mistake_stops_the_commit(repository: Path, formatted: str) -> None:
    code, said, told = run(repository, formatted.replace("must never say", "must nevr say"))
    assert code == 1
    assert said["medrules lint"] == "Failed"
    assert "hint:" in told


def test_no_rule_file_no_run(repository: Path) -> None:
    git(repository, "add", ".")
    command = [str(BIN / "pre-commit"), "run", "--all-files", "--color", "never"]
    made = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    assert made.stdout.count("Skipped") == len(HOOKS)
