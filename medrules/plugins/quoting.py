"""A few words of an answer with carets under the evidence, safe to print on a terminal."""

from __future__ import annotations

import unicodedata

from medrules.public import shown

_AROUND = 60
"""Characters shown on either side of the evidence."""
_MOST = 120
"""Characters of the evidence itself; of longer ones the end is left out."""


def quoted(text: str, start: int, end: int) -> list[str]:
    """Two lines: the words around the characters from ``start`` to ``end``, and carets under these.

    Line breaks and tabs become spaces; whatever would act on a terminal is written out.
    """
    first = _from(text, start)
    last = _to(text, end)
    before = ("…" if first else "") + _plain(text[first:start])
    under = _plain(text[start : min(end, start + _MOST)]) + ("…" if end > start + _MOST else "")
    after = _plain(text[end:last]) + ("…" if last < len(text) else "")
    cut = len(before) - len(before.lstrip())
    return [(before + under + after).strip(), " " * _width(before[cut:]) + "^" * max(1, _width(under))]


def plain(text: str, most: int = 2_000) -> str:
    """A text on one line, safe to print and cut to a length."""
    line = " ".join(_plain(text[: most + 1]).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _from(text: str, start: int) -> int:
    """Where the words before the evidence begin: after a space, or at the beginning."""
    first = max(0, start - _AROUND)
    space = text.find(" ", first, start) if first else -1
    return space + 1 if space >= 0 else first


def _to(text: str, end: int) -> int:
    last = min(len(text), end + _AROUND)
    space = text.rfind(" ", end, last) if last < len(text) else -1
    return space if space >= 0 else last


def _plain(text: str) -> str:
    return shown(text).replace("\n", " ").replace("\t", " ")


def _width(text: str) -> int:
    """How many columns a terminal needs for a text."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
