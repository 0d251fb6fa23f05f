"""The words of a record: its fields, tests, vital signs, statuses and ways of giving, by all their names."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_MODEL = Path(__file__).parent.parent / "model"


@cache
def vocabulary() -> dict[str, Any]:
    """The fields of a record, with the words, names and statuses that it knows."""
    known: dict[str, Any] = json.loads((_MODEL / "record.json").read_text("utf-8"))
    return known


def simple(name: str) -> str:
    """A name by which spellings of it are the same: lower case, blanks for hyphens."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


@cache
def names(kind: str) -> dict[str, str]:
    """Each name of the ``labs``, ``vitals`` or ``pairs`` in its simple spelling, with the name in the language."""
    return {
        simple(spelling): name
        for name, entry in vocabulary()[kind].items()
        for spelling in (name, *entry["aliases"])
    }


def unit_of(name: str) -> str | None:
    """The unit in which a bare number of a test or vital sign is read; None: there is no such convention."""
    for kind in ("labs", "vitals"):
        if name in vocabulary()[kind]:
            unit = vocabulary()[kind][name].get("unit")
            return str(unit) if unit is not None else None
    return None
