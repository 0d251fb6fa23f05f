"""The catalogue of all that can be wrong with a table of rules, and the making of one message."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from medrules.model.problem import Location, Problem
from medrules.sources.problems import Entry

_CATALOGUE = Path(__file__).with_name("problems.toml")
_NOTES = "T4"
_LONGEST = 60


class TableError(Exception):
    """A table as a whole cannot be used; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@cache
def catalogue() -> dict[str, Entry]:
    """Every problem by its code, in the order of the catalogue's file."""
    pages = tomllib.loads(_CATALOGUE.read_text("utf-8"))
    return {code: Entry(code, **page) for code, page in pages.items()}


def problem(code: str, location: Location | None = None, **words: object) -> Problem:
    """A problem of the catalogue; ``words`` fill the gaps of its message and hint. Codes T4 are warnings."""
    entry = catalogue()[code]
    severity = "warning" if code.startswith(_NOTES) else "error"
    message, hint = entry.message.format(**words), entry.instead.format(**words)
    return Problem(code=code, severity=severity, message=message, location=location, hint=hint)


def short(text: str) -> str:
    """A cell's text for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 2]} …"


def table() -> str:
    """The problems as a table for the documentation."""
    rows = [f"| {page.code} | {page.title} | {page.explanation} |" for page in catalogue().values()]
    return "\n".join(["| code | problem | what it means |", "| --- | --- | --- |", *rows])
