"""The problems of a rule book that only show when it is compiled, with their codes."""

from __future__ import annotations

from medrules.model.problem import Location, Problem, RulesError

__all__ = ["CATALOGUE", "RulesError", "complaint"]

CATALOGUE = {
    "C101": "A rule names a level of escalation that no ladder has",
    "C102": "A phrase names a concept that no file declares",
    "C103": "A concept refers to itself",
    "C104": "Several weights are loaded and none is chosen",
    "C105": "A phrase holds no word that could be found",
    "C106": "A limit of doses is in a unit in which no medicine is measured",
}


def complaint(code: str, message: str, location: Location | None, hint: str | None = None) -> Problem:
    """A problem of this catalogue."""
    return Problem(code=code, severity="error", message=message, location=location, hint=hint)
