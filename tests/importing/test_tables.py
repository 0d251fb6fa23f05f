"""Tables from CSV of every kind and from workbooks become the same rules; hostile ones are refused in one line."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules.importing.columns import column as column_of
from medrules.importing.columns import columns, is_left_out, nearest
from medrules.importing.making import Made, make_rules
from medrules.importing.problems import TableError
from medrules.importing.reading import read_table
from medrules.importing.table import Cell, Row, Table, letters
from medrules.importing.template import template_rows
from medrules.language.formatting.files import format_file
from medrules.language.loading import load
from medrules.model.book import RuleBook
from medrules.shipped import folder

from .workbooks import NAMES, ROW, as_csv, as_workbook, row, with_part

SHEET = "xl/worksheets/sheet1.xml"


def made(path: Path, content: str | bytes, sheet: str | None = None, **options: Any) -> Made:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table = read_table(path, sheet)
    return make_rules(table, path.with_suffix(".rules"), folder("rules"), pack="Heads", **options)


def book_of(result: Made, tmp_path: Path) -> RuleBook:
    assert result.text is not None, result.problems
    path = tmp_path / "made.rules"
    path.write_text(result.text, "utf-8")
    book, problems = load([path], folder("rules"))
    assert not [each for each in problems if each.severity == "error"]
    assert not format_file(path, folder("rules")).changed
    return book


EXPECTED = """medrules 1

pack "Heads"

rule head.no-sleep "Nobody sleeps off a head injury"
  harm severe
  when input mentions "hit my head"
  must never advise "sleep it off"
  source "A local guideline"
  passes "Please go to the emergency department now." given "I hit my head."
  fails  "You should sleep it off." given "I hit my head."
"""


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_csv_as_programs_save_it(separator: str, encoding: str, ending: str, tmp_path: Path) -> None:
    text = as_csv(ROW, separator=separator).replace("\n", ending)
    result = made(tmp_path / "rules.csv", text.encode(encoding))
    assert result.text is not None
    assert [line.split() for line in result.text.splitlines()] == [line.split() for line in EXPECTED.splitlines()]
    assert result.problems == []


@pytest.mark.parametrize("first", ["sep=;", "SEP=;"])
def test_a_first_line_that_names_the_separator(first: str, tmp_path: Path) -> None:
    result = made(tmp_path / "rules.csv", f"{first}\n" + as_csv(ROW, separator=";"))
    assert book_of(result, tmp_path).rules[0].id == "head.no-sleep"


def test_a_utf_16_file_with_its_mark_for_big_endian(tmp_path: Path) -> None:
    result = made(tmp_path / "rules.csv", b"\xfe\xff" + as_csv(ROW).encode("utf-16-be"))
    assert result.rules == 1


def test_utf_16_without_a_mark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="NUL"):
        made(tmp_path / "rules.csv", as_csv(ROW).encode("utf-16-le"))


def test_a_workbook_gives_the_same_as_csv(tmp_path: Path) -> None:
    assert made(tmp_path / "a.xlsx", as_workbook(ROW)).text == made(tmp_path / "a.csv", as_csv(ROW)).text


def test_numbers_and_days_of_a_workbook(tmp_path: Path) -> None:
    cells: list[Any] = [*ROW]
    cells[3], cells[5] = 911.0, date(2026, 3, 1)
    text = made(tmp_path / "a.xlsx", as_workbook(cells)).text
    assert text is not None
    assert 'when input mentions "911"' in text
    assert 'source "2026-03-01"' in text


def test_another_sheet(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        for cells in (NAMES, row(id="other.rule")):
            book.create_sheet("Other") if "Other" not in book.sheetnames else None
            book["Other"].append(cells)

    result = made(tmp_path / "a.xlsx", as_workbook(ROW, change=add), " other ")
    assert [rule.id for rule in book_of(result, tmp_path).rules] == ["other.rule"]


def test_a_hidden_first_sheet_is_not_read(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book.active.sheet_state = "hidden"
        book.create_sheet("Shown").append(NAMES)
        book["Shown"].append(row(id="shown.rule"))

    result = made(tmp_path / "a.xlsx", as_workbook(ROW, change=hide))
    assert [rule.id for rule in book_of(result, tmp_path).rules] == ["shown.rule"]
    assert "'Rules' (hidden)" in result.problems[0].message


BOMB = b"""<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize("part", [BOMB, OUTSIDE, b"<worksheet", b"", b"\xff\xfe"])
def test_a_workbook_with_hostile_or_broken_xml(part: bytes, tmp_path: Path) -> None:
    with pytest.raises(TableError) as error:
        made(tmp_path / "a.xlsx", with_part(as_workbook(ROW), SHEET, part))
    assert error.value.problem.code == "T103"


def test_every_cut_of_a_workbook_is_refused_or_read(tmp_path: Path) -> None:
    whole = as_workbook(ROW)
    for end in range(0, len(whole), 257):
        with pytest.raises(TableError):
            made(tmp_path / "a.xlsx", whole[:end])


def test_a_workbook_that_unpacks_to_very_much(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(SHEET, b" " * (60 * 2**20))
    with pytest.raises(TableError, match="too large"):
        made(tmp_path / "a.xlsx", stream.getvalue())


def test_a_cell_far_away_makes_no_giant(tmp_path: Path) -> None:
    def far(book: Any) -> None:
        book.active["A300000"] = "x"

    with pytest.raises(TableError, match="too large"):
        made(tmp_path / "a.xlsx", as_workbook(ROW, change=far))


@pytest.mark.parametrize("content", ["", "\n\n", ",,,\n", "\ufeff"])
def test_an_empty_table(content: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="nothing"):
        made(tmp_path / "rules.csv", content)


def test_all_of_any_of_and_concepts(tmp_path: Path) -> None:
    names = [*NAMES[:4], "must advise", "unless", "category", *NAMES[5:]]
    cells = [*ROW[:4], "all of: call 911; unlock the door", "• <clinician>\n- nurse", "patient-communication"]
    result = made(tmp_path / "a.csv", as_csv([*cells, *ROW[5:]], names=names), use=["common"])
    text = result.text
    assert text is not None
    assert 'must advise all of "call 911", "unlock the door"' in text
    assert 'unless output mentions clinician, "nurse"' in text
    assert "use common" in text
    assert "for patient-communication" in text


def test_several_examples_and_conditions(tmp_path: Path) -> None:
    names = [*NAMES, "Passes 2", "FAILS_2", "But-not input mentions", "and", "must escalate to"]
    cells = [
        *ROW,
        'Say "now".\nGo.',
        "Sleep it off.",
        "years ago; old injury",
        "warfarin",
        "urgent within 24 hours",
    ]
    text = made(tmp_path / "a.csv", as_csv(cells, names=names)).text
    assert text is not None
    assert 'and not input mentions "years ago", "old injury"' in text
    assert 'and input mentions "warfarin"' in text
    assert "must escalate to urgent within 24 hours" in text
    assert "use escalation" in text
    assert 'Say "now".' in text
    assert text.count("  passes ") == text.count("  fails ") == 2


def test_every_bad_cell_of_a_row_is_told_of(tmp_path: Path) -> None:
    cells = row(id="a b", harm="sever", must_never_advise='"x')
    assert [each.code for each in made(tmp_path / "a.csv", as_csv(cells)).problems] == ["T302", "T303", "T310"]


@pytest.mark.parametrize(
    "phrase", ["<>", "a\\", "a\\\\", 'say ""now"" "x', "“a” b", "...", "(a", "a]", "\\z", "<a", "|"]
)
def test_a_phrase_of_odd_signs_is_taken_or_refused_at_its_cell(phrase: str, tmp_path: Path) -> None:
    result = made(tmp_path / "a.csv", as_csv(row(must_never_advise=f"{phrase}; b")))
    errors = [each for each in result.problems if each.severity == "error"]
    assert (result.text is None) == bool(errors)
    assert {each.code for each in errors} <= {"T308", "T310"}
    assert all("cell E2" in each.message for each in errors)


def test_rows_that_are_remarks_and_notes_are_left_out(tmp_path: Path) -> None:
    text = as_csv(["# remark"], [*ROW, "a note", "another"], names=[*NAMES, "Notes", "# mine"])
    assert made(tmp_path / "a.csv", text).rules == 1


def test_what_a_cell_holds_cannot_become_another_statement(tmp_path: Path) -> None:
    sly = 'x" harm none must say "y\nharm none'
    result = made(tmp_path / "a.csv", as_csv(row(title=sly, source=sly, passes=sly)))
    (rule,) = book_of(result, tmp_path).rules
    assert rule.harm == "severe"
    assert len(rule.obligations) == 1
    assert rule.examples[0].text == sly


def test_the_template_s_example_is_a_good_rule(tmp_path: Path) -> None:
    names, what, example = template_rows()
    assert what[0].startswith("# ") and example[0].startswith("# ")
    example[0] = example[0].removeprefix("# ")
    result = made(tmp_path / "a.csv", as_csv(example, names=names))
    assert result.problems == []
    assert len(book_of(result, tmp_path).rules) == 1


def test_no_name_of_a_column_means_two() -> None:
    for each in columns():
        assert column_of(each.name) is each
        assert column_of(f"  {each.name.upper().replace(' ', '_')}: ") is each
    assert column_of("passes 12") is column_of("passes (3)") is column_of("passes")
    assert column_of("passage") is None
    assert nearest("must nevr say") == "must never say"
    assert nearest("zzzz") is None
    assert is_left_out("Comments 2") and is_left_out("#") and not is_left_out("id")


def test_letters() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([each.name for each in columns()]), anything, max_size=12))
def test_any_cell_gives_a_rule_or_a_problem(cells: dict[str, str]) -> None:
    names = [each.name for each in columns()]
    good = dict(zip(NAMES, ROW, strict=True)) | cells
    filled = {
        at: Cell(text.strip(), 2, at) for at, name in enumerate(names, 1) if (text := good.get(name, "")).strip()
    }
    header = Row(1, {at: Cell(name, 1, at) for at, name in enumerate(names, 1)})
    table = Table("a.csv", [header, Row(2, filled)], [])
    result = make_rules(table, Path("nowhere.rules"), folder("rules"), pack="Any")
    if result.text is None:
        assert any(each.severity == "error" for each in result.problems) or not filled
        assert all(each.code.startswith("T") for each in result.problems)
        return
    assert result.rules == 1
