"""Every problem of the catalogue has a table that shows it and the message that it gives, word for word.

Written anew by running the tests with MEDRULES_GOLDEN=write; read the difference before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from medrules.cli.main import main
from medrules.importing import workbook
from medrules.importing.problems import catalogue, table

from .workbooks import NAMES, ROW, as_csv, as_workbook, row

GOLDEN = Path(__file__).parent / "golden"
PAGE = Path(__file__).parents[2] / "docs" / "import.md"


class Case(NamedTuple):
    """A table that draws one problem."""

    name: str
    content: str | bytes | None
    options: tuple[str, ...] = ()


def hidden(book: object) -> None:
    book.active.row_dimensions[2].hidden = True  # type: ignore[attr-defined]


def more_sheets(book: object) -> None:
    book.create_sheet("Notes").append(["a", "b"])  # type: ignore[attr-defined]
    book.create_sheet("Old").append(["a", "b"])  # type: ignore[attr-defined]
    book["Old"].sheet_state = "hidden"  # type: ignore[index]


CASES = {
    "T101": Case("nowhere.csv", None),
    "T102": Case("rules.ods", b"PK\x03\x04 no workbook"),
    "T103": Case("rules.xlsx", b"\xd0\xcf\x11\xe0 locked"),
    "T104": Case("rules.csv", "id," * 300 + "title\n"),
    "T105": Case("rules.csv", b"id,title\n\x81,x\n"),
    "T106": Case("rules.csv", 'id,title\n"a,b\n'),
    "T107": Case("rules.xlsx", as_workbook(ROW)),
    "T108": Case("rules.xlsx", as_workbook(ROW), ("--sheet", "Rulse")),
    "T109": Case("rules.csv", ",".join(NAMES) + "\n"),
    "T110": Case("rules.csv", as_csv(ROW), ("--to", "there.rules")),
    "T111": Case("", None, ("--template", "rules.ods")),
    "T201": Case("rules.csv", as_csv(ROW, names=["id", "title", "harm", "when", "must nevr advise", *NAMES[5:]])),
    "T202": Case("rules.csv", as_csv(ROW, names=["id", "title", "Harm", "severity", *NAMES[4:]])),
    "T203": Case("rules.csv", "id,title,source\na,b,c\n"),
    "T204": Case("rules.xlsx", as_workbook(ROW, ROW, change=lambda book: book.active.merge_cells("C2:C3"))),
    "T205": Case("rules.csv", as_csv([*ROW, "and one too many"])),
    "T301": Case("rules.csv", as_csv(row(title=""), row(id="b", harm=""))),
    "T302": Case("rules.csv", as_csv(row(id="Head injury (adults)"), row(id="?!"))),
    "T303": Case("rules.csv", as_csv(row(harm="sever"))),
    "T304": Case(
        "rules.csv", as_csv(row(must_never_advise="at once!"), names=[*NAMES[:4], "must escalate to", *NAMES[5:]])
    ),
    "T305": Case("rules.csv", as_csv([*ROW, "see a doctor", "rest"], names=[*NAMES, "must say", "unless"])),
    "T306": Case("rules.csv", as_csv(row(must_never_advise=""))),
    "T307": Case("rules.csv", as_csv(row(passes="", fails=""))),
    "T308": Case(
        "rules.csv", as_csv(row(when_input_mentions="hit (my head"), row(id="b", must_never_advise="<sleep>"))
    ),
    "T309": Case("rules.xlsx", as_workbook([*ROW[:4], "=A2", True, *ROW[6:]])),
    "T310": Case("rules.csv", as_csv(row(must_never_advise='"sleep it off'))),
    "T311": Case("rules.csv", as_csv(ROW, ROW)),
    "T401": Case("rules.xlsx", b""),
    "T402": Case("rules.xlsx", as_workbook(ROW, change=more_sheets)),
    "T403": Case("rules.xlsx", as_workbook(ROW, change=hidden)),
    "T404": Case("rules.csv", as_csv(row(source="A guideline, Zürich")).encode("cp1252")),
    "T405": Case("rules.csv", as_csv(row(harm="mild", source=""))),
    "T406": Case("rules.csv", as_csv(row(must_never_advise="sleep it off, wait and see"))),
}


def test_every_problem_has_a_case_and_a_golden_message() -> None:
    assert set(CASES) == set(catalogue())
    assert {path.stem for path in GOLDEN.iterdir()} == set(CASES)


@pytest.mark.parametrize("code", CASES)
def test_message(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    case = CASES[code]
    content = calculated() if code == "T401" else case.content
    if content is not None:
        Path(case.name).write_bytes(content if isinstance(content, bytes) else content.encode())
    Path("there.rules").write_text("medrules 1\n", "utf-8")
    if code == "T107":
        monkeypatch.setattr(workbook, "find_spec", lambda _: None)
    arguments = [case.name] if case.name else []
    result = CliRunner().invoke(main, ["import", *arguments, *case.options], catch_exceptions=False)
    expected = GOLDEN / f"{code}.txt"
    if os.environ.get("MEDRULES_GOLDEN") == "write":
        expected.write_text(result.stderr, "utf-8")
    assert result.stderr == expected.read_text("utf-8")
    assert f" {code}: " in result.stderr
    assert "Traceback" not in result.output
    assert result.exit_code == (0 if code.startswith("T4") else 2)
    assert Path("there.rules").read_text("utf-8") == "medrules 1\n"
    assert Path("rules.rules").exists() == code.startswith("T4")


def calculated() -> bytes:
    """A workbook with a formula and its value, as spreadsheet programs save it (openpyxl writes no values)."""
    from .workbooks import with_part

    made = as_workbook([*ROW[:5], "=A2", *ROW[6:]])
    import io
    import zipfile

    sheet = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml").decode()
    told = sheet.replace("<f>A2</f><v />", "<f>A2</f><v>A local guideline</v>").replace(
        "<f>A2</f><v></v>", "<f>A2</f><v>A local guideline</v>"
    )
    assert told != sheet
    told = told.replace('<c r="F2">', '<c r="F2" t="str">').replace('<c r="F2" >', '<c r="F2" t="str">')
    return with_part(made, "xl/worksheets/sheet1.xml", told.encode())


def test_the_page_lists_every_problem() -> None:
    assert table() in PAGE.read_text("utf-8"), "copy the table of medrules.importing.problems into the page"


def test_a_message_says_what_to_write() -> None:
    for entry in catalogue().values():
        assert entry.instead
        assert entry.explanation.endswith(".")
