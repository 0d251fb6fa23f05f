"""The report of a sign-off as a workbook: a sheet a section, and one of every finding, to be sorted.

Every cell is a text or a number, never a formula, whatever an answer holds. Written in constant memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from medrules.model.decision import Dossier
from medrules.reports.findings import Row, quotes, rows
from medrules.reports.sections import sections
from medrules.reports.sections.blocks import (
    Block,
    Boxes,
    Bullets,
    Cell,
    Facts,
    Kind,
    Paragraph,
    Section,
    Table,
    drawn_out,
    said,
)
from medrules.reports.shown import shown

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

MOST_ROWS = 1_000_000
"""Rows of a sheet; more go on in another one."""
LONGEST = 32_000
"""Characters of a cell; the format allows 32,767."""
_WIDTHS: dict[Kind, int] = {"name": 44, "text": 24, "number": 12, "code": 30, "state": 18, "harm": 12, "field": 18}
"""Characters, by what a column holds."""
_PAGE = 100
"""Characters of a line of text where there is no table."""
_LINE, _HIGHEST = 15, 400
"""Points of a line, and of the highest row that the format allows."""
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


class _Styles(NamedTuple):
    """How cells look."""

    title: Format
    head: Format
    bold: Format
    wrapped: Format
    indented: Format
    subtitle: Format
    loose: Format
    """A text that stands in no table."""
    listed: Format
    """A cell of the sheet of findings."""


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
    styles = _styles(book)
    for section in sections(dossier, verdicts):
        if section.id == "findings":
            _findings(book, verdicts, styles)
        else:
            _section(book, dossier, section, styles)
    book.close()


def _styles(book: Workbook) -> _Styles:
    top: dict[str, Any] = {"text_wrap": True, "valign": "top"}
    line = {"bottom": 1, "bottom_color": "#DCD8CD"}
    return _Styles(
        title=book.add_format({"bold": True, "font_size": 14}),
        head=book.add_format({"bold": True, "bottom": 1, **top}),
        bold=book.add_format({"bold": True, **top, **line}),
        wrapped=book.add_format({**top, **line}),
        indented=book.add_format({"indent": 1, **top, **line}),
        subtitle=book.add_format({"bold": True, **top}),
        loose=book.add_format(top),
        listed=book.add_format(top),
    )


def _section(book: Workbook, dossier: Dossier, section: Section, styles: _Styles) -> None:
    sheet = book.add_worksheet(section.id.replace("-", " "))
    widths = _widths(section)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    sheet.hide_gridlines(2)
    _printed_across(sheet)
    sheet.write_string(0, 0, _cell(section.title), styles.title)
    at = 2
    if section.id == "statement":
        decision = dossier.decision
        for text in (decision.signoff.title, f"{decision.state.upper()}, as of {decision.as_of}"):
            sheet.write_string(at, 0, _cell(text), styles.title)
            at += 1
    for block in section.blocks:
        at = _block(sheet, at, block, widths, styles) + 1


def _widths(section: Section) -> list[int]:
    """The widest that any block of a section asks of each column."""
    widths: list[int] = []
    for block in section.blocks:
        asked = [_WIDTHS[column.kind] for column in drawn_out(block).columns] if isinstance(block, Table) else []
        if isinstance(block, Facts):
            asked = [_WIDTHS["name"], _PAGE - _WIDTHS["name"]]
        asked += [0] * (len(widths) - len(asked))
        widths = [max(pair) for pair in zip(asked, [*widths, *[0] * (len(asked) - len(widths))], strict=True)]
    return widths or [_PAGE]


def _block(sheet: Any, at: int, block: Block, widths: list[int], styles: _Styles) -> int:
    """Write a block from a row on; the row after it."""
    if isinstance(block, Table):
        return _table(sheet, at, drawn_out(block), widths, styles)
    if isinstance(block, Facts):
        for number, (name, value) in enumerate(block.rows, at):
            sheet.write_string(number, 0, _cell(name), styles.bold)
            sheet.write_string(number, 1, _cell(value), styles.wrapped)
            _fit(sheet, number, [(name, widths[0]), (value, widths[1])])
        return at + len(block.rows)
    lines = _lines(block)
    for number, line in enumerate(lines, at):
        _text(sheet, number, line, widths, styles.loose)
    return at + len(lines)


def _fit(sheet: Any, at: int, texts: Iterable[tuple[str, int]]) -> None:
    """Makes a row as high as its texts need in columns of these widths: not every program works that out."""
    lines = max(
        (sum(len(line) // width + 1 for line in _cell(text).split("\n")) for text, width in texts), default=1
    )
    if lines > 1:
        sheet.set_row(at, min(_HIGHEST, _LINE * lines))


def _text(sheet: Any, at: int, text: str, widths: list[int], style: Format) -> None:
    """A text across all columns."""
    if len(widths) > 1:
        sheet.merge_range(at, 0, at, len(widths) - 1, "", style)
    _fit(sheet, at, [(text, sum(widths))])
    sheet.write_string(at, 0, _cell(text), style)


def _lines(block: Paragraph | Bullets | Boxes) -> Sequence[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    return block.items if isinstance(block, Bullets) else [f"☐ {name}" for name in block.names]


def _table(sheet: Any, at: int, table: Table, widths: list[int], styles: _Styles) -> int:
    if table.title:
        _text(sheet, at, table.title, widths, styles.subtitle)
        at += 1
    for number, column in enumerate(table.columns):
        sheet.write_string(at, number, _cell(column.title), styles.head)
    for position, row in enumerate(table.rows):
        at += 1
        under = bool(table.heads) and position not in table.heads
        for number, cell in enumerate(row):
            style = styles.wrapped if number else styles.indented if under else styles.bold
            _write(sheet, at, number, cell, style)
        _fit(sheet, at, [(str(said(cell)), widths[number]) for number, cell in enumerate(row)])
    if table.note:
        at += 1
        _text(sheet, at, table.note, widths, styles.loose)
    return at + 1


def _write(sheet: Any, at: int, column: int, cell: Cell, style: Format) -> None:
    if isinstance(cell, int):
        sheet.write_number(at, column, cell, style)
    else:
        sheet.write_string(at, column, _cell(said(cell)), style)


def _findings(book: Workbook, verdicts: Path, styles: _Styles) -> None:
    sheet, at, part = None, 0, 0
    for row in rows(verdicts):
        if sheet is None or at > MOST_ROWS:
            part += 1
            sheet = _listing(book, "findings" if part == 1 else f"findings {part}", styles)
            at = 1
        for column, value in enumerate(_values(row)):
            if isinstance(value, str):
                sheet.write_string(at, column, _cell(value))
            elif value is not None:
                sheet.write_number(at, column, value)
        at += 1
    if sheet is None:
        _listing(book, "findings", styles)


def _listing(book: Workbook, name: str, styles: _Styles) -> Any:
    sheet = book.add_worksheet(name)
    for number, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(number, number, width, styles.listed)
        sheet.write_string(0, number, title, styles.head)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _printed_across(sheet)
    return sheet


def _printed_across(sheet: Any) -> None:
    """On A4 on its side, all columns on one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _values(row: Row) -> Iterator[str | float | None]:
    yield from (row["verdict"], "waived" if row["waived"] else "", row["harm"], row["points"], row["rule"])
    yield from (row["obligation"], row["statement"], row["case"], row["sample"], row["model"], row["category"])
    yield from (row["reason"], "\n".join(quotes(row)), row["because"], row["file"], row["line"])


def _cell(text: str) -> str:
    """A text as a cell can hold it, with what cannot be seen shown."""
    clean = shown(text)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"
