"""Opens the file of a table and reads it by its kind."""

from __future__ import annotations

from pathlib import Path

from medrules.importing.delimited import read_delimited
from medrules.importing.problems import TableError, problem
from medrules.importing.table import MOST_BYTES, Table
from medrules.importing.workbook import read_workbook

_WORKBOOKS = (".xlsx", ".xlsm", ".xltx")
_DELIMITED = (".csv", ".tsv", ".tab", ".txt")
_ZIP = b"PK\x03\x04"


def read_table(path: Path, sheet: str | None = None) -> Table:
    """The table of a file.

    Args:
        path: a CSV file or an XLSX workbook.
        sheet: of a workbook: the sheet to read; None: the first that is not hidden.

    Raises:
        TableError: it cannot be read as a table, or is empty.
    """
    data = _data(path)
    ending = path.suffix.lower()
    if ending in _WORKBOOKS or data.startswith(_ZIP):
        if ending not in _WORKBOOKS:
            raise TableError(
                problem("T102", path=path, why="it is a packed file, perhaps a workbook of another name")
            )
        table = read_workbook(path, data, sheet)
    elif ending in _DELIMITED:
        table = read_delimited(path, data)
    else:
        raise TableError(problem("T102", path=path, why=f"its name ends in '{ending}'" if ending else "no ending"))
    if len(table.rows) < 2:
        what = "the names of the columns and no row below them" if table.rows else "nothing"
        raise TableError(problem("T109", path=path, what=what))
    return table


def _data(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TableError(
                problem("T104", path=path, why=f"it has {size:,} bytes, and {MOST_BYTES:,} are the most")
            )
        return path.read_bytes()
    except OSError as error:
        raise TableError(problem("T101", path=path, why=(error.strerror or str(error)).lower())) from None
