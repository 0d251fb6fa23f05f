"""The catalogue of what plugins refuse, and the making of one message."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from medrules.plugins.quoting import plain


class Entry(NamedTuple):
    """One kind of problem: its title, the message, and what to write instead (gaps in braces)."""

    title: str
    message: str
    instead: str


@cache
def catalogue() -> dict[str, Entry]:
    """Every problem by its code, in the order of the catalogue's file."""
    text = files("medrules.plugins").joinpath("problems.toml").read_text(encoding="utf-8")
    return {code: Entry(**page) for code, page in tomllib.loads(text).items()}


def said(code: str, **words: object) -> str:
    """The message of a code with its hint, safe to print."""
    entry = catalogue()[code]
    shown = {name: plain(str(word), 200) for name, word in words.items()}
    return f"medrules: error {code}: {entry.message.format(**shown)}\n  hint: {entry.instead.format(**shown)}"


def table() -> str:
    """Every problem, as a table for the documentation."""
    entries = catalogue().items()
    rows = [f"| {code} | {each.title} | {each.instead.format_map(_Gaps())} |" for code, each in entries]
    return "\n".join(["| code | problem | what to do |", "| --- | --- | --- |", *rows])


class _Gaps(dict[str, str]):
    """Leaves a gap of a message as it stands in the catalogue."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
