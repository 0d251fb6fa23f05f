"""Every problem of a run has a golden message: what the user does, and what then stands on standard error.

Written anew by running the tests with MEDRULES_GOLDEN=write; read the difference before keeping it.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
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

SIGNED = ["--rules", "signed", "--vignettes", "vignettes", "--as-of", "2026-11-22"]
DRAWN = ["review", "sample", "answers.jsonl", *OWN, "--out", "review.csv"]
RESUMED = [*OWN, "--verdicts", "v.jsonl", "--resume"]
READ = ["review", "import", "review.csv", "--key", "review.key.json", "--json", "review.json"]
BLOCK = """medrules 1

sign-off pilot "Drafts"
  for patient-communication/messaging
  require no violations of harm death
  signed by "Director"
"""

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
    "R130": ["signoff", "pilto", "answers.jsonl", *SIGNED, "--out", "b"],
    "R131": ["signoff", "pilot", "answers.jsonl", *OWN, "--rules", "signed/block.rules", "--out", "b"],
    "R132": ["signoff", "pilot", "answers.jsonl", *SIGNED, "--out", "rules"],
    "R133": ["verify", "rules"],
    "R134": ["sign", "--new-key", "answers.jsonl"],
    "R135": ["sign", "bundle", "--role", "Directer", "--key", "key.pem"],
    "R136": ["signoff", "pilot", "answers.jsonl", *SIGNED, "--out", "b"],
    "R140": ["review", "sample", "blank.jsonl", *OWN, "--out", "r.csv"],
    "R141": ["review", "sample", "answers.jsonl", *OWN, "--out", "r.docx"],
    "R142": ["review", "import", "renamed.csv", "--key", "review.key.json"],
    "R143": ["review", "import", "unknown.csv", "--key", "review.key.json"],
    "R144": ["review", "import", "words.csv", "--key", "review.key.json"],
    "R145": ["review", "import", "twice.csv", "--key", "review.key.json"],
    "R146": ["review", "import", "half.csv", "--key", "review.key.json"],
    "R147": ["review", "import", "review.csv", "--key", "answers.jsonl"],
    "R148": ["review", "import", "review.csv", "weights/review.csv", "--key", "review.key.json"],
    "R149": ["review", "import", "review.csv", "--key", "review.key.json"],
    "R150": ["signoff", "pilot", "others.jsonl", *SIGNED, "--review", "review.json", "--out", "b"],
    "R151": ["runs", "answers.jsonl"],
    "R152": ["runs", "h.sqlite"],
    "R153": ["verify", "bundle", "--keys", "keys.toml", "--history", "other.sqlite"],
    "R160": ["compare", "bundle", "others.jsonl", *OWN],
    "R161": ["compare", "answers.jsonl", "elsewhere.jsonl", *OWN],
    "R162": ["compare", "answers.jsonl", *OWN],
    "R163": ["compare", "v.jsonl", "others.jsonl", *OWN],
    "R164": ["compare", "v.jsonl", "others.jsonl", *OWN],
    "R170": ["check", "pipe.jsonl", *RESUMED],
    "R171": ["check", "answers.jsonl", *RESUMED, "--as-of", "2026-11-23"],
    "R172": ["check", "answers.jsonl", *RESUMED],
    "R173": ["check", "answers.jsonl", *RESUMED],
    "R180": ["serve", "--rules", "rules"],
    "R181": ["serve", "--rules", "rules", "--host", "203.0.113.7"],
    "R190": ["check", "answers.jsonl", *OWN, "--engine", "spark"],
    "R182": ["serve", "--rules", "rules", "--host", "203.0.113.7"],
    "R183": ["serve", "--rules", "rules"],
}
FIRST = {
    "R135": [["signoff", "pilot", "answers.jsonl", *SIGNED, "--out", "bundle"]],
    **{f"R14{n}": [DRAWN] for n in range(2, 10)},
    "R160": [["signoff", "pilot", "gone.jsonl", *SIGNED, "--out", "bundle"]],
    "R163": [["check", "blank.jsonl", *OWN, "--verdicts", "v.jsonl"]],
    "R164": [["check", "answers.jsonl", *OWN, "--verdicts", "v.jsonl", "--verdicts-all"]],
    "R153": [
        ["signoff", "pilot", "answers.jsonl", *SIGNED, "--history", "h.sqlite", "--out", "bundle"],
        ["signoff", "pilot", "others.jsonl", *SIGNED, "--history", "other.sqlite", "--out", "b"],
        ["sign", "--new-key", "key.pem"],
        ["sign", "bundle", "--role", "Director", "--key", "key.pem"],
    ],
    "R171": [["check", "answers.jsonl", *RESUMED, "--as-of", "2026-11-22"]],
    "R150": [[*DRAWN[:3], *SIGNED, *DRAWN[-2:]], READ],
}
"""What the user does before."""
REVIEWS = {
    "renamed.csv": "item,verdict\nR1,met\n",
    "unknown.csv": "item,your verdict\nR9,met\n",
    "words.csv": "item,your verdict\nR1,violatd\n",
    "twice.csv": "item,your verdict\nR1,met\nR1,violated\n",
    "half.csv": "item,your verdict,the answer is\nR1,,acceptable\n",
}


def test_every_problem_has_a_command() -> None:
    assert set(COMMANDS) == {code for code in catalogue() if code.startswith("R")}
    assert {path.stem for path in GOLDEN.iterdir()} == set(COMMANDS)


@pytest.mark.parametrize("code", COMMANDS)
def test_message(code: str, files: Files, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    files.answers("Call 911 now.")
    for name in ("trust-2026", "trust-2027"):
        files.write(f"weights/{name}.rules", WEIGHTS.format(name))
    files.write("empty.jsonl", "")
    broken = RULES.replace("arm.call", "arm.broken").replace('fails  "Rest', 'passes "Rest')
    files.write("broken.rules", broken)
    files.write("signed/arm.rules", RULES.replace('"Weak arm"', '"Weak arm"\n  status production', 1))
    files.write("signed/block.rules", BLOCK)
    files.answers("Call 112 now.", name="others.jsonl")
    files.answers(" ", name="blank.jsonl")
    files.answers("Call 112 now.", name="gone.jsonl")
    files.answers("Call 112 now.", name="elsewhere.jsonl", case="arm-002")
    for name, text in REVIEWS.items():
        files.write(name, text)
    if code == "R171":
        monkeypatch.setattr("medrules.cli.resuming.Checkpoints.finish", lambda _: None)
    for command in FIRST.get(code, []):
        assert CliRunner().invoke(main, command, catch_exceptions=False).exit_code in (0, 1, 3), command
    if code in ("R136", "R149"):
        module = "signoff" if code == "R136" else "review"
        monkeypatch.setattr(f"medrules.cli.{module}.find_spec", lambda _: None)
    if code == "R160":
        (files.folder / "gone.jsonl").unlink()
    if code == "R164":
        files.write("rules/arm.rules", RULES.replace("nothing to worry about", "nothing bad"))
    if code == "R190":
        monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    if code == "R152":
        monkeypatch.setitem(sys.modules, "medrules.history.store", None)
    if code == "R153":
        public = json.loads((files.folder / "bundle/signatures/director.json").read_text("utf-8"))["key"]
        files.write("keys.toml", f'"Director" = "{public}"\n')
    if code in ("R120", "R180"):
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    if code == "R183":
        monkeypatch.setenv("MEDRULES_SERVICE_TOKEN", "")
    if code == "R170":
        os.mkfifo(files.folder / "pipe.jsonl")
    if code == "R172":
        files.write("v.jsonl.checkpoint", "torn")
    if code == "R173":
        other = (files.folder / "v.jsonl.part").open("wb")
        fcntl.flock(other, fcntl.LOCK_EX)
        request.addfinalizer(other.close)
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
