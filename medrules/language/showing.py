"""Shows a problem as a block of plain text: place, line, caret and what to write instead."""

from __future__ import annotations

import unicodedata

from medrules.model.problem import Location, Problem

_WIDEST = 100
"""Columns of a long line that are shown around the caret."""
_LONGEST = 500
"""Characters of a message or hint: a name in it may be of any length."""
_TAB = "    "


def show(problem: Problem) -> str:
    """The problem with file, line and column, the line, a caret under the place, and the hint; no last line break.

    Control characters and invisible ones (terminal escapes among them) appear as visible symbols.
    """
    place = problem.location
    head = f"{_visible(_address(place))}: " if place else ""
    lines = [f"{head}{problem.severity} {problem.code}: {_visible(_cut(problem.message))}"]
    if place is not None and problem.source_line is not None:
        lines += _marked(problem.source_line, place)
    hint = problem.hint.split("\n") if problem.hint else []
    lines += [
        ("  hint: " if number == 0 else "        ") + _visible(_cut(line)) for number, line in enumerate(hint)
    ]
    return "\n".join(lines)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _address(place: Location) -> str:
    return f"{place.file}:{place.line}:{place.column}"


def _marked(line: str, place: Location) -> list[str]:
    """The line with its number, cut to a readable width, and carets under the place."""
    start = min(place.column - 1, len(line))
    end = max(start + 1, _end(line, place))
    first = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    last = min(len(line), first + _WIDEST)
    before = ("…" if first else "") + _visible(line[first:start])
    under = _visible(line[start : min(end, last)])
    after = _visible(line[min(end, last) : last]) + ("…" if last < len(line) else "")
    number = f"{place.line:>4} | "
    margin = " " * (len(number) - 2) + "| "
    return [
        (number + before + under + after).rstrip(),
        margin + " " * _width(before) + "^" * max(1, _width(under)),
    ]


def _end(line: str, place: Location) -> int:
    """Where the marked characters end in the line (exclusive)."""
    if place.end_column is None:
        return place.column
    return place.end_column - 1 if place.end_line in (None, place.line) else len(line)


def _width(text: str) -> int:
    """How many columns a terminal needs for a text."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _visible(text: str) -> str:
    """The text with every control or invisible character as a symbol."""
    return text if text.isascii() and text.isprintable() else "".join(map(_symbol, text))


def _symbol(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return _TAB
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return f"<U+{code:04X}>"
    return character
