"""Makes small CSV tables and XLSX workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook

NAMES = ["id", "title", "harm", "when input mentions", "must never advise", "source", "passes", "fails", "given"]
ROW = [
    "head.no-sleep",
    "Nobody sleeps off a head injury",
    "severe",
    "hit my head",
    "sleep it off",
    "A local guideline",
    "Please go to the emergency department now.",
    "You should sleep it off.",
    "I hit my head.",
]


def row(**changed: str) -> list[str]:
    """A row of a good rule with some cells changed; an empty text empties a cell."""
    names = [name.replace(" ", "_") for name in NAMES]
    return [changed.get(name, cell) for name, cell in zip(names, ROW, strict=True)]


def as_csv(*rows: list[str], separator: str = ",", names: list[str] | None = None) -> str:
    """A CSV file's text."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows([names or NAMES, *rows])
    return stream.getvalue()


def as_workbook(*rows: list[Any], change: Callable[[Any], object] = lambda _: None) -> bytes:
    """A workbook's bytes; ``change`` is given the workbook before it is saved."""
    book = Workbook()
    book.active.title = "Rules"
    for cells in [NAMES, *rows]:
        book.active.append(cells)
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one part of its package replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return stream.getvalue()
