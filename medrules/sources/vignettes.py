"""Reads the vignette files of a run: YAML for people, JSON Lines for large sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from medrules.model.problem import Location
from medrules.sources import cases, jsonl
from medrules.sources.fields import kind
from medrules.sources.opening import Broken, lines, opened
from medrules.sources.problems import SourceError, listed, meant, message, problem
from medrules.sources.tree import Items, TreeError, from_json
from medrules.sources.vignette_files import YAML, files_at
from medrules.sources.yaml_tree import from_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from medrules.model.book import Rung
    from medrules.model.case import Vignette
    from medrules.model.problem import Problem

_LARGEST_YAML = 16 * 2**20

_Read = tuple["Vignette | None", list["Problem"]]


def load(paths: Sequence[Path]) -> tuple[dict[str, Vignette], list[Problem]]:
    """The vignettes of files and folders by id, and all that is wrong with them; a wrong case is left out.

    A folder stands for its own .yaml, .yml and .jsonl files, not for those of folders in it.
    """
    vignettes: dict[str, Vignette] = {}
    problems: list[Problem] = []
    for path in paths:
        files = files_at(path)
        if not files:
            problems.append(problem("V102", path=path))
        for file in files:
            for vignette, found in _read(file):
                problems += found
                if vignette is not None:
                    problems += _keep(vignettes, vignette)
    return vignettes, problems + _lost_variants(vignettes)


def _keep(vignettes: dict[str, Vignette], vignette: Vignette) -> list[Problem]:
    first = vignettes.setdefault(vignette.id, vignette)
    if first is vignette:
        return []
    return [problem("V111", _place(vignette), id=vignette.id, first=f"{first.file}:{first.line}")]


def _place(vignette: Vignette) -> Location | None:
    return Location(file=vignette.file, line=vignette.line or 1) if vignette.file else None


def _lost_variants(vignettes: Mapping[str, Vignette]) -> list[Problem]:
    return [
        problem("V115", _place(vignette), id=vignette.variant_of, meant=meant(vignette.variant_of, vignettes))
        for vignette in vignettes.values()
        if vignette.variant_of is not None and vignette.variant_of not in vignettes
    ]


def _read(file: Path) -> Iterator[_Read]:
    try:
        yield from _read_yaml(file) if file.suffix in YAML else _read_lines(file)
    except TreeError as error:
        yield None, [error.problem]
    except SourceError as error:
        yield None, [error.problem]


def _read_yaml(file: Path) -> Iterator[_Read]:
    tree = from_yaml(_text(file), str(file))
    if tree is None:
        raise SourceError(problem("V102", path=file))
    if not isinstance(tree, Items):
        where = Location(file=str(file), line=tree.line, column=tree.column)
        raise SourceError(problem("V106", where, what="a list of cases", found=kind(tree)))
    for node in tree.nodes:
        yield cases.read(node, str(file))


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST_YAML:
            what = f"{file} is larger than {_LARGEST_YAML // 2**20} megabytes"
            raise SourceError(problem("V119", what=what))
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise SourceError(problem("V101", path=file, why=why)) from None


def _read_lines(file: Path) -> Iterator[_Read]:
    count = 0
    with opened(file) as (stream, _):
        for number, content in lines(stream):
            if isinstance(content, bytes) and content.isspace():
                continue
            count += 1
            try:
                if isinstance(content, Broken):
                    raise jsonl.RowError(content.code, **content.words)
                yield cases.read(from_json(jsonl.parse(content), number), str(file))
            except jsonl.RowError as error:
                why, _ = message(error.code, error.words)
                yield None, [problem("V118", Location(file=str(file), line=number), why=why)]
    if not count:
        raise SourceError(problem("V102", path=file))


def unknown_rungs(vignettes: Mapping[str, Vignette], ladder: Iterable[Rung]) -> list[Problem]:
    """The gold rungs that stand on no ladder; nothing where no rule file declares one."""
    names = [rung.name for rung in ladder]
    return [
        problem("V117", _place(vignette), value=rung, meant=meant(rung, names), known=listed(names))
        for vignette in vignettes.values()
        for rung in vignette.gold.escalation
        if names and rung not in names
    ]
