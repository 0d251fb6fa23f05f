"""Records from vignettes and rows to the verdicts, the terminal, the report and ``medrules explain``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main

from .conftest import Files, Lines

RULES = """medrules 1

rule potassium.high "A high potassium is acted on"
  harm severe
  when record potassium above 5.5 mmol/L
  must mention "potassium"
  source "Written for this test"
  passes "Your potassium is high." given record potassium is 5.9 mmol/L
  fails  "Rest."                   given record potassium is 5.9 mmol/L

rule medicines.right "Medicines are those of the record"
  harm moderate
  must agree with record on all of medications
  source "Written for this test"
  passes "You take warfarin." given record medications include "warfarin 5 mg daily"
  fails  "You take lisinopril." given record medications include "warfarin 5 mg daily"
"""
VIGNETTES = """
- id: a
  turns: [{role: patient, text: Hm?}]
  record: {medications: [warfarin 5 mg daily], labs: {K: 5.9 mmol/L}}
- id: b
  turns: [{role: patient, text: Hm?}]
  record: {labs: {K: see chart}}
"""


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def checked(files: Files) -> Result:
    files.write("rules/arm.rules", RULES)
    files.write("vignettes/arm.yaml", VIGNETTES)
    own = {
        "id": "4",
        "case": "b",
        "output": "Rest.",
        "record": {"labs": {"K": "6.1 mmol/L"}, "medications": "none"},
    }
    rows = [
        {
            "id": "1",
            "case": "a",
            "output": "Your potassium is high. You take warfarin 10 mg daily and lisinopril.",
        },
        {"id": "2", "case": "b", "output": "Rest."},
        {"id": "3", "case": "c", "output": "Rest."},
        own,
    ]
    files.write("answers.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    chosen = ("--rules", "rules", "--vignettes", "vignettes", "--verdicts", "v.jsonl", "--report", "r.html")
    return run("check", "answers.jsonl", *chosen)


def test_verdicts(checked: Result, lines: Lines) -> None:
    rows = {(row["sample"], row["rule"]): row for row in lines("v.jsonl")}
    assert {key: row["verdict"] for key, row in rows.items()} == {
        ("1", "medicines.right"): "violated",
        ("2", "potassium.high"): "error",
        ("4", "potassium.high"): "violated",
    }
    points = rows["1", "medicines.right"]["discrepancies"]
    assert [(one["kind"], one["recorded"], one["said"]["text"]) for one in points] == [  # type: ignore[attr-defined]
        ("invention", None, "lisinopril"),
        ("contradiction", "warfarin 5 mg daily", "warfarin 10 mg daily"),
    ]


def test_what_records_lack_is_counted(checked: Result) -> None:
    shown = " ".join(checked.stdout.split())
    assert "medicines.right: not judged where the record lacks medications (2 answers)" in shown
    assert "potassium.high: not judged where the record lacks potassium (1 answer)" in shown
    report = re.sub(r"<[^>]*>", "", Path("r.html").read_text("utf-8"))
    assert "medicines.right: 2 records lack medications" in report
    assert "potassium.high: 1 record lacks potassium" in report


def test_both_sides_are_shown(checked: Result) -> None:
    report = re.sub(r"<[^>]*>", "", Path("r.html").read_text("utf-8"))
    assert (
        "Contradiction (medications): the record “warfarin 5 mg daily”; the answer “warfarin 10 mg daily”"
        in report
    )
    assert "Invention (medications): not in the record; the answer “lisinopril”" in report
    told = run("explain", "v.jsonl").stdout
    assert "Invention (medications): the record says nothing of it, the answer “lisinopril”" in told
    assert "Contradiction (medications): the record says “warfarin 5 mg daily”, the answer" in told
