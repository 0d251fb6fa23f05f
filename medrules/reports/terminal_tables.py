"""Tables as the terminal shows them."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from medrules.model.rule import Harm
from medrules.reports import figures

STYLES: dict[Harm, str] = {
    "death": "bold red",
    "severe": "red",
    "moderate": "yellow",
    "mild": "default",
    "none": "dim",
}


def table_of(*columns: str) -> Table:
    """A table without lines; a column whose name starts with ``>`` is set to the right."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in columns:
        right = name.startswith(">")
        table.add_column(name.lstrip(">"), justify="right" if right else "left", no_wrap=right)
    return table


def with_rest(table: Table, more: int, noun: str) -> RenderableType:
    """The table, and how many rows of the whole it leaves out."""
    if more <= 0:
        return table
    return Group(table, Text(f"and {figures.counted(more, 'more ' + noun)}", style="dim"))
