"""Reads the tables under ``text/vocabulary/en``: one entry a line, ``#`` opens a comment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "vocabulary" / "en"


def read_lines(name: str) -> list[str]:
    """The entries of a table in their order."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [entry for line in lines if (entry := line.strip()) and not line.startswith("#")]


@cache
def read_set(name: str) -> frozenset[str]:
    """A table of single words."""
    return frozenset(read_lines(name))


@cache
def read_pairs(name: str) -> dict[str, str]:
    """A table of two columns, from the first to the second."""
    columns = (line.split() for line in read_lines(name))
    return {left: right for left, right in columns}  # noqa: C416 (exactly two columns are demanded)


@cache
def read_sections(name: str) -> dict[str, frozenset[str]]:
    """A table of single words under headings in square brackets."""
    sections: dict[str, set[str]] = {}
    for line in read_lines(name):
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), set())
        else:
            current.add(line)
    return {heading: frozenset(words) for heading, words in sections.items()}
