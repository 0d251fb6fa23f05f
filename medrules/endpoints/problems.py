"""The catalogue of all that can go wrong in asking models, and the making of one message."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from medrules.model.problem import Problem
from medrules.sources.problems import Entry

if TYPE_CHECKING:
    from medrules.model.problem import Location

_CATALOGUE = Path(__file__).with_name("problems.toml")


class AskingError(Exception):
    """A run that cannot begin or go on; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = list(problems)


@cache
def catalogue() -> dict[str, Entry]:
    """Every problem of asking (``A``) by its code, in the order of the catalogue's file."""
    pages = tomllib.loads(_CATALOGUE.read_text("utf-8"))
    return {code: Entry(code, **page) for code, page in pages.items()}


def problem(code: str, location: Location | None = None, line: str | None = None, **words: object) -> Problem:
    """A problem of the catalogue at a place and its line; ``words`` fill the gaps of its message and hint."""
    entry = catalogue()[code]
    text, hint = entry.message.format(**words), entry.instead.format(**words)
    return Problem(code=code, severity="error", message=text, location=location, source_line=line, hint=hint)


def table(prefix: str) -> str:
    """The problems whose code starts so, as a table for the documentation."""
    pages = (entry for code, entry in catalogue().items() if code.startswith(prefix))
    rows = [f"| {page.code} | {page.title} | {page.explanation} |" for page in pages]
    return "\n".join(["| code | problem | what it means |", "| --- | --- | --- |", *rows])
