"""What a section of a sign-off's report is made of: plain tables, pairs, lists and sentences, for any format.

Texts stand as they were written, by whomever: each format makes them safe on their way out.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from medrules.reports.figures import number

Kind = Literal["text", "name", "number", "code", "state", "harm", "bar", "field"]
"""``name``: what the row is about; ``state`` and ``harm``: a word with a colour of its own; ``field``: one of a
map; ``bar``: drawn, and left out where nothing can be drawn."""


class Bar(NamedTuple):
    """An interval on an axis from 0 to 100."""

    low: float
    width: float
    value: float | None
    """Where the value itself stands; None: no mark."""
    tone: str = ""
    """A level of harm, or nothing."""


class Toned(NamedTuple):
    """A field of a map, and what colours it: ``exact``, ``under``, ``r3``, ``m9`` …"""

    value: str
    tone: str


Cell = str | int | Bar | Toned | None


class Column(NamedTuple):
    """A column of a table."""

    title: str
    width: float = 1.0
    """Its share of the page."""
    kind: Kind = "text"


class Table(NamedTuple):
    """Rows under one head."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    """What tells it from the other tables of its section."""
    note: str = ""
    heads: frozenset[int] = frozenset()
    """Rows that stand above those that follow them."""


class Facts(NamedTuple):
    """Names and what they come to."""

    rows: tuple[tuple[str, str], ...]


class Paragraph(NamedTuple):
    """One or more sentences."""

    text: str


class Bullets(NamedTuple):
    """A list."""

    items: tuple[str, ...]


class Boxes(NamedTuple):
    """Empty boxes, one of which people tick."""

    names: tuple[str, ...]


Block = Table | Facts | Paragraph | Bullets | Boxes


class Section(NamedTuple):
    """One section of the report."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def drawn_out(table: Table) -> Table:
    """The table without what can only be drawn."""
    kept = [at for at, column in enumerate(table.columns) if column.kind != "bar"]
    return table._replace(
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
    )


def said(cell: Cell) -> str:
    """A cell as words."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return number(cell)
    return cell.value if isinstance(cell, Toned) else ""
