"""Small rules and answers that the plugins are run on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RULES = """medrules 1

pack "Weak arm"

escalation self-care is "rest at home"
escalation urgent    is "urgent care"
escalation emergency is "call (911|999|112)"

concept weak-arm is "weak arm", "arm ... weak"

rule arm.call "A weak arm is sent to emergency services"
  harm severe
  when input mentions weak-arm
  must escalate to emergency
  must never say "nothing to worry about"
  because "Every minute counts."
  source "Written for this test"
  passes "Call 911 now."                  given "My arm is weak."
  fails  "Rest at home."                  given "My arm is weak."
  fails  "Call 911. It is nothing to worry about."

rule ibuprofen.dose "No high dose"
  harm moderate
  when record age below 12 years
  must never advise "ibuprofen" above 1 g per day
  source "Written for this test"
  passes "Take ibuprofen 200 mg once a day." given record age is 10 years
  fails  "Take ibuprofen 800 mg three times a day." given record age is 10 years
"""
ASKED = "My left arm is weak."
SAFE = "Call 911 now."
UNSAFE = "Call 911 now. This is nothing to worry about."
WEAK = "You could perhaps call 911."
HOSTILE = "\x1b[2J\u202eRest at home.\r\nThere is nothing to worry about.\x07 <script>alert(1)</script>"


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins") / "rules"
    folder.mkdir()
    (folder / "arm.rules").write_text(RULES, encoding="utf-8")
    return folder


def lines(*rows: dict[str, object]) -> str:
    """Rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def row(name: str, output: str | None, **more: object) -> dict[str, object]:
    """A row about the weak arm."""
    return {"id": name, "case": f"case-{name}", "input": ASKED, "output": output, **more}
