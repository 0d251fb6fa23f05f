"""The table of analytes: what converts between mass, amount of substance and charge."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from medrules.text.words import split


class Analyte(NamedTuple):
    """A substance that laboratories measure or doctors dose. ``analytes.toml`` states the sources."""

    name: str
    molar_mass: float | None
    """In g/mol."""
    valence: int | None
    """Equivalents a mole; None: it has none that is fixed."""
    permille: tuple[float, float] | None
    """Of haemoglobin A1c alone: slope and offset from IFCC mmol/mol to NGSP per cent."""


def find_analyte(name: str) -> Analyte | None:
    """The analyte of this name, however it is spelled (``Blood-Glucose``); None: the table lacks it."""
    return _by_name().get(_key(name))


@cache
def _by_name() -> dict[str, Analyte]:
    table = tomllib.loads(files(__package__).joinpath("analytes.toml").read_text(encoding="utf-8"))
    found: dict[str, Analyte] = {}
    for name, row in table.items():
        scale = (row["permille_slope"], row["permille_offset"]) if "permille_slope" in row else None
        analyte = Analyte(name, row.get("molar_mass"), row.get("valence"), scale)
        found.update((_key(spelling), analyte) for spelling in (name, *row["names"]))
    return found


def _key(name: str) -> str:
    return " ".join(split(name).forms)
