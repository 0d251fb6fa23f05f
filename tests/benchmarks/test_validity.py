"""What the report of a sign-off says of the matcher is what the page of accuracy says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import validity

PAGE = Path(__file__).parent.parent.parent / "docs" / "accuracy.md"


def test_the_data_are_those_of_the_page() -> None:
    said = "run: python -m benchmarks.validity docs/accuracy.md > medrules/reports/validity.json"
    assert validity.KEPT.read_text("utf-8") == validity.text(PAGE.read_text("utf-8")), said


def test_rows_are_read_with_the_set_above_them() -> None:
    page = """Measured 2026-01-02 at abc123.

| set | figure | target |  | rows / cases | all rows | dev rows | left-out rows | peer |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| **one** | accuracy | ≥ 0.90 | reached | 10 / 5 | 0.91 [0.8, 1.0] | 0.92 | 0.90 | 0.5 |
|  | – recall of it |  |  | 8 / 4 | 0.70 | 0.71 | 0.69 | – |
|  | – F1 of it |  |  | 8 / 4 | 0.70 | 0.71 | 0.69 | – |
| **two** | F1 | ≥ 0.8 | **not reached**, **left-out too far below** | 3 / 3 | 0.5 | 0.6 | 0.4 | – |
"""
    found = validity.data(page)
    assert (found["measured"], found["commit"]) == ("2026-01-02", "abc123")
    assert [(each["set"], each["figure"], each["reached"], each["left_out"]) for each in found["figures"]] == [
        ("one", "accuracy", "reached", "0.90"),
        ("one", "recall of it", "", "0.69"),
        ("two", "F1", "not reached", "0.4"),
    ]


def test_a_page_that_names_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match="when it was measured"):
        validity.data("| **one** | accuracy | | | 1 / 1 | 1 | 1 | 1 |")


def test_every_figure_has_a_value() -> None:
    assert all(each["all"] and each["rows"] for each in json.loads(validity.KEPT.read_text("utf-8"))["figures"])
