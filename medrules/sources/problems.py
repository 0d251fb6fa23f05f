"""The catalogue of all that can be wrong with a file of answers or vignettes, and the making of one message."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from medrules.model.problem import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CATALOGUE = Path(__file__).with_name("problems.toml")


class Entry(NamedTuple):
    """One kind of problem: what its code means, the message, and what to write instead (gaps in braces)."""

    code: str
    title: str
    explanation: str
    message: str
    instead: str


class SourceError(Exception):
    """A file of answers or vignettes as a whole cannot be used; ``problem`` says which and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@cache
def catalogue() -> dict[str, Entry]:
    """Every problem of answers (``S``) and vignettes (``V``) by its code, in the order of the catalogue's file."""
    pages = tomllib.loads(_CATALOGUE.read_text("utf-8"))
    return {code: Entry(code, **page) for code, page in pages.items()}


def message(code: str, words: Mapping[str, object]) -> tuple[str, str]:
    """The message and the hint of a code with the gaps filled."""
    entry = catalogue()[code]
    return entry.message.format(**words), entry.instead.format(**words)


def problem(code: str, location: Location | None = None, line: str | None = None, **words: object) -> Problem:
    """A problem of the catalogue at a place and its line; ``words`` fill the gaps of its message and hint."""
    text, hint = message(code, words)
    return Problem(code=code, severity="error", message=text, location=location, source_line=line, hint=hint)


def meant(word: str, known: Iterable[str], before: str = "") -> str:
    """*Did you mean …?* with the known word that is nearest, if one is near; ``before`` stands before the word."""
    close = get_close_matches(word[:80], sorted(known)[:2000], n=1, cutoff=0.6)
    return f"Did you mean {before}{close[0]}? " if close else ""


def listed(names: Iterable[str], most: int = 20) -> str:
    """Names for a sentence, cut after ``most``."""
    known = [name[:60] for name in names]
    shown = ", ".join(known[:most])
    return f"{shown} and {len(known) - most} more" if len(known) > most else (shown or "none")


def table(prefix: str) -> str:
    """The problems whose code starts so, as a table for the documentation."""
    pages = (entry for code, entry in catalogue().items() if code.startswith(prefix))
    rows = [f"| {page.code} | {page.title} | {page.explanation} |" for page in pages]
    return "\n".join(["| code | problem | what it means |", "| --- | --- | --- |", *rows])
