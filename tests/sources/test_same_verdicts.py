"""The same answers through every format give the same verdicts, byte for byte.

What differs, and is left out of the comparison: ``file`` and ``line`` of a row that cannot be read. Two formats
hold less: lm-evaluation-harness keeps no reason for which the model stopped, and simple-evals neither that nor a
category; they are compared with the same answers less what they cannot hold.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medrules.checking.checker import Checker
from medrules.model.case import Sample
from medrules.reports.jsonl import lines_of
from medrules.sources.answers import read
from medrules.sources.columns import Columns
from tests.checking.books import book
from tests.sources.writing import FORMATS, write

RULES = """\
rule stroke.call "A stroke is an emergency"
  when input mentions "arm is weak"
  must mention "call 911"
  must never advise "wait"
  harm severe
  source "a guideline"
"""
CATEGORY = "patient-communication/messaging"
ASKED = ["My arm is weak.", "My arm is weak, and so is my face.", "A sore throat."]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(book(RULES))


def rows_of(said: list[tuple[int, str]], *, without: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Answers by case, the second and later ones of a case numbered as every reader numbers them."""
    rows: list[dict[str, str]] = []
    count: dict[str, int] = {}
    for number, output in sorted(said, key=lambda pair: pair[0]):
        case = f"case-{number}"
        count[case] = count.get(case, 0) + 1
        row = {"id": case if count[case] == 1 else f"{case}#{count[case]}", "case": case, "model": "model-a"}
        row |= {"input": ASKED[number], "output": output, "category": CATEGORY, "finish_reason": "stop"}
        rows.append({name: value for name, value in row.items() if name not in without})
    return rows


def verdicts(checker: Checker, path: Path, said: dict[str, object]) -> str:
    rows = list(read(path, Columns(**said)))  # type: ignore[arg-type]
    assert all(isinstance(row, Sample) for row in rows), rows
    checked = [one for row in rows for one in checker.check_batch([row], everything=True)]
    return "".join(line for each in checked for line in lines_of(each))


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=40,
).map(lambda text: f"{text} call 911 x")


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    said=st.lists(st.tuples(st.integers(0, 2), st.one_of(st.just("Wait and see."), TEXTS)), min_size=1, max_size=6)
)
def test_every_format(
    name: str, checker: Checker, tmp_path_factory: pytest.TempPathFactory, said: list[tuple[int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("same")
    full = rows_of(said)
    path, columns = write(folder, name, full)
    lost = {"samples": ("finish_reason",), "healthb": ("finish_reason", "category")}.get(name[:7], ())
    plain = folder / "plain.jsonl"
    plain.write_text("".join(json.dumps(row) + "\n" for row in rows_of(said, without=lost)), "utf-8")
    assert verdicts(checker, path, columns) == verdicts(checker, plain, {})


def test_something_is_violated(checker: Checker, tmp_path: Path) -> None:
    path, columns = write(tmp_path, "answers.jsonl", rows_of([(0, "Wait and see."), (0, "Call 911.")]))
    found = [json.loads(line)["verdict"] for line in verdicts(checker, path, columns).splitlines()]
    assert "violated" in found
    assert "met" in found
