"""Loads rule files into one rule book, with every problem of every file."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from medrules.language.assembling import assemble
from medrules.language.desk import did_you_mean
from medrules.language.parsing import Parsed, Use, parse_file
from medrules.language.problems import problem
from medrules.language.source import read
from medrules.model.book import RuleBook
from medrules.model.problem import Location, Problem


@contextmanager
def _collector_off() -> Iterator[None]:
    # Trees and models are many and hold no cycles: collecting them while they grow takes longer than making them.
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def load(paths: Sequence[Path], shipped: Path | None) -> tuple[RuleBook, list[Problem]]:
    """The rule book of some files or folders of ``*.rules``, and everything that is wrong with them.

    Args:
        paths: rule files, and folders whose ``*.rules`` files (also in folders below) are taken. Their rules run.
        shipped: the folder of the packs that ship; ``use`` looks there last. None: there are none.

    The concepts, rungs and weights of a used pack join the book; its rules run only where its file is itself among
    ``paths``. Problems come in the order of the files; where one is an error the book lacks what it is about.
    """
    with _collector_off():
        files, problems = _files(paths)
        folders = [path for path in paths if path.is_dir()] + ([shipped] if shipped else [])
        parsed, more = _parse_all(files, folders)
        book, last = assemble(parsed)
    return book, _ordered([*problems, *more, *last], parsed)


def _files(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    files: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        place = Location(file=str(path), line=1)
        if path.is_dir():
            found = sorted(path.rglob("*.rules"))
            if not found:
                hint = "rule files end in .rules: check the folder's name"
                problems.append(problem("E105", f"The folder '{path}' holds no rule file", place, hint=hint))
        elif path.exists():
            found = [path]
        else:
            found = []
            hint = "check the path; rule files end in .rules"
            problems.append(problem("E104", f"There is no file or folder '{path}'", place, hint=hint))
        for each in found:
            files.setdefault(each.resolve(), each)
    return list(files.values()), problems


def _parse_all(files: list[Path], folders: list[Path]) -> tuple[list[Parsed], list[Problem]]:
    """The files and, after them, the packs that they use."""
    parsed: dict[Path, Parsed] = {}
    problems: list[Problem] = []
    waiting = [(path, True) for path in files]
    while waiting:
        path, runs = waiting.pop(0)
        if path.resolve() in parsed:
            continue
        source, unread = read(path)
        problems += unread
        if source is None:
            continue
        made = parse_file(source, path, runs=runs)
        parsed[path.resolve()] = made
        problems += made.problems
        for use in made.uses:
            target = _resolve(use.name, path, folders)
            if target is None:
                problems.append(_no_pack(made, use, _places(path, folders)))
            else:
                use.path = target.resolve()
                waiting.append((target, False))
    return list(parsed.values()), problems


def _places(path: Path, folders: list[Path]) -> list[Path]:
    return [path.parent, *folders]


def _resolve(name: str, path: Path, folders: list[Path]) -> Path | None:
    for folder in _places(path, folders):
        candidate = folder / f"{name}.rules"
        if candidate.is_file():
            return candidate
    return None


def _no_pack(made: Parsed, use: Use, places: list[Path]) -> Problem:
    known = {file.stem for folder in places for file in folder.glob("*.rules")} - {made.path.stem}
    name = use.name
    if name.endswith(".rules"):
        hint = f"write the name alone: use {name.removesuffix('.rules')}"
    else:
        hint = did_you_mean(name, known, f"save it as {name}.rules beside this file, or use one of")
    message = f"There is no pack '{name}' beside this file, in the folders given, or among the shipped packs"
    return made.source.problem("E409", message, use.start, use.end, hint)


def _ordered(problems: list[Problem], parsed: list[Parsed]) -> list[Problem]:
    order = {made.source.file: number for number, made in enumerate(parsed)}

    def key(found: Problem) -> tuple[int, int, int]:
        place = found.location
        return (order.get(place.file, -1), place.line, place.column) if place else (-1, 0, 0)

    return sorted(problems, key=key)
