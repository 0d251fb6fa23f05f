"""The columns that a table of rules may have, by the names that people give them."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal[
    "id",
    "title",
    "category",
    "harm",
    "when",
    "must",
    "never",
    "level",
    "unless",
    "text",
    "lines",
    "list",
    "status",
    "example",
    "given",
]
_SAME = re.compile(r"[\s_:*-]+")
_NUMBER = re.compile(r" ?(?:\(\d{1,3}\)|\d{1,3})$")
_LEFT_OUT = frozenset({"note", "notes", "comment", "comments", "remark", "remarks"})
_LONGEST = 80


class Column(NamedTuple):
    """One column: what it is called and what is made of its cells."""

    name: str
    kind: Kind
    verb: str
    what: str
    """What it holds, for people."""
    example: str


class _Page(NamedTuple):
    column: Column
    names: tuple[str, ...]


@cache
def _pages() -> tuple[_Page, ...]:
    pages = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
    return tuple(
        _Page(
            Column(name, page["kind"], page.get("verb", ""), page["what"], page["example"]), (name, *page["other"])
        )
        for name, page in pages.items()
    )


def columns() -> tuple[Column, ...]:
    """Every column, in the order of the template."""
    return tuple(page.column for page in _pages())


@cache
def _by_name() -> dict[str, Column]:
    return {_plain(name): page.column for page in _pages() for name in page.names}


def _plain(header: str) -> str:
    """A name as it is compared: without capitals, underscores, hyphens, colons and stars."""
    return _SAME.sub(" ", header[:_LONGEST].lower()).strip()


def column(header: str) -> Column | None:
    """The column that a name in the first row means; None: no column is called so. *passes 2* is *passes*."""
    plain = _plain(header)
    known = _by_name()
    return known.get(plain) or known.get(_NUMBER.sub("", plain))


def is_left_out(header: str) -> bool:
    """Whether a column is for people alone."""
    return header.lstrip().startswith("#") or _NUMBER.sub("", _plain(header)) in _LEFT_OUT


def nearest(header: str) -> str | None:
    """The column that a name that is none most likely means."""
    close = get_close_matches(_plain(header), sorted(_by_name()), n=1, cutoff=0.7)
    return _by_name()[close[0]].name if close else None
