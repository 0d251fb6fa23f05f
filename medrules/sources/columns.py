"""How the user says that files are to be read: which column holds what, the format, the requests of a batch."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

EXPECTED: dict[str, tuple[str, ...]] = {
    "id": ("sample", "id"),
    "case": ("case",),
    "input": ("input",),
    "output": ("output",),
    "messages": ("messages",),
    "model": ("model", "system"),
    "version": ("version",),
    "category": ("category",),
    "record": ("record",),
    "seed": ("seed",),
    "confidence": ("confidence",),
    "finish_reason": ("finish_reason",),
}
"""Field of a sample → the columns that hold it unless the user says otherwise; the first with a value counts."""


@dataclass(frozen=True)
class Columns:
    """The columns that the user named; None: the expected ones.

    A column named for one field is no longer looked at for another: with ``case="id"`` the column ``id`` is the
    case alone.
    """

    id: str | None = None
    case: str | None = None
    input: str | None = None
    output: str | None = None
    messages: str | None = None
    model: str | None = None
    version: str | None = None
    category: str | None = None
    record: str | None = None
    seed: str | None = None
    confidence: str | None = None
    finish_reason: str | None = None
    format: str | None = None
    """The name of the format, where it is not to be recognised."""
    requests: tuple[Path, ...] = ()
    """The files of requests whose answers an OpenAI or Anthropic batch holds."""

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Field → column, for the fields that the user named."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self) if field.name in EXPECTED)
        return {field: column for field, column in named if column is not None}

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Field → the columns to look into, in order."""
        taken = set(self.chosen.values())
        return {
            field: (self.chosen[field],)
            if field in self.chosen
            else tuple(column for column in expected if column not in taken)
            for field, expected in EXPECTED.items()
        }

    @cached_property
    def used(self) -> frozenset[str]:
        """Every column that is looked into; all others are metadata."""
        return frozenset(column for columns in self.names.values() for column in columns)

    def name(self, field: str) -> str:
        """The column of a field, for a message."""
        return self.chosen.get(field) or EXPECTED[field][-1]
