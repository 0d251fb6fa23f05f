"""A problem found in a user's file: what happened, where, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from medrules.model.frozen import Frozen

Severity = Literal["error", "warning"]


class Location(Frozen):
    """A place in a text file. Lines and columns count from 1, in characters; the end is exclusive."""

    file: str
    line: int
    column: int = 1
    end_line: int | None = None
    end_column: int | None = None


class Problem(Frozen):
    """One finding about a file the user wrote. Problems are collected, never thrown at the user."""

    code: str
    """Stable code of the message, such as ``E102``; every code is in a catalogue."""
    severity: Severity
    message: str
    """What happened, in plain words."""
    location: Location | None = None
    source_line: str | None = None
    """The line the location points at, as the user wrote it."""
    hint: str | None = None
    """What to write instead."""


class RulesError(Exception):
    """Rules that cannot be used. ``problems`` says what is wrong and where; the text is all of it for the user."""

    def __init__(self, problems: Sequence[Problem], shown: str | None = None) -> None:
        """Keep ``problems``; ``shown`` is how they are to be read, where somebody has set them out already."""
        self.problems = list(problems)
        super().__init__(shown if shown is not None else "\n".join(_line(problem) for problem in self.problems))


def _line(problem: Problem) -> str:
    place = f"{problem.location.file}:{problem.location.line}: " if problem.location else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{place}{problem.code} {problem.message}{hint}"
