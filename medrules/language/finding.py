"""Finds rule files, and tells how they are called: all that can be known of them without reading one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from medrules.language.problems import problem
from medrules.model.problem import Location, Problem


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The rule files of files and folders, each once, and the paths where there is none."""
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


def name_of(path: Path, shipped: Path | None) -> str:
    """A shipped pack is named by its place in the product, so that a finding reads alike on every machine."""
    if shipped is not None and path.is_absolute() and path.is_relative_to(shipped):
        return f"shipped rules/{path.relative_to(shipped).as_posix()}"
    return str(path)
