"""Reads what a reviewer filled in: strict, every wrong cell with its place and what to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from medrules.importing.problems import TableError
from medrules.importing.reading import read_table
from medrules.importing.table import Row, Table, letters
from medrules.model.problem import Location, Problem
from medrules.model.review import Acceptability, Opinion, ReviewKey
from medrules.reviewing.sheets import SHEET, Column, columns
from medrules.sources.problems import listed, meant, problem

_ITEM, _VERDICT, _ANSWER = "item", "your verdict", "the answer is"
_LONGEST = 60


class Said(NamedTuple):
    """What a reviewer says of one item."""

    opinion: Opinion
    acceptable: Acceptability | None


class Opinions(NamedTuple):
    """One reviewer's file."""

    reviewer: str
    said: dict[str, Said]
    """By item; those left empty are in no list."""
    empty: int
    """Items that were left empty, or whose row is gone."""


def read_opinions(path: Path, key: ReviewKey) -> tuple[Opinions, list[Problem]]:
    """A reviewer's file (XLSX or CSV) and everything that is wrong with it."""
    try:
        table = read_table(path, SHEET if path.suffix.lower() in (".xlsx", ".xlsm") else None)
    except TableError as error:
        return Opinions(path.stem, {}, len(key.items)), [error.problem]
    problems = [each for each in table.problems if each.severity == "error"]
    places, missing = _places(table)
    if missing:
        return Opinions(path.stem, {}, len(key.items)), [*problems, *missing]
    said: dict[str, Said] = {}
    known, met = {item.id for item in key.items}, dict[str, int]()
    for row in table.rows[1:]:
        found, wrong = _row(table, row, places, known, met)
        problems += wrong
        if found is not None:
            said[found[0]] = found[1]
    return Opinions(path.stem, said, len(key.items) - len(said)), problems


def _places(table: Table) -> tuple[dict[str, int], list[Problem]]:
    """The number of each column that is read, by name."""
    names = {cell.text.strip().lower(): at for at, cell in table.rows[0].cells.items()}
    place = Location(file=table.file, line=table.rows[0].number)
    missing = [
        problem("R142", place, name=name, known=listed(names)) for name in (_ITEM, _VERDICT) if name not in names
    ]
    return names, missing


def _row(
    table: Table, row: Row, places: dict[str, int], known: set[str], met: dict[str, int]
) -> tuple[tuple[str, Said] | None, list[Problem]]:
    item = row.cells.get(places[_ITEM])
    filled = {name: cell.text for name, at in places.items() if (cell := row.cells.get(at)) is not None}
    if item is None or item.text not in known:
        if item is None and _VERDICT not in filled:
            return None, []
        text = item.text if item is not None else ""
        place = Location(file=table.file, line=row.number, column=places[_ITEM])
        words = {"where": _where(table, row, places[_ITEM]), "text": _short(text), "meant": meant(text, known)}
        return None, [problem("R143", place, **words)]
    if item.text in met:
        place = Location(file=table.file, line=row.number, column=places[_ITEM])
        where = _where(table, row, places[_ITEM])
        return None, [problem("R145", place, where=where, item=item.text, first=met[item.text])]
    met[item.text] = row.number
    wrong = list(_wrong(table, row, places, filled))
    if wrong or _VERDICT not in filled:
        return None, wrong
    opinion = cast("Opinion", _plain(filled[_VERDICT]))
    acceptable = cast("Acceptability", _plain(filled[_ANSWER])) if _ANSWER in filled else None
    return (item.text, Said(opinion, acceptable)), []


def _wrong(table: Table, row: Row, places: dict[str, int], filled: dict[str, str]) -> Iterator[Problem]:
    """Cells of a row that hold something else than their column allows."""
    for column in columns():
        if not column.choices or column.name not in filled:
            continue
        if _plain(filled[column.name]) not in column.choices:
            yield _not_a_choice(table, row, places[column.name], column, filled[column.name])
    if _ANSWER in filled and _VERDICT not in filled:
        place = Location(file=table.file, line=row.number, column=places[_VERDICT])
        yield problem("R146", place, where=_where(table, row, places[_VERDICT]))


def _not_a_choice(table: Table, row: Row, at: int, column: Column, text: str) -> Problem:
    place = Location(file=table.file, line=row.number, column=at)
    words = {"where": _where(table, row, at), "column": column.name, "text": _short(text)}
    return problem("R144", place, **words, meant=meant(_plain(text), column.choices), known=listed(column.choices))


def _where(table: Table, row: Row, at: int) -> str:
    sheet = "" if table.file.lower().endswith((".csv", ".tsv", ".txt")) else f"sheet '{SHEET}', "
    return f"{sheet}row {row.number}, column {letters(at)}"


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 2]} …"
