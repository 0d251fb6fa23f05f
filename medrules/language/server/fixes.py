"""Quick fixes: the changes that lint makes itself, and those that a hint spells out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol.types import TextEdit

from medrules.language.server.edits import difference, replacement
from medrules.language.server.projects import File
from medrules.language.source import Chunk, tokens
from medrules.model.problem import Problem
from medrules.proving.lint.fixing import mended
from medrules.proving.lint.subject import Warned

_NAME = r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*"
_WORD = re.compile(rf"{_NAME}(?:/{_NAME})?")
_MEANT = re.compile(rf"did you mean ({_NAME}(?:[ /]{_NAME}){{0,2}})\?")
_USE = re.compile(
    rf"write (?:'use|write: use) ({_NAME})|write: use ({_NAME})$|or write: use ({_NAME})$|'use ({_NAME})'"
)
_DECLARE = re.compile(rf'declare it: ((?:concept|hazard) {_NAME} (?:is )?"…")')
_IN_QUOTES = re.compile(rf'a phrase stands in quotes: "({_NAME})"')
_LEAVE_OUT = re.compile(r"leave '([^']+)' out$")
_CATEGORY = re.compile(rf"write: ({_NAME}/{_NAME})")
_SPACED = re.compile(rf"write: ({_NAME}) ({_NAME})$")


class QuickFix(NamedTuple):
    """A change that mends a problem."""

    title: str
    edits: list[TextEdit]
    problem: Problem
    sure: bool
    """It is what lint does by itself, or the only thing that can be meant."""


def fixes(file: File, found: Iterable[Warned], line_end: str) -> Iterator[QuickFix]:
    """The quick fixes for problems of a file, in their order."""
    for each in found:
        if each.fix is not None:
            text, done = mended(file.source, [each.fix])
            if done:
                title = "Take it out" if not each.fix.text else "Replace it by a common space"
                yield QuickFix(title, difference(file.places, text, line_end), each.problem, True)
        elif each.problem.hint and each.problem.location is not None:
            yield from _by_hint(file, each.problem, each.problem.hint, line_end)


def _by_hint(file: File, problem: Problem, hint: str, line_end: str) -> Iterator[QuickFix]:
    for title, start, end, text in _changes(file, problem, hint):
        yield QuickFix(title, [replacement(file.places, start, end, text, line_end)], problem, False)


_Change = tuple[str, int, int, str]


def _changes(file: File, problem: Problem, hint: str) -> Iterator[_Change]:
    """(title, start, end, new text) of what a hint proposes, where it can be taken at its word."""
    assert problem.location is not None  # noqa: S101  (who calls has looked)
    start, end = file.places.span(problem.location)
    written = file.source.code[start:end]
    meant = _MEANT.fullmatch(hint)
    bracketed = written[:1] == "<" and written[-1:] == ">"
    if meant and bracketed:
        yield f"Write: <{meant[1]}>", start, end, f"<{meant[1]}>"
    elif meant and _WORD.fullmatch(written):
        yield f"Write: {meant[1]}", start, end, meant[1]
    elif problem.code == "E212" and (spaced := _SPACED.match(hint)) and f"{spaced[1]}{spaced[2]}" == written:
        yield f"Write: {spaced[1]} {spaced[2]}", start, end, f"{spaced[1]} {spaced[2]}"
    elif problem.code == "E404" and (path := _CATEGORY.fullmatch(hint)) and file.source.code[end : end + 1] != "/":
        yield f"Write: {path[1]}", start, end, path[1]
    elif problem.code == "E210" and hint.startswith("write in line one: "):
        line = hint.removeprefix("write in line one: ")
        yield f"Write in line one: {line}", 0, 0, f"{line}\n\n"
    elif problem.code == "E204" and hint == "delete it":
        yield "Delete it", start, end, ""
    elif (superfluous := _LEAVE_OUT.search(hint)) and superfluous[1] == written:
        yield f"Leave '{written}' out", start, _after_space(file.source.code, end), ""
    if (bare := _IN_QUOTES.match(hint)) and bare[1].lower() == written.lower():
        yield f'Write: "{written}"', start, end, f'"{written}"'
    if use := _USE.search(hint):
        yield _use(file, next(filter(None, use.groups())))
    if declared := _DECLARE.search(hint):
        yield _declare(file, start, declared[1])


def _after_space(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == " " else end


def _use(file: File, pack: str) -> _Change:
    position, above = place_of_use(file)
    return f"Write: use {pack}", position, position, f"{above}use {pack}"


def place_of_use(file: File) -> tuple[int, str]:
    """Where a further ``use`` is written, and the line ends before it: below the last one, else below the pack."""
    chunks = {chunk.keyword: chunk for chunk in file.source.chunks}
    for keyword, above in (("use", "\n"), ("pack", "\n\n"), ("medrules", "\n\n")):
        if keyword in chunks:
            return _line_end(file, chunks[keyword]), above
    return 0, ""


def _line_end(file: File, chunk: Chunk) -> int:
    """The end of the line on which the last word of a declaration stands."""
    code = file.source.code
    pieces = [t for t in tokens(code, chunk.start, chunk.end) if t.kind != "comment" and t.text.strip()]
    end = code.find("\n", pieces[-1].end)
    return end if end >= 0 else len(code)


def _declare(file: File, position: int, text: str) -> _Change:
    """A declaration to be filled in, above the one in hand."""
    chunk = next((each for each in reversed(file.source.chunks) if each.start <= position), None)
    start = chunk.start if chunk is not None else 0
    kind, name, *_ = text.split()
    return f"Declare the {kind} {name}", start, start, f"{text}\n\n"
