"""Loads rule files into one rule book, with every problem of every file."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from medrules.language.assembling import assemble
from medrules.language.desk import did_you_mean
from medrules.language.finding import find_files, name_of
from medrules.language.parsing import Parsed, Use, parse_file
from medrules.language.source import Source, read
from medrules.model.book import RuleBook
from medrules.model.problem import Problem


@contextmanager
def _collector_off() -> Iterator[None]:
    # Trees and models are many and hold no cycles: collecting them while they grow takes longer than making them.
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            # What was made lives on: it moves to the oldest generation unseen, where a collection would move it.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def load(
    paths: Sequence[Path],
    shipped: Path | None,
    *,
    beside: Sequence[Path] = (),
    texts: Mapping[Path, str] | None = None,
) -> tuple[RuleBook, list[Problem]]:
    """The rule book of some files or folders of ``*.rules``, and everything that is wrong with them.

    Args:
        paths: rule files, and folders whose ``*.rules`` files (also in folders below) are taken. Their rules run.
        shipped: the folder of the packs that ship; ``use`` looks there last. None: there are none.
        beside: more folders in which ``use`` looks, before those that ship.
        texts: the text of files, by resolved path, that are not read from disk (as an editor holds them).

    The concepts, rungs and weights of a used pack join the book; its rules run only where its file is itself among
    ``paths``. Problems come in the order of the files; where one is an error the book lacks what it is about.
    """
    with _collector_off():
        files, problems = find_files(paths)
        folders = [*(path for path in paths if path.is_dir()), *beside, *([shipped] if shipped else [])]
        parsed, more = parse_all(files, folders, shipped, texts or {})
        book, last = assemble(parsed)
    return book, _ordered([*problems, *more, *last], parsed)


def parse_all(
    files: list[Path],
    folders: list[Path],
    shipped: Path | None,
    texts: Mapping[Path, str],
    parse: Callable[..., Parsed] = parse_file,
) -> tuple[list[Parsed], list[Problem]]:
    """The files and, after them, the packs that they use.

    Args:
        files: the files whose rules run.
        folders: where ``use`` looks after the folder of the file itself.
        shipped: the folder of the packs that ship, for how its files are called.
        texts: the text of files, by resolved path, that are not read from disk; they need not be there.
        parse: what makes ``Parsed`` of a source, a path and ``runs``.
    """
    parsed: dict[Path, Parsed] = {}
    problems: list[Problem] = []
    waiting = [(path, True) for path in files]
    while waiting:
        path, runs = waiting.pop(0)
        if path.resolve() in parsed:
            continue
        called, held = name_of(path, shipped), texts.get(path.resolve())
        source, unread = read(path, called) if held is None else (Source(called, held), [])
        problems += unread
        if source is None:
            continue
        made = parse(source, path, runs=runs)
        parsed[path.resolve()] = made
        problems += made.problems
        for use in made.uses:
            target = _resolve(use.name, path, folders, texts)
            if target is None:
                problems.append(_no_pack(made, use, _places(path, folders)))
            else:
                use.path = target.resolve()
                waiting.append((target, False))
    return list(parsed.values()), problems


def _places(path: Path, folders: list[Path]) -> list[Path]:
    return [path.parent, *folders]


def _resolve(name: str, path: Path, folders: list[Path], texts: Mapping[Path, str]) -> Path | None:
    for folder in _places(path, folders):
        candidate = folder / f"{name}.rules"
        if candidate.is_file() or candidate.resolve() in texts:
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
