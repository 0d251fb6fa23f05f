"""The risk matrix of the hazard log: the names of severity and likelihood, and the rating of each pair."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

Axis = Literal["severity", "likelihood"]


class Scale(NamedTuple):
    """The 5×5 matrix of DCB0129 and DCB0160 (``medrules/model/hazards.json`` names its source)."""

    severity: tuple[str, ...]
    """Names, lowest first."""
    likelihood: tuple[str, ...]
    matrix: tuple[tuple[int, ...], ...]
    """A row per likelihood, a column per severity."""
    meaning: dict[int, str]
    """What each rating asks for."""


@cache
def scale() -> Scale:
    """The matrix and its names."""
    read = _read()
    return Scale(
        severity=tuple(read["severity"]),
        likelihood=tuple(read["likelihood"]),
        matrix=tuple(tuple(read["matrix"][name]) for name in read["likelihood"]),
        meaning={int(number): text for number, text in read["rating"].items()},
    )


def source() -> str:
    """Where the matrix is from."""
    found: str = _read()["source"]
    return found


def known(axis: Axis, name: str | None) -> str | None:
    """The category of the matrix that a pack's word means; None where it is not known."""
    if name is None:
        return None
    plain = " ".join(name.lower().replace("-", " ").split())
    found: str | None = plain if plain in _read()[axis] else _read()["also"][axis].get(plain)
    return found


@cache
def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files("medrules.model").joinpath("hazards.json").read_text(encoding="utf-8"))
    return read
