"""The problems of a rule book that only show when it is compiled, with their codes."""

from __future__ import annotations

from collections.abc import Sequence

from medrules.model.problem import Location, Problem

CATALOGUE = {
    "C101": "A rule names a level of escalation that no ladder has",
    "C102": "A phrase names a concept that no file declares",
    "C103": "A concept refers to itself",
    "C104": "Several weights are loaded and none is chosen",
    "C105": "A phrase holds no word that could be found",
}


class RulesError(Exception):
    """A rule book that cannot work; ``problems`` says what is wrong and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(_line(problem) for problem in self.problems))


def complaint(code: str, message: str, location: Location | None, hint: str | None = None) -> Problem:
    """A problem of this catalogue."""
    return Problem(code=code, severity="error", message=message, location=location, hint=hint)


def _line(problem: Problem) -> str:
    place = f"{problem.location.file}:{problem.location.line}: " if problem.location else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{place}{problem.code} {problem.message}{hint}"
