"""Pieces: the words of a declaration in canonical spelling, each with its place in the file and its comments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lark import Token

from medrules.language.desk import inside, unquoted
from medrules.language.grammar import reserved
from medrules.language.printing import phrase_text, quoted, unit

DEEPER = "    "
"""Indentation of a text of several lines."""
ONE_LINE = 0
UNLESS, CLAUSE, ITEM = 1, 2, 3
"""Where a statement that is too long for a line breaks first: before ``unless``, a clause, an item of a list."""

_VERSION = re.compile(r"[0-9][\w.+-]*")
_HASH = re.compile(r"[0-9a-f]+")
_BARE_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*")
_AS_WRITTEN = frozenset({"UNIT", "DATE", "VERSION_NUMBER"})


@dataclass(slots=True)
class Comment:
    """A comment with its ``#``; ``blank``: an empty line stands above it."""

    text: str
    start: int
    blank: bool = False


@dataclass(slots=True)
class Piece:
    """Characters that are printed together, and where they stood."""

    text: str
    start: int
    end: int
    breaks: int = ONE_LINE
    """0, or the first level at which a line may break before it."""
    glued: bool = False
    """No space before it."""
    blank: bool = False
    """An empty line stood above it."""
    before: list[Comment] = field(default_factory=list)
    """Comments on lines of their own above it."""
    after: list[Comment] = field(default_factory=list)
    """Comments behind it on its line."""


def of_token(token: Token, kind: str) -> Piece:
    """A word or mark in its canonical spelling; ``kind`` is the part of the grammar it stands in."""
    start = token.start_pos or 0
    glued = token in (",", ")", "%")
    return Piece(_spelt(token, kind), start, token.end_pos or start, glued=glued)


def _spelt(token: Token, kind: str) -> str:
    if token.type in ("STRING", "LONG_STRING"):
        return _string(token, kind)
    if token.type == "NUMBER":
        return _number(token)
    if kind == "unit":
        return unit(token)
    if token.type in _AS_WRITTEN or kind == "hash":
        return str(token)
    return token.lower()


def _string(token: Token, kind: str) -> str:
    if kind == "phrase":
        return f'"{phrase_text(inside(token)[0])}"'
    text = unquoted(token)
    if kind == "version" and _VERSION.fullmatch(text):
        return text
    if kind == "hash" and _HASH.fullmatch(text):
        return text
    if kind == "rating" and _BARE_NAME.fullmatch(text) and text not in reserved():
        return text
    return quoted(text, DEEPER)


def _number(token: str) -> str:
    whole, point, part = token.partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (point + part if part else "")
