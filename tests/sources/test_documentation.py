"""docs/answers.md names every problem of the catalogue, every column, and every name of a verdict's line."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrules.model.case import Unreadable
from medrules.reports.jsonl import unreadable_row
from medrules.sources.columns import EXPECTED
from medrules.sources.problems import catalogue, table

PAGE = (Path(__file__).parents[2] / "docs" / "answers.md").read_text("utf-8")


@pytest.mark.parametrize("prefix", ["S1", "S2", "V", "R"])
def test_problems(prefix: str) -> None:
    assert table(prefix) in PAGE, "copy the table of medrules.sources.problems into the page"


def test_every_problem_is_in_a_table() -> None:
    assert all(f"| {code} |" in PAGE for code in catalogue())


def test_columns() -> None:
    assert all(f"`{column}`" in PAGE for columns in EXPECTED.values() for column in columns)


def test_names_of_a_verdict() -> None:
    row = Unreadable(file="a", line=1, id="1", code="S201", reason="no JSON")
    assert all(f"`{name}`" in PAGE for name in unreadable_row(row))
