"""Vignettes are read without anything changing its meaning on the way, and joined to the answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.model.case import Sample, Unreadable
from medrules.model.quantity import Quantity
from medrules.sources.joining import join, lacks_input
from medrules.sources.tree import TreeError, plain
from medrules.sources.vignettes import load
from medrules.sources.vocabularies import categories, words
from medrules.sources.yaml_tree import from_yaml

CASE = """
- id: stroke-001
  title: Weak arm
  category: patient-communication/messaging
  risk: high
  setting: portal
  supervision: none
  subgroup: [older-adult, "no"]
  turns:
    - role: patient
      text: |
        My arm is weak.
        What now?
    - {role: assistant, text: Since when?}
    - {role: patient, text: "An hour."}
  record: {age: 71, pregnant: no, medications: [warfarin 5 mg daily], sex: }
  gold: {escalation: [urgent, emergency], within: 24 hours, answer: stroke}
  source: Written for this test
"""


def test_a_case(tmp_path: Path) -> None:
    (tmp_path / "stroke.yaml").write_text(CASE, "utf-8")
    (tmp_path / "README.md").write_text("not a vignette", "utf-8")
    vignettes, problems = load([tmp_path])
    assert problems == []
    case = vignettes["stroke-001"]
    assert case.input == "My arm is weak.\nWhat now?\n\nAn hour."
    assert case.subgroup == ("older-adult", "no")
    assert case.gold.escalation == ("urgent", "emergency")
    assert case.gold.answer == ("stroke",)
    assert case.record is not None
    assert (case.record.age and case.record.age.text, case.record.sex) == ("71", None)
    assert case.record.pregnant and case.record.pregnant.value == "no"
    assert case.record.medications and case.record.medications[0].name == "warfarin"
    assert (case.file, case.line) == (str(tmp_path / "stroke.yaml"), 2)


def test_json_lines_say_the_same(tmp_path: Path) -> None:
    case = {
        "id": "s",
        "turns": [{"role": "patient", "text": "Hm?"}],
        "record": {"age": 1, "pregnant": False, "sex": None, "labs": {"potassium": 5.5}},
        "gold": {"escalation": "urgent"},
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(case) + "\n", "utf-8")
    vignettes, problems = load([tmp_path / "a.jsonl"])
    assert problems == []
    record = vignettes["s"].record
    assert record and record.pregnant and record.pregnant.value == "no"
    assert record.labs and record.labs[0].value.quantity == Quantity(amount=5.5)
    assert vignettes["s"].gold.escalation == ("urgent",)


def test_all_problems_of_all_files_at_once_and_the_rest_is_kept(tmp_path: Path) -> None:
    good = "- id: {}\n  turns: [{{role: patient, text: Hm?}}]\n"
    (tmp_path / "a.yaml").write_text(good.format("a") + "- id: b\n  risk: hih\n  turn: []\n", "utf-8")
    (tmp_path / "b.yaml").write_text(good.format("c") + good.format("a"), "utf-8")
    vignettes, problems = load([tmp_path, tmp_path / "c.yaml"])
    assert sorted(vignettes) == ["a", "c"]
    assert [problem.code for problem in problems] == ["V107", "V108", "V110", "V111", "V101"]
    assert all(problem.hint for problem in problems)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    assert [problem.code for problem in load([tmp_path])[1]] == ["V102"]


def test_the_words_of_the_documentation_are_the_vocabularies() -> None:
    page = (Path(__file__).parents[2] / "docs" / "vignettes.md").read_text("utf-8")
    for vocabulary in ("risk", "setting", "supervision", "variant", "role"):
        assert all(f"`{word}`" in page for word in words(vocabulary)), vocabulary
    assert all(f"`{name.split('/')[-1]}`" in page for name in categories())
    assert len([name for name in categories() if "/" in name]) == 22


yaml_texts = st.text(st.sampled_from("ab:- \n[]{}&*!|>'\"#,?%@\t0\u00e9"), max_size=60)


@given(yaml_texts)
def test_any_text_is_a_tree_or_a_problem_with_its_place(text: str) -> None:
    try:
        tree = from_yaml(text, "a.yaml")
    except TreeError as error:
        assert error.problem.location is not None
    else:
        assert tree is None or json.dumps(plain(tree))


@pytest.mark.parametrize(
    ("row", "batch", "expected"),
    [
        ("research", None, "research"),
        (None, None, "patient-communication/messaging"),
        (None, "research", "patient-communication/messaging"),
    ],
)
def test_the_category_of_a_sample(tmp_path: Path, row: str | None, batch: str | None, expected: str) -> None:
    (tmp_path / "a.yaml").write_text(CASE, "utf-8")
    vignettes, _ = load([tmp_path])
    sample = Sample(case="stroke-001", id="1", output="Rest.", category=row, file="a", line=1)
    assert join(sample, vignettes, batch).category == expected
    assert join(sample.model_copy(update={"case": "x"}), vignettes, batch).category == (row or batch)


def test_a_sample_takes_what_its_vignette_says(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CASE, "utf-8")
    vignettes, _ = load([tmp_path])
    sample = Sample(case="stroke-001", id="1", output="Rest.", file="a", line=1)
    joined = join(sample, vignettes)
    assert isinstance(joined, Sample)
    assert joined.input == vignettes["stroke-001"].input
    assert (joined.risk, joined.setting, joined.supervision) == ("high", "portal", "none")
    assert joined.gold == vignettes["stroke-001"].gold
    own = join(sample.model_copy(update={"input": "Mine."}), vignettes)
    assert isinstance(own, Sample)
    assert own.input == "Mine."


def test_a_case_that_no_vignette_has_is_kept_and_can_be_counted() -> None:
    lost = Sample(case="x", id="1", output="Rest.", file="a", line=1)
    assert join(lost, {}) == lost
    assert lacks_input(lost, {})
    assert not lacks_input(lost.model_copy(update={"input": "Hm?"}), {})


def test_an_unreadable_row_gets_a_category_too(tmp_path: Path) -> None:
    row = Unreadable(file="a", line=1, id="1", code="S201", reason="no JSON")
    assert join(row, {}, "research").category == "research"
