"""Every problem of the catalogue has a file that shows it and the message that it gives, word for word.

Written anew by running the tests with MEDRULES_GOLDEN=write; read the difference before keeping it.
"""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from medrules.model.book import Rung
from medrules.model.case import Sample, Unreadable
from medrules.model.problem import Location, Problem
from medrules.sources import opening, vignettes
from medrules.sources.answers import files, read
from medrules.sources.columns import Columns
from medrules.sources.problems import SourceError, catalogue, problem
from medrules.sources.rows import failed

GOLDEN = Path(__file__).parent / "golden"
WITHOUT_FILE = {"S101", "S102", "S110", "S112", "S190", "S191", "S192", "S207", "S215", "S216", "V101"}
"""Shown by a missing file, a folder, a size or a fault, made by the tests below."""


def shown(found: Problem | Unreadable | Sample) -> str:
    if isinstance(found, Sample):
        return f"{found.file}:{found.line}: read as {found.id}"
    if isinstance(found, Unreadable):
        return f"{found.file}:{found.line}: {found.code} {found.reason}\n  {found.hint}"
    place = found.location
    where = f"{place.file}:{place.line}:{place.column}: " if place else ""
    return f"{where}{found.code} {found.message}\n  {found.hint}"


def answers(file: Path, columns: Columns) -> list[str]:
    try:
        return [shown(row) for row in read(file, columns)]
    except SourceError as error:
        return [shown(error.problem)]


def cases(file: Path) -> list[str]:
    read_, problems = vignettes.load([file])
    rungs = [Rung(name=name, terms=(), location=Location(file="", line=1)) for name in ("routine", "emergency")]
    return [shown(problem) for problem in problems + vignettes.unknown_rungs(read_, rungs)]


def same(code: str, lines: list[str]) -> None:
    """Compare with the golden message, or write it where that is asked."""
    expected = GOLDEN / code / "expected.txt"
    text = "\n".join(lines) + "\n"
    if os.environ.get("MEDRULES_GOLDEN") == "write":
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")
    assert code in text


OURS = {code for code in catalogue() if code[0] in "SV"}


def test_every_problem_has_a_golden_message() -> None:
    assert {folder.name for folder in GOLDEN.iterdir()} == OURS


@pytest.mark.parametrize("code", sorted(OURS - WITHOUT_FILE))
def test_message(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN / code)
    (file,) = (Path(path.name) for path in Path().iterdir() if path.stem.split(".")[0] in ("answers", "cases"))
    options = Path("columns.json")
    said = json.loads(options.read_text("utf-8")) if options.exists() else {}
    columns = Columns(**said | {"requests": tuple(Path(name) for name in said.get("requests", ()))})
    same(code, answers(file, columns) if code.startswith("S") else cases(file))


def test_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    same("S101", answers(Path("answrs.jsonl"), Columns()))
    same("V101", cases(Path("cases.yaml")))


def test_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("answers").mkdir()
    same("S102", [shown(problem) for problem in files([Path("answers")])[1]])


def test_a_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.chdir(GOLDEN / "S224")
    monkeypatch.setattr("medrules.sources.columnar.import_module", missing)
    same("S112", answers(Path("answers.parquet"), Columns()))


def test_a_file_named_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("answers").mkdir()
    Path("answers/a.jsonl").write_text("{}", "utf-8")
    same("S110", [shown(problem) for problem in files([Path("answers"), Path("answers/a.jsonl")])[1]])


def test_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(opening, "LONGEST_ROW", 2**20)
    long = json.dumps({"id": "a1", "output": "Rest. " * 2**18})
    Path("answers.jsonl").write_text(long + "\n" + '{"id": "a2", "output": "Rest."}\n', "utf-8")
    same("S207", answers(Path("answers.jsonl"), Columns()))


def test_unpacks_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(opening, "RATIO_FROM", 2**18)
    first = b'{"id": "a1", "output": "Rest."}\n'
    Path("answers.jsonl.gz").write_bytes(gzip.compress(first + b" " * 2**23, mtime=0))
    same("S215", answers(Path("answers.jsonl.gz"), Columns()))


def test_a_fault_of_the_checker() -> None:
    sample = Sample(case="c", id="a1", output="Rest.", file="answers.jsonl", line=1)
    same("S216", [shown(failed(sample, ValueError("a number too large")))])


def test_a_table_without_an_order() -> None:
    """``tests/engines/test_spark.py`` has DataFrames that are refused so."""
    columns = "'name', 'output'"
    same("S190", [shown(problem("S190", path="DataFrame", columns=columns, nearest="COLUMN"))])
    same("S191", [shown(problem("S191", path="DataFrame", id="a1", column="id"))])
    same("S192", [shown(problem("S192", path="DataFrame", column="id"))])
