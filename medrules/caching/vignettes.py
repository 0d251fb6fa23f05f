"""Vignettes as they were read the last time, while none of their files has changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from medrules.caching.fingerprints import of_files
from medrules.caching.sealed import keep, kept
from medrules.caching.values import dumps, loads
from medrules.garbage import uncollected
from medrules.model.case import Vignette
from medrules.model.problem import Problem
from medrules.sources.vignette_files import files_at


def load(paths: Sequence[Path]) -> tuple[dict[str, Vignette], list[Problem]]:
    """As ``medrules.sources.vignettes.load``; what has no problem is kept for the next time."""
    with uncollected():
        name = _name(paths)
        content = kept(name) if name is not None else None
        if content is not None and (found := _read(content)) is not None:
            return found, []
        from medrules.sources.vignettes import load as read

        vignettes, problems = read(paths)
        if name is not None and not problems:
            keep(name, dumps(vignettes))
        return vignettes, problems


def _name(paths: Sequence[Path]) -> str | None:
    try:
        return of_files("vignettes", [file for path in paths for file in files_at(path)])
    except OSError:
        return None


def _read(content: bytes) -> dict[str, Vignette] | None:
    try:
        found = loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
