"""The first row of a table: which column stands where."""

from __future__ import annotations

from typing import NamedTuple

from medrules.importing.columns import Column, column, columns, is_left_out, nearest
from medrules.importing.problems import problem, short
from medrules.importing.table import Cell, Row, Table
from medrules.model.problem import Location, Problem
from medrules.sources.problems import listed

_NEEDED = ("id", "title", "harm")
_DEMANDS = ("must", "never", "level")


class Header(NamedTuple):
    """The columns of a table by their number from 1; those that are for people alone are among ``left_out``."""

    columns: dict[int, Column]
    left_out: frozenset[int]


def header(table: Table) -> tuple[Header, list[Problem]]:
    """What the first row names, and what is wrong with it."""
    found: dict[int, Column] = {}
    left_out: set[int] = set()
    problems: list[Problem] = []
    first: dict[str, Cell] = {}
    for at, cell in table.rows[0].cells.items():
        if is_left_out(cell.text):
            left_out.add(at)
            continue
        made = column(cell.text)
        if made is None:
            problems.append(_unknown(table, cell))
            left_out.add(at)
        elif made.name in first and made.kind != "example":
            place = first[made.name].name
            problems.append(problem("T202", table.place(cell), cell=cell.name, name=made.name, first=place))
        else:
            first.setdefault(made.name, cell)
            found[at] = made
    if not problems:
        problems += _missing(table, found)
    return Header(found, frozenset(left_out)), problems


def _unknown(table: Table, cell: Cell) -> Problem:
    near = nearest(cell.text)
    words = {
        "meant": f"Did you mean '{near}'? " if near else "",
        "known": listed([each.name for each in columns()], 40),
    }
    return problem("T201", table.place(cell), cell=cell.name, name=short(cell.text), **words)


def _missing(table: Table, found: dict[int, Column]) -> list[Problem]:
    names = {each.name for each in found.values()}
    place = Location(file=table.file, line=table.rows[0].number)
    problems = [
        problem("T203", place, name=each.name, what=each.what)
        for each in columns()
        if each.name in _NEEDED and each.name not in names
    ]
    if not any(each.kind in _DEMANDS for each in found.values()):
        what = "must mention, must advise, must never say, must escalate to or another one that begins with must"
        problems.append(problem("T203", place, name="must …", what=what))
    return problems


def beyond(table: Table, row: Row, made: Header) -> list[Problem]:
    """The cells of a row that stand in no column."""
    return [
        problem("T205", table.place(cell), cell=cell.name, text=short(cell.text))
        for at, cell in row.cells.items()
        if at not in made.columns and at not in made.left_out
    ]
