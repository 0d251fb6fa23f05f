"""Answers as JSON Lines: one object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.sources.item import Item
    from medrules.sources.source import Source

NAME = "jsonl"
TITLE = "JSON Lines"
SUFFIXES = (".jsonl", ".ndjson")
TABLE = True


def recognises(source: Source) -> bool:
    """By its name, or because it starts as an object; not a list that spans lines, whatever its name."""
    start = source.start.lstrip()
    if start[:1] == b"[" and start[1:].lstrip(b" ")[:1] in (b"{", b"\r", b"\n"):
        return False
    return source.suffix() in SUFFIXES or source.shape[0] == b"{"


def items(source: Source) -> Iterator[Item]:
    """The objects, in order."""
    return source.objects()
