"""What a command prints: nothing in an answer or a file reaches the terminal as a command to it."""

from __future__ import annotations

import json
import os
import sys
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from medrules.model.problem import Problem

_WIDTH = 120
"""Columns of tables where there is no terminal."""
_KEPT = frozenset("\n\t")
_TURNING = frozenset("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of a line, or break it, without being seen."""


def _visible(character: str) -> str:
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"


def _controls() -> dict[int, str]:
    controls = {chr(code) for code in (*range(32), *range(0x7F, 0xA0))} | _TURNING
    surrogates = {chr(code) for code in range(0xD800, 0xE000)}
    return {ord(character): _visible(character) for character in (controls | surrogates) - _KEPT}


_CONTROLS = _controls()


def clean(text: str) -> str:
    """A text with every control character written out (``\\x1b``): a terminal shows it and does nothing."""
    return text.replace("\r\n", "\n").translate(_CONTROLS)


def line(text: str) -> str:
    """A text cleaned and on one line."""
    return " ".join(clean(text).split())


def as_json(value: Any) -> str:
    """A value as JSON that holds no control character, not even in a text of another script."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(f"\\u{ord(c):04x}" if ord(c) in _CONTROLS else c for c in text)


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
