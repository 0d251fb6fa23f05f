"""Rule books as they were read the last time, while nothing that they are made of has changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from medrules.caching.fingerprints import of_rules
from medrules.caching.sealed import keep, kept
from medrules.caching.values import dumps, loads
from medrules.garbage import uncollected
from medrules.model.book import RuleBook
from medrules.model.problem import Problem


def load(paths: Sequence[Path], shipped: Path) -> tuple[RuleBook, list[Problem]]:
    """As ``medrules.language.loading.load``; a book without an error is kept for the next time."""
    with uncollected():
        name = of_rules("book", paths, shipped)
        content = kept(name) if name is not None else None
        if content is not None and (found := _read(content)) is not None:
            return found
        from medrules.language.loading import load as read

        book, problems = read(paths, shipped)
        if name is not None and all(problem.severity != "error" for problem in problems):
            keep(name, dumps((book, tuple(problems))))
        return book, problems


def _read(content: bytes) -> tuple[RuleBook, list[Problem]] | None:
    try:
        book, problems = loads(content)
    except ValueError:
        return None
    return book, list(problems)
