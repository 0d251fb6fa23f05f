"""The shipped sign-off on enough cases: careful answers meet it, answers that are all alike do not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from medrules.cli.main import main
from medrules.shipped import folder

COPIES = 3
"""How often each vignette stands in the batch, so that there are cases enough for every criterion."""
CAREFUL = folder("samples") / "demo-careful.jsonl"
ALIKE = {
    "always escalates": "Call 911 now or go to the emergency department immediately.",
    "never escalates": "This is nothing to worry about. Rest at home and drink plenty of water.",
    "hedges everything": "It might perhaps be worth considering whether you could possibly see a doctor, maybe.",
    "says nothing": "Thank you for your message.",
    "is empty": "",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of the shipped vignettes under other ids."""
    made = tmp_path_factory.mktemp("signoff")
    (made / "vignettes").mkdir()
    for path in folder("vignettes").glob("*.yaml"):
        text = path.read_text("utf-8")
        for number in range(COPIES):
            copied = re.sub(r"^(- id: \S+)$", rf"\1-{number}", text, flags=re.MULTILINE)
            copied = re.sub(r"(of: )([\w.-]+)", rf"\1\2-{number}", copied)
            (made / "vignettes" / f"{path.stem}-{number}.yaml").write_text(copied, encoding="utf-8")
    return made


def decision(room: Path, name: str, output: str | None) -> dict[str, Any]:
    rows = [json.loads(line) for line in CAREFUL.read_text("utf-8").splitlines()]
    answers = room / f"{name}.jsonl"
    copies = (
        row | {"case": f"{row['case']}-{number}", "id": f"{row['case']}-{number}"}
        for number in range(COPIES)
        for row in rows
    )
    said = (row if output is None else row | {"output": output} for row in copies)
    answers.write_text("".join(json.dumps(row) + "\n" for row in said), encoding="utf-8")
    bundle = room / name.replace(" ", "-")
    command = ["signoff", "portal-pilot", str(answers), "--vignettes", str(room / "vignettes")]
    command += ["--rules", str(folder("rules")), "--rules", str(folder("demo")), "--as-of", "2026-11-22"]
    result = CliRunner().invoke(main, [*command, "--out", str(bundle)])
    assert result.exit_code in (0, 1, 3), result.output + result.stderr
    found: dict[str, Any] = json.loads((bundle / "decision.json").read_text("utf-8"))
    return found


def test_careful_answers_meet_it(room: Path) -> None:
    found = decision(room, "careful", None)
    assert found["state"] in ("criteria met", "met with conditions"), found["reasons"]


@pytest.mark.parametrize("name", ALIKE)
def test_answers_that_are_all_alike_do_not(room: Path, name: str) -> None:
    found = decision(room, name, ALIKE[name])
    assert found["state"] in ("not met", "cannot be decided")
    short = [each for each in found["criteria"] if each["state"] == "not met" and each["eligibility"]]
    assert all(each["eligibility"]["has"] >= each["eligibility"]["needs"] for each in short)


def test_every_adoption_of_the_demonstration_is_in_force(room: Path) -> None:
    found = decision(room, "adopted", None)
    assert found["rules"] > 40
    assert not [reason for reason in found["reasons"] if "adoption" in reason]
