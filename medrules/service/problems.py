"""The catalogue of what the service refuses, and the answer to a refused request (RFC 9457, problem details)."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from medrules.public import shown

MEDIA_TYPE = "application/problem+json"
_LONGEST = 300


class Entry(NamedTuple):
    """One kind of problem: its title, the status of HTTP, what is said, and what to do (gaps in braces)."""

    title: str
    status: int
    detail: str
    instead: str


class Refused(Exception):
    """A request that is not answered with verdicts.

    Args:
        code: of the catalogue.
        errors: each field that is wrong, with what is wrong with it.
        words: for the gaps of the message; never the text of an answer.
    """

    def __init__(self, code: str, errors: list[dict[str, str]] | None = None, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors
        self.words = words

    @property
    def status(self) -> int:
        """The status of HTTP."""
        return catalogue()[self.code].status

    def body(self) -> bytes:
        """The problem as JSON."""
        entry = catalogue()[self.code]
        told: dict[str, Any] = {
            "type": f"urn:medrules:problem:{self.code}",
            "title": entry.title,
            "status": entry.status,
            "code": self.code,
            "detail": entry.detail.format(**{name: _plain(word) for name, word in self.words.items()}),
            "instead": entry.instead,
        }
        if self.errors is not None:
            told["errors"] = [{name: _plain(text) for name, text in each.items()} for each in self.errors]
        return json.dumps(told).encode()


def _plain(word: object) -> Any:
    """A word on one line, cut, without anything that acts on a terminal; numbers as they are."""
    if not isinstance(word, str):
        return word
    line = " ".join(shown(word[:_LONGEST]).split())
    return line + "…" if len(word) > _LONGEST else line


@cache
def catalogue() -> dict[str, Entry]:
    """Every problem by its code, in the order of the catalogue's file."""
    text = files("medrules.service").joinpath("problems.toml").read_text(encoding="utf-8")
    return {code: Entry(**page) for code, page in tomllib.loads(text).items()}


def table() -> str:
    """Every problem, as a table for the documentation."""
    rows = [f"| {code} | {each.status} | {each.title} | {each.instead} |" for code, each in catalogue().items()]
    return "\n".join(["| code | status | problem | what to do |", "| --- | --- | --- | --- |", *rows])
