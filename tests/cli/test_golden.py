"""Every problem of a run has a golden message: what the user does, and what then stands on standard error.

Written anew by running the tests with MEDRULES_GOLDEN=write; read the difference before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from medrules.cli.main import main
from medrules.engines.local import WorkerCrashed
from medrules.sources.problems import catalogue

from .conftest import RULES, Files

GOLDEN = Path(__file__).parent / "golden"
OWN = ["--rules", "rules", "--vignettes", "vignettes"]
WEIGHTS = 'medrules 1\npack "W"\nweights {0} harm none 0, mild 1, moderate 2, severe 5, death 10\n'

COMMANDS = {
    "R101": ["check", "answers.jsonl", "--category", "patient-comunication", *OWN],
    "R102": ["check", "answers.jsonl", "--weights", "trust-2025", *OWN, "--rules", "weights/trust-2026.rules"],
    "R103": ["check", "answers.jsonl", *OWN, "--rules", "weights"],
    "R104": ["test", "weights/trust-2026.rules"],
    "R105": ["check", "answers.jsonl", "--report", "reports/r.html", *OWN],
    "R106": ["check", "answers.jsonl", "--verdicts", "answers.jsonl", *OWN],
    "R107": ["read", " "],
    "R108": ["check", "answers.jsonl", *OWN, "--rules", "broken.rules"],
    "R109": ["check", "answers.jsonl", *OWN],
    "R110": ["explain", "arm.cal", "--rules", "rules"],
    "R111": ["explain", "answers.jsonl"],
    "R113": ["test", "rules", "--known", "answers.jsonl"],
    "R112": ["explain", "empty.jsonl", "--rule", "arm.call"],
    "R120": ["lsp"],
}


def test_every_problem_has_a_command() -> None:
    assert set(COMMANDS) == {code for code in catalogue() if code.startswith("R")}
    assert {path.stem for path in GOLDEN.iterdir()} == set(COMMANDS)


@pytest.mark.parametrize("code", COMMANDS)
def test_message(code: str, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    files.answers("Call 911 now.")
    for name in ("trust-2026", "trust-2027"):
        files.write(f"weights/{name}.rules", WEIGHTS.format(name))
    files.write("empty.jsonl", "")
    broken = RULES.replace("arm.call", "arm.broken").replace('fails  "Rest', 'passes "Rest')
    files.write("broken.rules", broken)
    if code == "R120":
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    if code == "R109":
        monkeypatch.setattr("medrules.cli.run.run", crashing)
    result = CliRunner().invoke(main, COMMANDS[code], catch_exceptions=False)
    expected = GOLDEN / f"{code}.txt"
    if os.environ.get("MEDRULES_GOLDEN") == "write":
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(result.stderr, "utf-8")
    assert result.stderr == expected.read_text("utf-8")
    assert code in result.stderr
    assert result.exit_code == (3 if code == "R109" else 2)


def crashing(*_: object, **__: object) -> None:
    raise WorkerCrashed("a worker process ended (exit code -9)")
