"""Answers in a workbook of Excel: the first line of its first sheet names the columns."""

from __future__ import annotations

import datetime
import warnings
from importlib import import_module
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, Any

from medrules.sources.item import Item, twice
from medrules.sources.opening import Broken
from medrules.sources.problems import SourceError, problem
from medrules.sources.zipped import directory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from medrules.sources.source import Source

NAME = "xlsx"
TITLE = "XLSX"
SUFFIXES = (".xlsx", ".xlsm")
TABLE = True
_LAST_ROW = 1_048_576
"""The last row of a sheet, by the limits of Excel itself."""
_MOST_HELD = 1 * 2**30
"""Bytes of all but the sheets, such as the texts that stand apart from their cells: these are held in memory."""
_LARGEST_CONTENTS = 16 * 2**20
"""Bytes of the list of a workbook's parts."""
_CONTENTS, _SHEET = "[Content_Types].xml", "worksheet+xml"


def recognises(source: Source) -> bool:
    """A zip file that is no log of Inspect's."""
    return source.start.startswith(b"PK\x03\x04") and (source.suffix() in SUFFIXES or b"xl/" in source.start)


def items(source: Source) -> Iterator[Item]:
    """The rows, in order; a formula is not worked out, and the row of one cannot be read."""
    book = _opened(source.path, source.raw)
    try:
        yield from _rows(source, _first_sheet(source.path, book))
    finally:
        book.close()


def _opened(path: Path, raw: IO[bytes]) -> Any:
    for package in ("openpyxl", "defusedxml"):  # with defusedxml openpyxl refuses entities, which grow without end
        if find_spec(package) is None:
            raise SourceError(problem("S112", path=path, format=TITLE, package=package, extra="tables"))
    archive = directory(path, raw)
    if _held(archive) > _MOST_HELD:
        why = f"it unpacks to more than {_MOST_HELD // 2**30} GB beside its sheets"
        raise SourceError(problem("S113", path=path, why=why))
    import openpyxl

    raw.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that hold no cells
            return openpyxl.load_workbook(raw, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # a damaged workbook shows itself in whatever part of openpyxl meets it
        raise SourceError(problem("S101", path=path, why=_damage(error))) from None


def _held(archive: Any) -> int:
    """Bytes of every member that is not read row by row: by its kind, as its name may be any."""
    tree = import_module("defusedxml.ElementTree")
    kinds: dict[str, set[str]] = {}
    try:
        contents = archive.getinfo(_CONTENTS)
        if contents.file_size <= _LARGEST_CONTENTS:
            for part in tree.fromstring(archive.read(_CONTENTS)):
                kinds.setdefault(part.get("PartName", "").lstrip("/"), set()).add(part.get("ContentType", ""))
    except Exception:  # whatever is damaged there, nothing is a sheet then, and openpyxl says what is wrong
        kinds.clear()
    sheets = {name for name, of in kinds.items() if all(kind.endswith(_SHEET) for kind in of)}
    return sum(int(member.file_size) for member in archive.infolist() if member.filename not in sheets)


def _damage(error: Exception) -> str:
    return f"it is damaged ({type(error).__name__}: {' '.join(str(error).split())[:120]})"


def _first_sheet(path: Path, book: Any) -> Any:
    sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), None)
    if sheet is None:
        raise SourceError(problem("S104", path=path))
    sheet.reset_dimensions()
    return sheet


def _rows(source: Source, sheet: Any) -> Iterator[Item]:
    names: list[str] | None = None
    number = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > _LAST_ROW:
                yield Item(number, {}, Broken("S214", {"why": "it names rows that no sheet has"}))
                return
            if all(cell.value is None for cell in cells):
                continue
            if names is None:
                names = source.columns_there = _header(source.path, cells)
            else:
                yield _row(number, names, cells)
    except SourceError:
        raise
    except Exception as error:  # as above: whatever part of openpyxl meets the damage
        yield Item(number + 1, {}, Broken("S214", {"why": _damage(error)}))


def _header(path: Path, cells: Sequence[Any]) -> list[str]:
    names = ["" if cell.value is None else str(cell.value).strip() for cell in cells]
    if (name := twice(name for name in names if name)) is not None:
        raise SourceError(problem("S108", path=path, column=name[:80]))
    return names


def _row(number: int, names: Sequence[str], cells: Sequence[Any]) -> Item:
    row: dict[str, Any] = {}
    fault = None
    for name, cell in zip(names, cells, strict=False):
        value = cell.value
        if not name or value is None:
            continue
        if getattr(cell, "data_type", "") == "f" or not isinstance(value, str | int | float | bool | _DATES):
            fault = fault or Broken("S223", {"column": name[:80]})
        elif getattr(cell, "data_type", "") == "e":
            fault = fault or Broken("S224", {"column": name[:80], "found": f"the error {str(value)[:20]}"})
        else:
            row[name] = value.isoformat() if isinstance(value, _DATES) else _number(value)
    return Item(number, row, fault)


_DATES = datetime.datetime | datetime.date | datetime.time


def _number(value: Any) -> Any:
    """A whole number is kept without the point that a workbook gives it."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
