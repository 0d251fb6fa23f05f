"""Where the declarations of one file are worked on: its places, its names, and the problems found so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lark import Token
from rapidfuzz import process
from rapidfuzz.distance import OSA

from medrules.language.grammar import Node
from medrules.language.names import Names
from medrules.language.source import Source
from medrules.model.problem import Location, Problem

Part = Node | Token

_ESCAPED = re.compile(r'\\(["“”\\])')


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one most likely means: at most a third of its letters differ."""
    found = process.extractOne(word.lower(), list(known), scorer=OSA.distance, score_cutoff=max(1, len(word) // 3))
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A hint: the nearest known word, or what else to do; after ``one of`` the known words are listed."""
    known = sorted(known) if isinstance(known, set | dict) else list(known)
    near = nearest(word, known)
    if near:
        return f"did you mean {near}?"
    return f"{otherwise}: {', '.join(known)}" if otherwise.endswith("one of") and known else otherwise


def tokens_of(part: Part) -> Iterator[Token]:
    """The tokens of a tree in the order of the text; keywords that the grammar drops are not among them."""
    waiting: list[Part] = [part]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Token):
            yield current
        else:
            waiting.extend(reversed(current.children))


def parts(node: Node) -> list[Node]:
    """The children of a node that are trees."""
    return [child for child in node.children if not isinstance(child, Token)]


def find(node: Node, *kinds: str) -> Node | None:
    """The first child of one of these kinds."""
    return next((child for child in parts(node) if child.data in kinds), None)


def word(node: Node) -> Token:
    """The only token of a node such as ``rung`` or ``text``."""
    child = node.children[0]
    assert isinstance(child, Token)  # noqa: S101  (these rules of the grammar hold one terminal)
    return child


def name(node: Node) -> str:
    """The name that a node such as ``rung`` writes, in lower case."""
    return word(node).lower()


def inside(token: Token) -> tuple[str, int]:
    """What stands between the quotes of a text, and how many characters of opening quotes precede it."""
    marks = 3 if token.type == "LONG_STRING" else 1
    return token[marks:-marks], marks


def unquoted(token: Token) -> str:
    r"""The text that a string means: ``\"`` is a quote and ``\\`` a backslash, any other backslash is itself.

    In a text of several lines a line break straight after the opening marks goes; where the closing marks stand on
    a line of their own, that line goes, and its indentation is taken off every line.
    """
    text, marks = inside(token)
    if marks == 3:
        text = text.removeprefix("\n")
        body, newline, last = text.rpartition("\n")
        if newline and not last.strip():
            text = "\n".join(line.removeprefix(last) for line in body.split("\n")) if last else body
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


class Desk:
    """One file at work. ``base`` is where the declaration in hand begins in the file."""

    def __init__(self, source: Source, names: Names) -> None:
        self.source = source
        self.names = names
        self.base = 0
        self.problems: list[Problem] = []

    def span(self, part: Part) -> tuple[int, int]:
        """The characters of the file from the first to the last kept token of a part."""
        only = part if isinstance(part, Token) else part.children[0] if len(part.children) == 1 else None
        if isinstance(only, Token):
            return self.base + (only.start_pos or 0), self.base + (only.end_pos or 0)
        tokens = list(tokens_of(part))
        if not tokens:
            return self.base, self.base + 1
        start = min(token.start_pos or 0 for token in tokens)
        end = max(token.end_pos or 0 for token in tokens)
        return self.base + start, self.base + end

    def place(self, part: Part) -> Location:
        """The place of a part in the file."""
        return self.source.location(*self.span(part))

    def start(self, token: Part) -> Location:
        """Where a part begins."""
        position = token.start_pos if isinstance(token, Token) else self.span(token)[0] - self.base
        return self.source.location(self.base + (position or 0))

    def complain(self, code: str, message: str, part: Part, hint: str | None = None) -> None:
        """Note a problem at a part of the declaration in hand."""
        self.problems.append(self.source.problem(code, message, *self.span(part), hint))

    def text(self, node: Node | None) -> str | None:
        """The text of a ``text`` or ``title`` node."""
        return unquoted(word(node)) if node is not None else None
