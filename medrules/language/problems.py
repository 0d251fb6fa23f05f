"""The catalogue of everything the language can say about a user's file, and the making of one such message."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from medrules.model.problem import Location, Problem

_CATALOGUE = Path(__file__).with_name("problems.toml")


class Entry(NamedTuple):
    """One page of the catalogue: what a code means, the mistake, and what to write instead."""

    code: str
    title: str
    explanation: str
    mistake: str
    instead: str


@cache
def catalogue() -> dict[str, Entry]:
    """Every code with its entry, in the order of the catalogue's file."""
    with _CATALOGUE.open("rb") as stream:
        pages = tomllib.load(stream)
    return {
        code: Entry(
            code, page["title"], page["explanation"].strip(), page["mistake"].strip(), page["instead"].strip()
        )
        for code, page in pages.items()
    }


def problem(code: str, message: str, location: Location | None = None, *, hint: str | None = None) -> Problem:
    """A problem of the catalogue; codes that start with W are warnings, all others are errors."""
    severity = "warning" if code.startswith("W") else "error"
    return Problem(code=code, severity=severity, message=message, location=location, hint=hint)


def _areas() -> dict[str, str]:
    return {
        "E1": "Files",
        "E2": "Words and sentences of the language",
        "E3": "Phrases",
        "E4": "Names",
        "E5": "Rules",
        "E6": "Examples",
        "W": "Warnings",
    }


def pages() -> Iterator[str]:
    """The lines of ``docs/errors.md``."""
    yield "# Errors and warnings"
    yield ""
    yield "Each message that medrules prints about a rule file carries a code. This page is made from a catalogue"
    yield "(`python -m medrules.language.problems > docs/errors.md`). An error stops `check`; a warning does not."
    for prefix, area in _areas().items():
        yield f"\n## {area}"
        for entry in catalogue().values():
            if entry.code.startswith(prefix):
                yield f"\n### {entry.code}: {entry.title}\n\n{entry.explanation}"
                yield f"\nMistake:\n\n```\n{entry.mistake}\n```\n\nWrite instead:\n\n```\n{entry.instead}\n```"


if __name__ == "__main__":
    print("\n".join(pages()))
