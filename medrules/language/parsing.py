"""Parses one rule file, a declaration at a time, so that one mistake does not hide the others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lark import Token
from lark.exceptions import UnexpectedInput

from medrules.language.desk import did_you_mean, name, parts, word
from medrules.language.explaining import explain
from medrules.language.grammar import Node, parse
from medrules.language.source import DECLARATIONS, Chunk, Source, colons, tokens
from medrules.language.statements import leave_out
from medrules.model.problem import Problem

_INSIDE = re.compile(r'^(rule|concept|escalation|hazard)\s+[\w.-]+\s+(?:["“]|is\s)', re.MULTILINE | re.IGNORECASE)
_MOST_ERRORS = 20
"""Syntax errors shown of one rule; a text with more is no rule."""
VERSION = "1"
"""The version of the language that this library reads."""


@dataclass(slots=True)
class Declared:
    """One declaration that the grammar accepts."""

    keyword: str
    base: int
    """Where it begins in the file."""
    node: Node
    mended: bool = False
    """Statements with a syntax error were left out of it: it is read only for what else is wrong."""


@dataclass(slots=True)
class Use:
    """A pack that the file uses."""

    name: str
    start: int
    end: int
    path: Path | None = None


@dataclass(slots=True)
class Parsed:
    """One file's declarations, and what is wrong with its syntax."""

    source: Source
    path: Path
    runs: bool
    """Its rules run; otherwise it only lends its concepts, rungs and weights."""
    declared: list[Declared] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)
    """(keyword, name) of declarations with a syntax error: naming them elsewhere is no second problem."""
    uses: list[Use] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    colons: tuple[int, ...] = ()
    """Where a colon stood outside texts and comments: one mistake, however often it was made."""


def parse_file(source: Source, path: Path, *, runs: bool) -> Parsed:
    """The declarations of a file."""
    made = Parsed(source, path, runs)
    made.colons = _colons(made)
    for chunk in source.chunks:
        if chunk.keyword:
            _declaration(made, chunk)
        else:
            _preamble(made, chunk)
    _version(made)
    return made


def _colons(made: Parsed) -> tuple[int, ...]:
    """Takes the colons out of what is read (``harm: severe``) and complains of the first for all of them."""
    code = made.source.code
    found = colons(code)
    if not found:
        return ()
    without, reached = [], 0
    for place in found:
        without += [code[reached:place], " "]
        reached = place + 1
    made.source.code = "".join([*without, code[reached:]])
    places = "place" if len(found) == 2 else "places"
    others = f", here and in {len(found) - 1} more {places} of this file" if len(found) > 1 else ""
    message, first = "The character : has no meaning here", found[0]
    made.problems.append(made.source.problem("E204", message, first, first + 1, f"leave the colon out{others}"))
    return found


def _declaration(made: Parsed, chunk: Chunk) -> None:
    swallowed = _swallowed(made.source, chunk) if chunk.unclosed else None
    if swallowed is not None:
        made.problems.append(swallowed)
        _note_broken(made, chunk)
        return
    for number, token in enumerate(chunk.unclosed):
        if number == 0 or token.text.strip() != "”":  # the end of the text that was opened before it
            made.problems.append(_unclosed(made.source, token.text, token.start, token.end))
    if chunk.unclosed:
        _note_broken(made, chunk)
        return
    try:
        node = parse(made.source.code[chunk.start : chunk.end], "declaration")
    except UnexpectedInput as error:
        swallowed = _swallowed(made.source, chunk)
        made.problems.append(swallowed or explain(made.source, chunk, error))
        _note_broken(made, chunk)
        if swallowed is None and chunk.keyword == "rule":
            _go_on(made, chunk, error)
        return
    colons = any(chunk.start <= place < chunk.end for place in made.colons)
    made.declared.append(Declared(chunk.keyword, chunk.start, node, mended=colons))
    if chunk.keyword == "use":
        for part in parts(node):
            pack = word(part)
            start = chunk.start + (pack.start_pos or 0)
            made.uses.append(Use(name(part), start, start + len(pack)))


def _go_on(made: Parsed, chunk: Chunk, error: UnexpectedInput) -> None:
    """Reads a rule again without the statement that cannot be read, so that one mistake hides no other."""
    text = made.source.code[chunk.start : chunk.end]
    for _ in range(_MOST_ERRORS):
        without = leave_out(text, error.pos_in_stream or 0)
        if without is None:
            return
        text = without
        try:
            made.declared.append(Declared(chunk.keyword, chunk.start, parse(text, "declaration"), mended=True))
            return
        except UnexpectedInput as another:
            error = another
            made.problems.append(explain(made.source, chunk, error))


def _note_broken(made: Parsed, chunk: Chunk) -> None:
    words = [t.text.lower() for t in tokens(made.source.code, chunk.start, chunk.end) if t.kind == "word"][:2]
    if len(words) == 2:
        made.broken.add((chunk.keyword, words[1]))


def _swallowed(source: Source, chunk: Chunk) -> Problem | None:
    """A text of several lines that runs over the beginning of a declaration: most likely its end was forgotten."""
    for token in tokens(source.code, chunk.start, chunk.end):
        begins = _INSIDE.search(token.text) if token.kind == "string" and "\n" in token.text else None
        if begins is not None:
            line = source.location(token.start + begins.start(1)).line
            message = f"The text opened here runs on over line {line}, where a {begins.group(1).lower()} begins"
            hint = f'close it with """ before line {line}'
            return source.problem("E203", message, token.start, token.start + 3, hint)
    return None


def _unclosed(source: Source, text: str, start: int, end: int) -> Problem:
    if text[:3].strip('"“”') == "" and len(text) >= 3:
        hint = 'close it with """'
        return source.problem(
            "E203", "A text of several lines is opened here and never closed", start, start + 3, hint
        )
    opener = text[0]
    closer = "”" if opener == "“" else '"'
    hint = f'close it with {closer} on the same line; a text of several lines stands between """ and """'
    if opener == "”":
        hint = 'a text opens with " or “'
    return source.problem("E203", "A text is opened here and not closed on this line", start, end, hint)


def _preamble(made: Parsed, chunk: Chunk) -> None:
    """Text before the first declaration."""
    for token in tokens(made.source.code, chunk.start, chunk.end):
        if token.kind == "comment" or not token.text.strip():
            continue
        if token.kind == "unclosed":
            made.problems.append(_unclosed(made.source, token.text, token.start, token.end))
            return
        message = f"A file begins with 'medrules {VERSION}', not with '{token.text[:40]}'"
        hint = f"write: medrules {VERSION}"
        if token.kind == "word":
            hint = did_you_mean(token.text, DECLARATIONS, hint)
        made.problems.append(made.source.problem("E208", message, token.start, token.end, hint))
        return


def _version(made: Parsed) -> None:
    languages = [each for each in made.declared if each.keyword == "medrules"]
    broken = any(keyword == "medrules" for keyword, _ in made.broken)
    source = made.source
    if not languages:
        if not broken and not any(found.code in ("E208", "E201") for found in made.problems[:1]):
            hint = f"write in line one: medrules {VERSION}"
            made.problems.append(source.problem("E210", "Line one names the language and its version", 0, 1, hint))
        return
    first, *others = languages
    if made.declared[0] is not first:
        hint = "move it to line one"
        made.problems.append(
            source.problem("E210", "'medrules' stands in line one", first.base, first.base + 8, hint)
        )
    for other in others:
        message = "'medrules' stands in line one, and once"
        made.problems.append(source.problem("E210", message, other.base, other.base + 8, "take this one out"))
    number = first.node.children[1]
    if isinstance(number, Token) and number != VERSION:
        start = first.base + (number.start_pos or 0)
        message = f"This medrules reads version {VERSION} of the language, not {number}"
        hint = f"write: medrules {VERSION}, or install the medrules that reads version {number}"
        made.problems.append(source.problem("E211", message, start, start + len(number), hint))
