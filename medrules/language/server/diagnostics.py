"""What an editor shows of problems: where, how grave, what is wrong and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lsprotocol.types import CodeDescription, Diagnostic, DiagnosticSeverity, DiagnosticTag

from medrules.language.problems import Entry
from medrules.language.problems import catalogue as language_catalogue
from medrules.language.server.places import Places
from medrules.model.problem import Problem
from medrules.proving.lint.catalogue import catalogue as lint_catalogue

SOURCE = "medrules"
_SEVERITIES = {"error": DiagnosticSeverity.Error, "warning": DiagnosticSeverity.Warning}
_UNUSED = ("L101", "L102", "L103")
"""What nothing uses: its text is shown faded."""
_DOCS = Path(__file__).parents[3] / "docs"
"""There in a checkout; an installed package comes without its documentation."""


def diagnostics(problems: Iterable[Problem], places: Places) -> list[Diagnostic]:
    """The problems of one file as an editor shows them."""
    return [_diagnostic(problem, places) for problem in problems]


def entry(code: str) -> Entry | None:
    """The page of the catalogue about a code."""
    return language_catalogue().get(code) or lint_catalogue().get(code)


def _diagnostic(problem: Problem, places: Places) -> Diagnostic:
    page = entry(problem.code)
    address = _address(page) if page is not None else None
    start, end = places.span(problem.location) if problem.location is not None else (0, 1)
    return Diagnostic(
        # What is missing at the end of a file is shown at the last thing that is there.
        range=places.range(min(start, max(end - 1, 0)), end),
        message=problem.message + (f"\nhint: {problem.hint}" if problem.hint else ""),
        severity=_SEVERITIES[problem.severity],
        code=problem.code,
        code_description=CodeDescription(href=address) if address is not None else None,
        source=SOURCE,
        tags=[DiagnosticTag.Unnecessary] if problem.code in _UNUSED else None,
    )


@cache
def _address(page: Entry) -> str | None:
    """Where the documentation explains the code."""
    file = _DOCS / ("lint.md" if page.code.startswith("L") else "errors.md")
    if not file.is_file():
        return None
    words = "".join(c for c in f"{page.code} {page.title}".lower() if c.isalnum() or c in " -_")
    return f"{file.as_uri()}#{words.replace(' ', '-')}"
