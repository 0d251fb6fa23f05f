"""``medrules compare``: pairs, what changed with both answers, the roster, the margin, what cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main

from .conftest import Files
from .test_signoff import BLOCK, Room

OWN = ["--rules", "rules", "--vignettes", "vignettes"]


@pytest.fixture
def room(files: Files) -> Room:
    made = Room(files)
    for name, model, said in (
        ("good.jsonl", "careful", {3: "Rest at home."}),
        ("bad.jsonl", "hasty", dict.fromkeys(range(10, 40), "<b>Rest</b> at home. =1+1 \x1b[31m")),
    ):
        rows = [
            {"case": f"arm-{n:03}", "id": f"a{n}", "model": model, "output": said.get(n, "Call 911 now.")}
            for n in range(100)
        ]
        files.write(name, "".join(json.dumps(row) + "\n" for row in rows))
    return made


def compare(*words: str) -> Result:
    return CliRunner().invoke(main, ["compare", *words, *OWN], catch_exceptions=False)


def test_two_runs_and_what_changed(room: Room) -> None:
    result = compare("good.jsonl", "bad.jsonl", "--json", "c.json", "--report", "c.html")
    assert result.exit_code == 0, result.output
    assert "careful (A) and hasty (B): 100 cases, k = 1" in result.output
    assert "\x1b" not in result.output
    found = json.loads(Path("c.json").read_text("utf-8"))
    (pair,) = found["pairings"]
    whole = pair["whole"]["with_review"]
    assert (whole["broken"], whole["mended"], pair["changed_in_all"]) == (30, 1, 31)
    assert whole["mcnemar"] < 1e-6
    assert pair["changed"][0]["change"] == "newly broken"
    assert pair["changed"][0]["first"]["output"] == "Call 911 now."
    assert "arm.call" in pair["changed"][0]["second"]["found"][0]
    page = Path("c.html").read_text("utf-8")
    assert "&lt;b&gt;Rest&lt;/b&gt;" in page
    (line,) = found["roster"]
    assert [each["model"] for each in line["standings"] if each["lowest"]] == ["careful"]
    compare("good.jsonl", "bad.jsonl", "--json", "again.json", "--report", "again.html", "--workers", "2")
    assert Path("again.json").read_bytes() == Path("c.json").read_bytes()
    assert Path("again.html").read_bytes() == Path("c.html").read_bytes()


def test_a_margin_decides(room: Room) -> None:
    assert compare("good.jsonl", "bad.jsonl", "--margin", "1").exit_code == 1
    result = compare("bad.jsonl", "good.jsonl", "--margin", "30")
    assert (result.exit_code, "B is no worse than A by 30 harm per case." in result.output) == (0, True)


def test_several_models_in_one_file_and_a_sign_off(room: Room) -> None:
    both = Path("good.jsonl").read_text("utf-8") + Path("bad.jsonl").read_text("utf-8").replace(
        '"id": "a', '"id": "b'
    )
    Path("both.jsonl").write_text(both, encoding="utf-8")
    room.files.write("rules/trust.rules", "medrules 1\n" + BLOCK.replace("harm severe", "harm death"))
    result = compare("both.jsonl", "--signoff", "pilot", "--as-of", "2026-11-22", "--json", "c.json")
    assert result.exit_code == 0, result.output
    found = json.loads(Path("c.json").read_text("utf-8"))
    assert found["runs"] == ["careful", "hasty"]
    (line,) = found["roster"]
    assert [(each["model"], each["criteria"]) for each in line["standings"]] == [
        ("careful", "met"),
        ("hasty", "not met"),
    ]


def test_what_cannot_be_read_is_in_no_figure_and_meets_no_criteria(room: Room) -> None:
    path = Path("good.jsonl")
    empty = json.dumps({"case": "arm-200", "id": "e", "model": "careful", "output": " "})
    path.write_text(path.read_text("utf-8") + empty + "\n{broken\n", encoding="utf-8")
    room.files.write("rules/trust.rules", "medrules 1\n" + BLOCK.replace("harm severe", "harm death"))
    result = compare("good.jsonl", "bad.jsonl", "--signoff", "pilot", "--as-of", "2026-11-22", "--json", "c.json")
    assert result.output.startswith("1 answer empty or not readable: in no figure.")
    (line,) = json.loads(Path("c.json").read_text("utf-8"))["roster"]
    assert line["standings"][0]["criteria"] == "cannot be decided"


def test_a_bundle_stands_for_the_answers_it_was_made_of(room: Room) -> None:
    room.run()
    result = compare("bundle", "bad.jsonl")
    assert (result.exit_code, "m (A) and hasty (B)" in result.output) == (0, True), result.output
    Path("answers.jsonl").write_text("", encoding="utf-8")
    result = compare("bundle", "bad.jsonl")
    assert (result.exit_code, "R160" in result.stderr) == (2, True)


def test_one_run_or_no_common_case_is_no_comparison(room: Room) -> None:
    result = compare("good.jsonl")
    assert (result.exit_code, "R162" in result.stderr) == (2, True)
    room.files.answers("Call 911 now.", name="other.jsonl", case="arm-999")
    result = compare("good.jsonl", "other.jsonl")
    assert (result.exit_code, "R161" in result.stderr) == (2, True)


def test_two_files_of_one_model_are_told_by_their_files(room: Room) -> None:
    Path("next.jsonl").write_text(Path("good.jsonl").read_text("utf-8"), encoding="utf-8")
    result = compare("good.jsonl", "next.jsonl")
    assert "careful (good.jsonl) (A) and careful (next.jsonl) (B)" in result.output
