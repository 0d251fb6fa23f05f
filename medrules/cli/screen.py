"""What a command prints: nothing in an answer or a file reaches the terminal as a command to it."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from medrules.model.problem import Problem

_WIDTH = 120
"""Columns of tables where there is no terminal."""
_KEPT = frozenset("\n\t\u200c\u200d")
"""Line feed and tab; and what joins letters, by which words of some scripts, and some emoji, are spelled."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that act on a line, turn it or break it, or stand in it, without being seen."""


def _visible(character: str) -> str:
    code = ord(character)
    if code < 256:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class _Written(dict[int, int | str]):
    """By character, how it is written; looked up when it is met, as there are too many to list at each start."""

    def __missing__(self, code: int) -> int | str:
        character = chr(code)
        unseen = unicodedata.category(character) in _UNSEEN and character not in _KEPT
        found = self[code] = _visible(character) if unseen else code
        return found


_WRITTEN = _Written()


def clean(text: str) -> str:
    """A text with all that cannot be seen written out (``\\x1b``): a terminal shows it and does nothing."""
    return text.replace("\r\n", "\n").translate(_WRITTEN)


def line(text: str) -> str:
    """A text cleaned and on one line."""
    return " ".join(clean(text).split())


def as_json(value: Any) -> str:
    """A value as JSON in which every character can be seen; all others are escapes, and read back as they were."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1] for c in text)


class _Pipe:
    """Standard output, or error, that falls silent when nobody reads it any more (as after ``| head``)."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            self._silence()
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._silence()

    def _silence(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def console(*, error: bool = False) -> Console:
    """A rich console on standard output or error, without mark-up, emoji or guessing at what to colour."""
    from rich.console import Console

    stream: Any = _Pipe(sys.stderr if error else sys.stdout)
    width = None if stream.isatty() else _WIDTH
    return Console(file=stream, markup=False, emoji=False, highlight=False, width=width)


def say(out: Console, text: str = "", style: str | None = None) -> None:
    """Prints a text on lines of its own, not cut to the terminal's width, so that paths and quotes stay whole."""
    out.print(text, style=style, soft_wrap=True)


def show_problems(problems: Iterable[Problem], out: Console) -> int:
    """Prints problems as blocks with place, line, caret and hint; how many of them are errors."""
    from medrules.language.showing import show

    errors = 0
    for problem in problems:
        errors += problem.severity == "error"
        say(out, clean(show(problem)) + "\n", "red" if problem.severity == "error" else "yellow")
    return errors


def counted(number: int, noun: str) -> str:
    """A number with its noun: *1 answer*, *1,188 answers*."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
