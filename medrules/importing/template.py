"""An empty table to begin with: the names of the columns, what they hold, and an example as remarks."""

from __future__ import annotations

import csv
import io

from medrules.importing.columns import Column, columns

_REMARK = "# "
_WIDE, _WIDER = 24, 44
_LONG = ("title", "because", "source", "passes", "fails", "given")


def template_rows() -> list[list[str]]:
    """The rows: names, what each column holds, one example; the first cell of a remark begins with ``#``."""
    every = columns()
    what = [each.what for each in every]
    example = [each.example for each in every]
    return [[each.name for each in every], _remark(what), _remark(example)]


def _remark(cells: list[str]) -> list[str]:
    return [_REMARK + cells[0], *cells[1:]]


def template_csv() -> bytes:
    """The template as CSV that spreadsheet programs open with its accents right (UTF-8 with a mark)."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(template_rows())
    return stream.getvalue().encode("utf-8-sig")


def template_workbook() -> bytes:
    """The template as a workbook.

    Raises:
        ImportError: openpyxl is not installed.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Rules"
    for row in template_rows():
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            first = cell.row == 1
            cell.font = Font(bold=True) if first else Font(italic=True, color="FF777777")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, column in enumerate(columns(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    sheet.freeze_panes = "B2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _width(column: Column) -> int:
    return _WIDER if column.name in _LONG else _WIDE
