"""Gives a concept, rung, hazard, rule, weights or sign-off another name, everywhere in its run."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from lsprotocol.types import TextEdit

from medrules.language.grammar import reserved
from medrules.language.server.analysis import Analysis
from medrules.language.server.names import DECLARES, Named, Place
from medrules.language.server.projects import File, Projects
from medrules.language.source import tokens

_NAME = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*")
_KINDS = frozenset(DECLARES.values())


class CannotRename(Exception):
    """Why a name cannot be given; the text is for the user."""


def renamed_at(projects: Projects, file: File, offset: int) -> Place:
    """The name at a character, if it can be given another.

    Raises:
        CannotRename: there is no name, or it belongs to the language or to a pack that ships.
    """
    return _found(projects, file, offset)[1]


def rename(projects: Projects, file: File, offset: int, name: str) -> dict[Path, list[TextEdit]]:
    """The changes that give what is named at a character another name.

    Raises:
        CannotRename: it cannot have this name, or not every place that names it can be read.
    """
    named, _ = _found(projects, file, offset)
    name = name.strip().lower()
    _check_name(file, named, name)
    _check_readable(file.analysis, named)
    places = file.analysis.index.places(named)
    _check_outcome(projects, file, named, name, places)
    edits: dict[Path, list[TextEdit]] = defaultdict(list)
    for place in places:
        area = projects.places(file.analysis, place.path).range(place.start, place.end)
        edits[place.path].append(TextEdit(range=area, new_text=name))
    return edits


def _found(projects: Projects, file: File, offset: int) -> tuple[Named, Place]:
    found = file.analysis.index.at(file.path, offset)
    if found is None or found[0].kind not in _KINDS:
        what = f"'{found[0].name}' belongs to the language" if found and found[0].kind != "pack" else None
        pack = "A pack is named by its file: rename the file, and the 'use' of it" if found else None
        raise CannotRename(what or pack or "Here stands no name that rules declare")
    named = found[0]
    declared = file.analysis.index.declarations(named)
    if not declared:
        raise CannotRename(f"'{named.name}' is not declared in these files")
    if any(projects.is_shipped(place.path) for place in declared):
        raise CannotRename(f"'{named.name}' is declared in a pack that ships with medrules; it keeps its name")
    return found


def _check_name(file: File, named: Named, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise CannotRename(
            f"'{name}' is no name: write letters and digits joined by hyphens or dots, a letter first"
        )
    if name in reserved():
        raise CannotRename(f"'{name}' is a word of the language, so it cannot be a name")
    if named.kind == "concept":
        users = {place.path for place in file.analysis.index.places(named)}
        taken = any(file.analysis.index.concept(path, name).home is not None for path in users)
    else:
        taken = bool(file.analysis.index.declarations(Named(named.kind, name)))
    if taken and name != named.name:
        raise CannotRename(f"There is already a {named.kind} '{name}'")


def _check_readable(analysis: Analysis, named: Named) -> None:
    """Refuse where the name may stand in a statement that cannot be read: it would be left behind there."""
    for path, made in analysis.parsed.items():
        if not any(found.severity == "error" and found.code.startswith("E2") for found in made.problems):
            continue
        seen = {place.start for place in analysis.index.places(named) if place.path == path}
        for token in tokens(made.source.code):
            if token.kind == "word" and token.text.lower() == named.name and token.start not in seen:
                line = made.source.location(token.start).line
                raise CannotRename(
                    f"{path.name} has errors, and '{named.name}' in line {line} cannot be read; mend it first"
                )


def _check_outcome(projects: Projects, file: File, named: Named, name: str, places: list[Place]) -> None:
    """Refuse what would bring errors that were not there."""
    texts: dict[Path, str] = {}
    for place in sorted(places, key=lambda each: each.start, reverse=True):
        text = texts.get(place.path, file.analysis.parsed[place.path].source.text)
        texts[place.path] = text[: place.start] + name + text[place.end :]
    after = projects.imagine(projects.root(file.path), texts)
    if _errors(after) > _errors(file.analysis):
        raise CannotRename(f"With the name '{name}' the {named.kind} would bring errors; choose another")


def _errors(analysis: Analysis) -> int:
    return sum(found.severity == "error" for found in analysis.problems)
