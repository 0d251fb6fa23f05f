"""Each message as its reader sees it: golden/CODE-name.rules gives golden/CODE-name.out, exactly."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from medrules.language.loading import load
from medrules.language.problems import catalogue, pages
from medrules.language.showing import show

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(path.name for path in GOLDEN.glob("*.rules"))
ROOT = Path(__file__).parents[2]


def compare(name: str, shown: str, update: bool) -> None:
    expected = GOLDEN / f"{name}.out"
    if update:
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES)
def test_message(file: str, update_golden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN)
    _, problems = load([Path(file)], Path("packs"))
    code = file.split("-", maxsplit=1)[0]
    assert code in {problem.code for problem in problems}
    assert all(problem.hint for problem in problems)
    compare(file.removesuffix(".rules"), "\n\n".join(map(show, problems)) + "\n", update_golden)


@pytest.mark.parametrize("case", ["E101-a-folder", "E104-no-file", "E105-empty-folder"])
def test_message_about_a_path(
    case: str, update_golden: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("odd/stroke.rules").mkdir(parents=True)
    path = {"E101": "odd", "E104": "stroke.rule", "E105": "empty"}[case.split("-", maxsplit=1)[0]]
    _, problems = load([Path(path)], None)
    compare(case, "\n\n".join(map(show, problems)) + "\n", update_golden)


def test_every_code_has_a_golden_file_and_a_page() -> None:
    golden = {path.name.split("-")[0] for path in GOLDEN.glob("*.out")}
    assert golden == set(catalogue())


def test_every_code_in_the_source_is_in_the_catalogue() -> None:
    used: set[str] = set()
    for path in (ROOT / "medrules" / "language").glob("*.py"):
        used.update(re.findall(r'"([EW]\d{3})"', path.read_text(encoding="utf-8")))
    assert used == set(catalogue())


def test_every_golden_output_has_its_rules() -> None:
    about_paths = {"E101", "E104", "E105"}
    stems = {path.stem for path in GOLDEN.glob("*.rules")}
    assert {path.stem for path in GOLDEN.glob("*.out") if path.name.split("-")[0] not in about_paths} == stems


def test_the_page_of_errors_is_up_to_date() -> None:
    page = ROOT / "docs" / "errors.md"
    written = "\n".join(pages()) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        page.write_text(written, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == written
