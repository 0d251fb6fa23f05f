"""Tables from CSV as spreadsheet programs save it: commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from medrules.importing.problems import TableError, problem
from medrules.importing.table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Cell, Row, Table
from medrules.model.problem import Problem
from medrules.sources.delimited import delimiter

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATOR = "sep="


def read_delimited(path: Path, data: bytes) -> Table:
    """The table of a CSV file's bytes.

    Raises:
        TableError: the encoding cannot be told, a quote is not closed, or the table is too large.
    """
    text, problems = _decoded(path, data)
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told.startswith(_SEPARATOR) and len(told) <= len(_SEPARATOR) + 1:
        return _read(path, rest, first.strip()[len(_SEPARATOR) :] or "\t", 1, problems)
    return _read(path, text, delimiter(_header(text), path), 0, problems)


def _decoded(path: Path, data: bytes) -> tuple[str, list[Problem]]:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            why = f"byte {error.start} is {data[error.start]:#04x}"
            continue
        if "\0" in text:
            raise TableError(problem("T105", path=path, why="it holds the character NUL; perhaps it is UTF-16"))
        notes = [problem("T404", path=path)] if encoding == "cp1252" else []
        return text.replace("\r\n", "\n").replace("\r", "\n"), notes
    raise TableError(problem("T105", path=path, why=why))


def _header(text: str) -> str:
    """The first line that holds anything."""
    return next((line for line in text.split("\n") if line.strip()), "")


def _read(path: Path, text: str, separator: str, skipped: int, problems: list[Problem]) -> Table:
    rows: list[Row] = []
    number = skipped
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, skipped + 1):
            _bounded(path, number, cells)
            row = _row(number, cells)
            if row.cells:
                rows.append(row)
    except csv.Error as error:
        raise TableError(problem("T106", path=path, row=number + 1, why=error)) from None
    return Table(str(path), rows, problems)


def _bounded(path: Path, number: int, cells: list[str]) -> None:
    if number > MOST_ROWS:
        raise TableError(problem("T104", path=path, why=f"it has more than {MOST_ROWS:,} rows"))
    if len(cells) > MOST_COLUMNS:
        raise TableError(problem("T104", path=path, why=f"row {number} has more than {MOST_COLUMNS} cells"))
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise TableError(problem("T104", path=path, why=f"a cell of row {number} is longer than {LONGEST_CELL:,}"))


def _row(number: int, cells: list[str]) -> Row:
    filled = {at: Cell(text.strip(), number, at) for at, text in enumerate(cells, 1) if text.strip()}
    return Row(number, filled)
