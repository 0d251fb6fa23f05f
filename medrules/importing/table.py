"""A table as it was read: cells with their places, whatever the file they come from."""

from __future__ import annotations

from typing import NamedTuple

from medrules.model.problem import Location, Problem

MOST_BYTES = 20 * 2**20
"""Bytes of a file that is opened."""
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
"""Characters, as in spreadsheet programs."""


class Cell(NamedTuple):
    """One cell with a text; rows and columns count from 1."""

    text: str
    row: int
    column: int

    @property
    def name(self) -> str:
        """As spreadsheets name it: D7."""
        return f"{letters(self.column)}{self.row}"


class Row(NamedTuple):
    """The cells of one row that hold something."""

    number: int
    cells: dict[int, Cell]


class Table(NamedTuple):
    """The rows that hold anything, the first one naming the columns, and what is to be said about the file."""

    file: str
    rows: list[Row]
    problems: list[Problem]

    def place(self, cell: Cell) -> Location:
        """A cell's row and column as a place."""
        return Location(file=self.file, line=cell.row, column=cell.column)


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
