"""Tables from XLSX workbooks: values only, one sheet, with what a workbook can hide said."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from medrules.importing.problems import TableError, problem, short
from medrules.importing.table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Cell, Row, Table, letters
from medrules.model.problem import Location, Problem
from medrules.sources.problems import listed, meant

_OLD = b"\xd0\xcf\x11\xe0"
"""How a workbook of Excel 97 begins, and one that is locked with a password."""
_MOST_UNPACKED = 50 * 2**20
_MOST_PARTS = 2_000
_MOST_CELLS = 400_000


def read_workbook(path: Path, data: bytes, sheet: str | None) -> Table:
    """The table of one sheet of a workbook.

    Args:
        path: what the file is called.
        data: its bytes.
        sheet: a sheet's name; None: the first one that is not hidden.

    Raises:
        TableError: no workbook, no such sheet, too large, or openpyxl is missing.
    """
    _check_package(path, data)
    values, formulas = (_opened(path, data, values=values) for values in (True, False))
    chosen = _chosen(path, values, sheet)
    problems = _left_out(path, values, chosen, asked=sheet is not None)
    return _table(path, values[chosen], formulas[chosen], problems)


def _check_package(path: Path, data: bytes) -> None:
    """Before anything is unpacked: a zip file, and of a size that a spreadsheet program could have written."""
    if data.startswith(_OLD):
        why = "it is a workbook of Excel 97–2003, or locked with a password"
        raise TableError(problem("T103", path=path, why=why))
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise TableError(problem("T103", path=path, why=f"it is no XLSX file ({error})")) from None
    size = sum(part.file_size for part in parts)
    if size > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise TableError(problem("T104", path=path, why=f"it unpacks to {size:,} bytes in {len(parts):,} parts"))


def _opened(path: Path, data: bytes, *, values: bool) -> Any:
    if find_spec("defusedxml") is None:  # with it openpyxl refuses entities, which could grow without end
        raise TableError(problem("T107", path=path, package="defusedxml"))
    try:
        import openpyxl
    except ImportError as error:
        raise TableError(problem("T107", path=path, package=error.name or "openpyxl")) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that hold no cells
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
    except Exception as error:  # a damaged workbook shows itself in whatever part of openpyxl meets it
        why = f"{type(error).__name__}: {short(str(error))}"
        raise TableError(problem("T103", path=path, why=why)) from None


def _chosen(path: Path, book: Any, sheet: str | None) -> str:
    names: list[str] = [each.title for each in book.worksheets]
    if sheet is not None:
        found = next((name for name in names if name.strip().lower() == sheet.strip().lower()), None)
        if found is None:
            raise TableError(
                problem("T108", path=path, sheet=sheet, meant=meant(sheet, names), known=listed(names))
            )
        return found
    shown: list[str] = [each.title for each in book.worksheets if each.sheet_state == "visible"]
    filled = [name for name in shown if _size(book[name]) > (1, 1) or book[name]["A1"].value is not None]
    if not filled:
        raise TableError(problem("T109", path=path, what="no sheet with anything in it"))
    return filled[0]


def _size(sheet: Any) -> tuple[int, int]:
    return sheet.max_row, sheet.max_column


def _left_out(path: Path, book: Any, chosen: str, *, asked: bool) -> list[Problem]:
    """The other sheets that hold something, and what is hidden in this one."""
    others = [
        f"'{each.title}'" + (" (hidden)" if each.sheet_state != "visible" else "")
        for each in book.worksheets
        if each.title != chosen and (_size(each) > (1, 1) or each["A1"].value is not None)
    ]
    notes = [problem("T402", path=path, sheet=chosen, others=listed(others))] if others and not asked else []
    sheet = book[chosen]
    rows = [number for number, row in sheet.row_dimensions.items() if row.hidden and number <= sheet.max_row]
    columns = [letter for letter, column in sheet.column_dimensions.items() if column.hidden]
    for noun, hidden in (("row", list(map(str, sorted(rows)))), ("column", columns)):
        if hidden:
            what = f"{noun if len(hidden) == 1 else noun + 's'} {listed(hidden)}"
            is_are = "is" if len(hidden) == 1 else "are"
            notes.append(problem("T403", Location(file=str(path), line=1), what=what, sheet=chosen, is_are=is_are))
    return notes


def _table(path: Path, values: Any, formulas: Any, problems: list[Problem]) -> Table:
    rows_used, columns_used = _size(values)
    if rows_used > MOST_ROWS or columns_used > MOST_COLUMNS or rows_used * columns_used > _MOST_CELLS:
        used = f"it uses {rows_used:,} rows and {columns_used:,} columns"
        raise TableError(problem("T104", path=path, why=f"{used}; {MOST_ROWS:,} and {MOST_COLUMNS} are the most"))
    for merged in sorted(str(each) for each in values.merged_cells.ranges):
        problems.append(problem("T204", _corner(path, merged), cells=merged))
    rows: list[Row] = []
    for row in values.iter_rows():
        cells = dict(_filled(path, row, formulas, problems))
        if cells:
            rows.append(Row(row[0].row, cells))
    return Table(str(path), rows, problems)


def _corner(path: Path, merged: str) -> Location:
    digits = "".join(letter for letter in merged.partition(":")[0] if letter.isdigit())
    return Location(file=str(path), line=int(digits or 1))


def _filled(path: Path, row: Iterable[Any], formulas: Any, problems: list[Problem]) -> Iterable[tuple[int, Cell]]:
    """The cells of a row that hold a text; formulas are told of, and what is no text is an error."""
    for cell in row:
        written = formulas.cell(cell.row, cell.column)
        place = Location(file=str(path), line=cell.row, column=cell.column)
        name = f"{letters(cell.column)}{cell.row}"
        if written.data_type == "f" and cell.value is None:
            problems.append(problem("T309", place, cell=name, what="a formula that was never calculated"))
        elif cell.data_type == "e":
            problems.append(problem("T309", place, cell=name, what=f"the error {short(str(cell.value))}"))
        elif isinstance(cell.value, bool):
            problems.append(problem("T309", place, cell=name, what="a yes/no value"))
        elif (text := _text(cell.value)) and len(text) > LONGEST_CELL:
            raise TableError(problem("T104", path=path, why=f"cell {name} is longer than {LONGEST_CELL:,}"))
        elif text:
            if written.data_type == "f":
                problems.append(problem("T401", place, cell=name, text=short(text)))
            yield cell.column, Cell(text, cell.row, cell.column)


def _text(value: Any) -> str:
    """A value as people see it: no point behind whole numbers, a day without its midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
