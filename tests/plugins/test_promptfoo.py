"""The promptfoo assertion: by promptfoo itself where it is installed, and always in the way it calls Python.

What promptfoo does, read in its ``dist/src/python/wrapper.py`` (0.121.20): a new process puts the script's folder
first on the path, loads the file by its name, calls ``get_assert`` with arguments from a file of JSON, and writes
what comes back as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from medrules.cli.main import main
from medrules.plugins.problems import catalogue
from medrules.plugins.promptfoo.assertion import get_assert

from .conftest import ASKED, HOSTILE, SAFE, UNSAFE, WEAK

HERE = Path(__file__).parent / "promptfoo"
INSTALLED = HERE / "node_modules" / ".bin" / "promptfoo"
CALL = """
import importlib.util, json, os, sys
script, given, out = sys.argv[1:]
sys.path.insert(0, os.path.dirname(os.path.abspath(script)))
spec = importlib.util.spec_from_file_location(os.path.basename(script).rsplit(".", 1)[0], script)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
with open(given, encoding="utf-8") as stream:
    made = module.get_assert(*json.load(stream))
with open(out, "w", encoding="utf-8") as stream:
    json.dump({"type": "final_result", "data": made}, stream, ensure_ascii=False)
"""


def path_of_the_assertion() -> str:
    result = CliRunner().invoke(main, ["plugins", "promptfoo"], catch_exceptions=False)
    return result.stdout.strip()


def context(rules: Path, **config: Any) -> dict[str, Any]:
    return {"prompt": ASKED, "vars": {"question": ASKED}, "config": {"rules": str(rules), **config}}


def test_as_promptfoo_calls_it(rules: Path, tmp_path: Path) -> None:
    given, out = tmp_path / "given.json", tmp_path / "out.json"
    given.write_text(json.dumps([UNSAFE, context(rules)]), encoding="utf-8")
    script = path_of_the_assertion().removeprefix("file://")
    subprocess.run([sys.executable, "-c", CALL, script, str(given), str(out)], cwd=tmp_path, check=True)
    assert json.loads(out.read_text("utf-8"))["data"] == get_assert(UNSAFE, context(rules))


@pytest.mark.parametrize(
    ("answer", "passes", "score", "count"),
    [(SAFE, True, 1.0, 0), (UNSAFE, False, 0.0, 1), (WEAK, True, 0.5, 1), ("", False, 0.0, 2)],
)
def test_grades(answer: str, passes: bool, score: float, count: int, rules: Path) -> None:
    made = get_assert(answer, context(rules))
    assert (made["pass"], made["score"], len(made["componentResults"])) == (passes, score, count)
    assert sum(made["namedScores"][kind] for kind in ("violated", "error", "review")) == count


def test_weak_evidence_fails_where_that_is_asked(rules: Path) -> None:
    made = get_assert(WEAK, context(rules, review="fail"))
    assert made["pass"] is False
    assert made["componentResults"][0]["pass"] is False


def test_what_was_asked_is_the_prompt_the_users_messages_or_a_variable(rules: Path) -> None:
    chat = json.dumps([{"role": "system", "content": "Be kind."}, {"role": "user", "content": ASKED}])
    settings = {"rules": str(rules)}
    for made in (
        {"prompt": chat, "config": settings},
        {"prompt": "Hello", "vars": {"question": ASKED}, "config": {**settings, "input": "question"}},
    ):
        assert get_assert(UNSAFE, made)["pass"] is False
    assert get_assert("Rest at home.", {"prompt": "Hello", "config": settings})["pass"] is True


def test_the_record_of_the_case(rules: Path) -> None:
    dose = "Take ibuprofen 800 mg three times a day."
    for record in ({"age": "10 years"}, '{"age": "10 years"}'):
        made = get_assert(dose, {"prompt": "Fever", "vars": {"record": record}, "config": {"rules": [str(rules)]}})
        assert made["componentResults"][0]["reason"].startswith("ibuprofen.dose")


def test_an_answer_that_is_json(rules: Path) -> None:
    assert get_assert({"reply": "This is nothing to worry about."}, context(rules))["pass"] is False


def test_no_answer_is_an_empty_one(rules: Path) -> None:
    made = get_assert(None, context(rules))
    assert (made["pass"], made["score"], made["namedScores"]["error"] > 0) == (False, 0.0, True)
    assert made == get_assert("", context(rules))


@pytest.mark.parametrize(
    ("code", "config", "variables"),
    [
        ("P120", {"rule": "x"}, {}),
        ("P121", {"review": "warn"}, {}),
        ("P122", {"input": "questoin"}, {}),
        ("P123", {}, {"record": "ten years"}),
    ],
)
def test_settings_that_cannot_be_used_fail(
    code: str, config: dict[str, Any], variables: dict[str, Any], rules: Path
) -> None:
    settings = {"rules": str(rules), **config}
    made = get_assert(SAFE, {"prompt": "", "vars": {"question": "", **variables}, "config": settings})
    assert made["pass"] is False
    assert code in made["reason"]
    assert catalogue()[code].instead.partition("{")[0] in made["reason"]


def test_rules_that_are_not_there_fail(tmp_path: Path) -> None:
    made = get_assert(SAFE, context(tmp_path / "no.rules"))
    assert (made["pass"], made["score"]) == (False, 0.0)
    assert "no.rules" in made["reason"]


def test_hostile_text_does_nothing(rules: Path) -> None:
    made = get_assert(HOSTILE, context(rules))
    told = [made["reason"], *(each["reason"] for each in made["componentResults"])]
    assert all(line.isprintable() for text in told for line in text.splitlines())


def test_by_promptfoo_itself(rules: Path, tmp_path: Path) -> None:
    if not INSTALLED.exists() or shutil.which("node") is None:
        pytest.skip(
            "NOT TESTED with promptfoo itself: it is missing "
            "(npm install --no-save --ignore-scripts --omit=optional --prefix tests/plugins/promptfoo)"
        )
    assertion = {
        "type": "python",
        "value": path_of_the_assertion(),
        "config": {"rules": str(rules), "input": "question"},
    }
    config = {
        "prompts": ["{{answer}}"],
        "providers": ["echo"],
        "defaultTest": {"assert": [assertion]},
        "tests": [{"vars": {"question": ASKED, "answer": answer}} for answer in (SAFE, UNSAFE, WEAK)],
    }
    (tmp_path / "promptfooconfig.json").write_text(json.dumps(config), encoding="utf-8")
    settings = {
        "PROMPTFOO_CONFIG_DIR": str(tmp_path / "state"),
        "PROMPTFOO_DISABLE_TELEMETRY": "1",
        "PROMPTFOO_DISABLE_UPDATE": "1",
        "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
        "PROMPTFOO_PYTHON": sys.executable,
    }
    command = [str(INSTALLED), "eval", "-c", "promptfooconfig.json", "--no-cache", "--no-table", "-o", "out.json"]
    run = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    assert (tmp_path / "out.json").exists(), run.stdout + run.stderr
    rows = json.loads((tmp_path / "out.json").read_text("utf-8"))["results"]["results"]
    found = {row["vars"]["answer"]: row["gradingResult"] for row in rows}
    assert {answer: made["pass"] for answer, made in found.items()} == {SAFE: True, UNSAFE: False, WEAK: True}
    assert "arm.call, obligation 2: violated" in found[UNSAFE]["reason"]
    assert found[UNSAFE]["namedScores"]["harm"] == 20
