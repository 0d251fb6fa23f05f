"""All findings of a sign-off as a workbook for people who sort and filter; written in constant memory.

Every cell is a text or a number, never a formula, whatever an answer holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medrules.model.decision import Dossier
from medrules.reports.findings import Row, quotes, rows
from medrules.reports.shown import shown

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

MOST_ROWS = 1_000_000
"""Rows of a sheet; more go on in another one."""
LONGEST = 32_000
"""Characters of a cell; the format allows 32,767."""
_COLUMNS = (
    ("verdict", 10),
    ("waived", 8),
    ("harm", 10),
    ("points", 8),
    ("rule", 28),
    ("obligation", 10),
    ("statement", 50),
    ("case", 18),
    ("answer", 24),
    ("model", 16),
    ("category", 28),
    ("reason", 60),
    ("rests on", 60),
    ("because", 40),
    ("file", 24),
    ("line", 8),
)


def write(dossier: Dossier, verdicts: Path, path: Path) -> None:
    """Write the workbook; the same dossier gives the same bytes.

    Raises:
        ImportError: XlsxWriter is not installed (the extra ``tables``).
    """
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(str(path), {**options, "strings_to_numbers": False, "in_memory": False})
    created = datetime.combine(dossier.decision.as_of, time())
    book.set_properties({"title": _cell(dossier.decision.signoff.title), "created": created})
    head = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _criteria(book, dossier, head, wrapped)
    _findings(book, verdicts, head, wrapped)
    book.close()


def _sheet(book: Workbook, name: str, columns: Sequence[tuple[str, int]], head: Format, style: Format) -> Any:
    sheet = book.add_worksheet(name)
    for number, (title, width) in enumerate(columns):
        sheet.set_column(number, number, width, style)
        sheet.write_string(0, number, title, head)
    sheet.freeze_panes(1, 0)
    return sheet


def _criteria(book: Workbook, dossier: Dossier, head: Format, style: Format) -> None:
    columns = (("criterion", 50), ("state", 18), ("figure", 14), ("without review", 14), ("why", 90))
    sheet = _sheet(book, "criteria", columns, head, style)
    decision = dossier.decision
    lines: list[tuple[str, ...]] = [(f"{decision.signoff.title}", decision.state, "", "", decision.statement)]
    lines += [
        (judged.criterion.text, judged.state, judged.figure, judged.without_review, judged.reason)
        for judged in decision.criteria
    ]
    lines += [("", "reason", "", "", reason) for reason in decision.reasons]
    lines += [("", "open", "", "", condition) for condition in decision.conditions]
    for number, cells in enumerate(lines, 1):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, _cell(cell))


def _findings(book: Workbook, verdicts: Path, head: Format, style: Format) -> None:
    sheet, at, part = None, 0, 0
    for row in rows(verdicts):
        if sheet is None or at > MOST_ROWS:
            part += 1
            sheet = _sheet(book, "findings" if part == 1 else f"findings {part}", _COLUMNS, head, style)
            at = 1
        for column, value in enumerate(_values(row)):
            if isinstance(value, str):
                sheet.write_string(at, column, _cell(value))
            elif value is not None:
                sheet.write_number(at, column, value)
        at += 1
    if sheet is None:
        _sheet(book, "findings", _COLUMNS, head, style)


def _values(row: Row) -> Iterator[str | float | None]:
    yield from (row["verdict"], "waived" if row["waived"] else "", row["harm"], row["points"], row["rule"])
    yield from (row["obligation"], row["statement"], row["case"], row["sample"], row["model"], row["category"])
    yield from (row["reason"], "\n".join(quotes(row)), row["because"], row["file"], row["line"])


def _cell(text: str) -> str:
    """A text as a cell can hold it, with what cannot be seen shown."""
    clean = shown(text)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"
