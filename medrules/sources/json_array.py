"""Answers as one JSON list of objects, of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.sources.item import Item
    from medrules.sources.source import Source

NAME = "json"
TITLE = "JSON"
SUFFIXES = (".json",)
TABLE = True


def recognises(source: Source) -> bool:
    """It starts as a list of objects."""
    return source.shape[0] == b"["


def items(source: Source) -> Iterator[Item]:
    """The objects of the list, in order."""
    return (item for _, item in source.walk((), TITLE))
