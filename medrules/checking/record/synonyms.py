"""Other names of one thing: generic and brand names of medicines, classes and their members, names of problems."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from medrules.text.vocabulary import canonical
from medrules.text.words import split

_FOLDER = files("medrules.checking.record").joinpath("vocabulary")
_LONGEST = 6
"""Words of a name."""
Key = tuple[str, ...]
"""A name as canonical words, by which inflection and spelling do not matter."""


class Class(NamedTuple):
    """A class of medicines."""

    names: tuple[str, ...]
    members: tuple[str, ...]
    """Every name of every member."""


def read_names(table: str) -> list[tuple[str, ...]]:
    """The lines of a table of names: each the names of one thing."""
    lines = _FOLDER.joinpath(table).read_text(encoding="utf-8").splitlines()
    return [tuple(name.strip() for name in line.split(",")) for line in lines if line and not line.startswith("#")]


def key_of(name: str) -> Key:
    """A name by which spellings and inflections of it are the same."""
    return tuple(canonical(form) for form in split(name).forms)


@cache
def _table(table: str) -> dict[Key, tuple[str, ...]]:
    return {key_of(name): names for names in read_names(table) for name in names}


class Named(NamedTuple):
    """Where a text holds a name of a table, in characters, and all names of what it stands for."""

    start: int
    end: int
    names: tuple[str, ...]


def find_name(table: str, text: str) -> Named | None:
    """The longest name of a table in a text; of several the first."""
    return _find(_table(table), text)


def _find(known: Mapping[Key, tuple[str, ...]], text: str) -> Named | None:
    words = split(text)
    keys = tuple(canonical(form) for form in words.forms)
    for length in range(min(len(keys), _LONGEST), 0, -1):
        for start in range(len(keys) - length + 1):
            names = known.get(keys[start : start + length])
            if names is not None:
                return Named(words.starts[start], words.ends[start + length - 1], names)
    return None


def _names(table: str, text: str) -> tuple[str, ...]:
    found = find_name(table, text)
    return found.names if found else ()


def reworded(table: str, text: str) -> Iterator[str]:
    """A text as written, and with each other name of what it holds (``no HTN`` → ``no hypertension``)."""
    yield text
    found = find_name(table, text)
    if found is not None:
        written = key_of(text[found.start : found.end])
        yield from (
            f"{text[: found.start]}{name}{text[found.end :]}" for name in found.names if key_of(name) != written
        )


def brands_of(name: str) -> tuple[str, ...]:
    """Every name of the medicine that a name holds (``Coumadin 5 mg`` → warfarin, …); none where it is unknown."""
    return _names("medicines.txt", name)


def names_of_problem(name: str) -> tuple[str, ...]:
    """Every name of the problem that a name holds (``HTN`` → hypertension, …); none where it is unknown."""
    return _names("problems.txt", name)


@cache
def classes() -> tuple[Class, ...]:
    """The classes of medicines."""
    table = tomllib.loads(_FOLDER.joinpath("classes.toml").read_text(encoding="utf-8"))
    found = []
    for entry in table.values():
        members = (name for member in entry["members"] for name in (brands_of(member) or (member,)))
        found.append(Class(tuple(entry["names"]), tuple(dict.fromkeys(members))))
    return tuple(found)


@cache
def _class_table() -> dict[Key, tuple[str, ...]]:
    """The other names that an allergy goes by: of a class its members, of a member its class."""
    found: dict[Key, tuple[str, ...]] = {}
    for one in classes():
        found.update((key_of(name), one.names + one.members) for name in one.names)
        for member in one.members:
            found.setdefault(key_of(member), one.names)
    return found


def of_class(text: str) -> Iterator[str]:
    """A text about an allergy with the class, or each member of the class, that it names."""
    found = _find(_class_table(), text)
    if found is not None:
        yield from (f"{text[: found.start]}{name}{text[found.end :]}" for name in found.names)


def class_of(name: str) -> tuple[str, ...]:
    """What an allergy to this is an allergy to besides: of a class its members, of a member its class."""
    found = _find(_class_table(), name)
    return found.names if found else ()
