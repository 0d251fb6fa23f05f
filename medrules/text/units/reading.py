"""Reads a unit as people write it: ``mg``, ``µg/kg/min``, ``mL/min/1.73m2``, ``x10^9/L``, ``mm[Hg]``."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

LONGEST = 60
"""Characters of a unit; a longer text is none."""


class UnitProblem(NamedTuple):
    """Why a unit or a conversion does not work: a code, and a sentence for the reader."""

    code: str
    message: str


CATALOGUE = {
    "U101": "A unit is unknown",
    "U102": "Two units measure different things",
    "U103": "Mass, amount of substance and charge convert only for a known analyte",
    "U104": "An amount is no number",
}


class Unit(NamedTuple):
    """A unit as a product: names of ``definitions.txt`` with their exponents, times a plain number."""

    text: str
    """As it was written."""
    factors: tuple[tuple[str, int], ...]
    """Sorted by name; empty for a plain number."""
    scale: float = 1.0
    """24 in ``mg/24 h`` is a scale of 1/24."""

    @property
    def dimension(self) -> Dimension:
        """What it measures, such as mass by volume: pairs of a kind and its exponent, sorted."""
        powers: dict[str, int] = {}
        for name, exponent in self.factors:
            kind = _kinds()[name]
            powers[kind] = powers.get(kind, 0) + exponent
        powers.pop("ratio", None)
        return tuple(sorted((kind, power) for kind, power in powers.items() if power))


Dimension = tuple[tuple[str, int], ...]

_SAME = str.maketrans({"⁄": "/", "∕": "/", "×": "x", "·": "*", "⋅": "*", "–": "-", "−": "-", "º": "°"})


def parse_unit(text: str | None) -> Unit | UnitProblem:
    """The unit that a text names; none at all is the plain number 1.

    A unit is unknown (U101) rather than guessed: ``mu`` may be milliunits or millions of them.
    """
    return _parse(text if text is not None else "")


@lru_cache(maxsize=4096)
def _parse(text: str) -> Unit | UnitProblem:
    unknown = UnitProblem("U101", f"'{text[:LONGEST]}' is no unit that medrules knows")
    if len(text) > LONGEST:
        return unknown
    plain = _plain(text)
    if not plain:
        return Unit(text, ())
    whole = _name_of(plain)
    if whole is not None:
        return _unit(text, {whole: 1}, 1.0)
    powers: dict[str, int] = {}
    scale = 1.0
    for part, sign in _parts(plain):
        factor = _factor(part, top=sign > 0)
        if factor is None:
            return unknown
        number, name = factor
        scale *= number**sign
        powers[name] = powers.get(name, 0) + sign
    return _unit(text, powers, scale)


def _parts(plain: str) -> Iterator[tuple[str, int]]:
    """The parts of a product with 1, or -1 behind a stroke."""
    written = _compounds().get(plain.casefold(), plain).replace(" per ", "/")
    top, *below = (part.strip() for part in written.split("/"))
    if not top and below:
        kind = _kinds().get(_name_of(below[0]) or "")
        top = "cell" if kind == "volume" else "1"  # 7000 /μL counts cells, 72 /min whatever the field counts
    products = [top] if _name_of(top) else [part.strip() for part in top.split("*")]
    yield from ((part, 1) for part in products)
    yield from ((part, -1) for part in below)


def _unit(text: str, powers: dict[str, int], scale: float) -> Unit:
    factors = {name: power for name, power in powers.items() if power and name != "one"}
    return Unit(text, tuple(sorted(factors.items())), scale)


def _factor(part: str, *, top: bool) -> tuple[float, str] | None:
    """One part of a product: a unit, below a stroke perhaps with a number before it (``24 h``, ``100mL``)."""
    name = _name_of(part)
    if name is not None:
        return 1.0, name
    end = 0
    while end < len(part) and (part[end].isdigit() or part[end] == "."):
        end += 1
    name = _name_of(part[end:].strip())
    if not end or name is None or top:
        return None
    number = _number(part[:end])
    return (number, name) if number else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """The characters by which a unit is looked up: one micro sign, plain strokes, raised digits as ``^9``."""
    if text.isascii():
        return " ".join(text.split())
    shown: list[str] = []
    raised = False
    for char in text.translate(_SAME):
        digit = "<super>" in unicodedata.decomposition(char)
        after_ten = digit and not raised and "".join(shown).endswith("10")
        shown.append(("^" if after_ten else "") + unicodedata.normalize("NFKC", char))
        raised = digit
    return " ".join("".join(shown).split())


def _name_of(spelling: str) -> str | None:
    exact, folded = _spellings()
    return exact.get(spelling) or folded.get(spelling.casefold())


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("spellings.toml").read_text(encoding="utf-8"))


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return {kind: names for kind, names in _read().items() if kind != "compound"}


@cache
def _compounds() -> dict[str, str]:
    return {word.casefold(): written for written, words in _read()["compound"].items() for word in words}


@cache
def _kinds() -> dict[str, str]:
    return {name: kind for kind, names in _table().items() for name in names}


@cache
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Names by exact spelling, and by folded case where that leaves one."""
    exact = {word: name for names in _table().values() for name, words in names.items() for word in words}
    folded: dict[str, set[str]] = {}
    for word, name in exact.items():
        folded.setdefault(word.casefold(), set()).add(name)
    return exact, {word: next(iter(names)) for word, names in folded.items() if len(names) == 1}
