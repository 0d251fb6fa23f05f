"""From one row of a table to the statements of one rule, each with the cell that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from medrules.importing import cells
from medrules.importing.cells import BadCell
from medrules.importing.columns import Column
from medrules.importing.headers import Header, beyond
from medrules.importing.problems import problem
from medrules.importing.table import Cell, Row, Table
from medrules.model.problem import Location, Problem

_WITHOUT = {
    "id": "Write a short name, such as head.on-warfarin.",
    "title": "Write in one sentence what the rule says.",
    "harm": "Write none, mild, moderate, severe or death.",
}


class Line(NamedTuple):
    """A piece of a rule file, of one or several lines, and the cell it comes from."""

    text: str
    cell: Cell | None
    column: str


class _Made(NamedTuple):
    """A filled cell with its column."""

    column: Column
    cell: Cell


_Piece = tuple[_Made, Callable[[], str]]
"""A filled cell, and what writes it in the language (or raises ``BadCell``)."""


def rule(table: Table, row: Row, header: Header) -> tuple[list[Line], list[Problem]]:
    """The lines of a row's rule, and everything that is wrong with its cells."""
    filled = [_Made(header.columns[at], cell) for at, cell in row.cells.items() if at in header.columns]
    problems = [*beyond(table, row, header), *_missing(table, row, filled, header), *_of_whole(table, row, filled)]
    lines: list[Line] = []
    for part in (_opening, _slots, _conditions, _demands, _reasons, _examples):
        for made, write in part(table, filled):
            try:
                lines.append(Line(write(), made.cell, made.column.name))
            except BadCell as error:
                problems.append(error.problem)
    for made in _of(filled, "when", "must", "never", "unless"):
        problems += cells.commas(table, made.cell)
    return lines, problems


def is_remark(row: Row) -> bool:
    """Whether a row is for people alone: its first cell begins with ``#``."""
    return next(iter(row.cells.values())).text.startswith("#")


def _missing(table: Table, row: Row, filled: list[_Made], header: Header) -> Iterator[Problem]:
    names = {made.column.name for made in filled}
    for at, column in header.columns.items():
        if column.name in _WITHOUT and column.name not in names:
            cell = Cell("", row.number, at)
            words = {"cell": cell.name, "name": column.name, "example": _WITHOUT[column.name]}
            yield problem("T301", table.place(cell), **words)


def _of_whole(table: Table, row: Row, filled: list[_Made]) -> Iterator[Problem]:
    """What is wrong with the cells of a row together."""
    demands = _of(filled, "must", "never", "level")
    unless, given = _first(filled, "unless"), _first(filled, "given")
    name = _first(filled, "id")
    if not demands:
        place = Location(file=table.file, line=row.number)
        yield problem("T306", place, row=row.number, id=name.cell.text if name else "")
    if unless is not None and len(demands) > 1:
        cell = unless.cell
        yield problem("T305", table.place(cell), cell=cell.name, count=len(demands))
    if given is not None and not _of(filled, "example"):
        yield problem("T307", table.place(given.cell), cell=given.cell.name)


def _of(filled: list[_Made], *kinds: str) -> list[_Made]:
    return [made for made in filled if made.column.kind in kinds]


def _first(filled: list[_Made], kind: str) -> _Made | None:
    return next(iter(_of(filled, kind)), None)


def _opening(table: Table, filled: list[_Made]) -> Iterator[_Piece]:
    for made in _of(filled, "id"):
        yield made, partial(_said, "rule", cells.rule_id, table, made.cell)
    for made in _of(filled, "title"):
        yield made, partial(cells.text, made.cell)


def _slots(table: Table, filled: list[_Made]) -> Iterator[_Piece]:
    for kind, opener, read in (
        ("category", "for", cells.categories),
        ("harm", "harm", cells.harm),
        ("status", "status", cells.status),
    ):
        for made in _of(filled, kind):
            yield made, partial(_said, opener, read, table, made.cell)


def _conditions(table: Table, filled: list[_Made]) -> Iterator[_Piece]:
    for number, made in enumerate(_of(filled, "when")):
        opener = f"{'and' if number else 'when'} {made.column.verb}"
        yield made, partial(_said, opener, cells.any_phrases, table, made.cell)


def _demands(table: Table, filled: list[_Made]) -> Iterator[_Piece]:
    reads = {"must": cells.wanted_phrases, "never": cells.any_phrases, "level": cells.level}
    openers = {"must": "must ", "never": "must never ", "level": ""}
    for made in _of(filled, *reads):
        kind = made.column.kind
        yield made, partial(_said, openers[kind] + made.column.verb, reads[kind], table, made.cell)
    for made in _of(filled, "unless"):
        yield made, partial(_said, f"unless {made.column.verb}", cells.any_phrases, table, made.cell)


def _said(opener: str, read: Callable[[Table, Cell], str], table: Table, cell: Cell) -> str:
    return f"{opener} {read(table, cell)}"


def _reasons(_: Table, filled: list[_Made]) -> Iterator[_Piece]:
    for kind, separators in (("text", ""), ("lines", "\n"), ("list", ";,\n")):
        for made in _of(filled, kind):
            yield made, partial(_texts, made, separators)


def _texts(made: _Made, separators: str) -> str:
    found = cells.texts(made.cell, separators) if separators else [cells.text(made.cell)]
    return f"{made.column.verb} {', '.join(found)}"


def _examples(_: Table, filled: list[_Made]) -> Iterator[_Piece]:
    given = _first(filled, "given")
    for made in _of(filled, "example"):
        yield made, partial(_example, made)
        if given is not None:
            yield given, partial(_example, given)


def _example(made: _Made) -> str:
    return f"{made.column.verb or 'given'} {cells.example(made.cell)}"
