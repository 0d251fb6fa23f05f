"""The names that a run declares: who may use which, and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_core import from_json

_MODEL = Path(__file__).parent.parent / "model"


@dataclass(slots=True)
class Names:
    """What one file can name. Concepts are its own and those of the packs it uses; the rest belongs to the run."""

    concepts: dict[str, str] = field(default_factory=dict)
    """From a concept's name to its key in the rule book."""
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Concepts that this file cannot see, by name: the pack that declares each."""
    rungs: set[str] = field(default_factory=set)
    hazards: set[str] = field(default_factory=set)
    incomplete: bool = False
    """A pack that the file uses could not be had: that is the problem, not each of the names it would bring."""


@cache
def vocabulary(file: str) -> dict[str, Any]:
    """A closed vocabulary of the model, by its file."""
    loaded: dict[str, Any] = from_json((_MODEL / file).read_bytes())
    return loaded


@cache
def categories() -> dict[str, tuple[str, ...]]:
    """Short names of the task categories with those of their subcategories (MedHELM)."""
    listed = vocabulary("taxonomy.json")["categories"]
    return {entry["short"]: tuple(sub["short"] for sub in entry["subcategories"]) for entry in listed}


@cache
def category_paths() -> dict[str, str]:
    """From every way to name a category or subcategory (short, long, alone) to its one spelling."""
    found: dict[str, str] = {}
    for entry in vocabulary("taxonomy.json")["categories"]:
        found[entry["id"]] = found[entry["short"]] = entry["short"]
        for sub in entry["subcategories"]:
            path = f"{entry['short']}/{sub['short']}"
            found[sub["short"]] = path
            found[sub["id"]] = path
    return found


def situations(kind: str) -> tuple[str, ...]:
    """The closed vocabulary of ``risk``, ``setting`` or ``supervision``."""
    return tuple(vocabulary("situations.json")[kind])
