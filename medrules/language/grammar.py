"""The parser that Lark makes of ``grammar/medrules.lark``, and the words that the grammar reserves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from lark import Lark, Token
from lark.exceptions import UnexpectedInput
from lark.lexer import PatternStr, TerminalDef
from lark.tree import Tree

from medrules.language.lexing import Cutter
from medrules.shipped import folder

Start = Literal["start", "declaration", "statements"]
Node = Tree[Token]

_NAME = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*")


class _NamesEverywhere:
    """Lets the lexer see a whole name in every state, so that a keyword cannot run into what follows."""

    always_accept = ("NAME",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


def spelling(terminal: TerminalDef) -> str | None:
    """How a keyword or mark is written; None for a terminal that is a pattern (a name, a text, a number)."""
    return terminal.pattern.value if isinstance(terminal.pattern, PatternStr) else None


def build(*, strict: bool = False, lossless: bool = False) -> Lark:
    """A parser of the language.

    Args:
        strict: prove that the grammar holds no conflict (for the tests).
        lossless: keep every word and mark in the tree (for whoever writes the text anew).
    """
    words: set[str] = set()

    def judge(token: Token) -> Token:
        if token.lower() in words:
            token.type = "RESERVED"
        return token

    options: dict[str, Any] = {"postlex": _NamesEverywhere(), "lexer_callbacks": {"NAME": judge}}
    text = (folder("grammar") / "medrules.lark").read_text(encoding="utf-8")
    lark = Lark(
        text,
        parser="lalr",
        lexer="contextual",
        start=["start", "declaration", "statements"],
        maybe_placeholders=False,
        keep_all_tokens=lossless,
        strict=strict,
        **options,
    )
    spellings = (spelling(terminal) for terminal in lark.terminals)
    words.update(word.lower() for word in spellings if word and _NAME.fullmatch(word))
    return lark


@cache
def parser() -> Lark:
    """The parser, made once."""
    return build()


@cache
def _lossless() -> Lark:
    return build(lossless=True)


@cache
def reserved() -> frozenset[str]:
    """Every keyword that is shaped like a name."""
    spellings = (spelling(terminal) for terminal in parser().terminals)
    return frozenset(word.lower() for word in spellings if word and _NAME.fullmatch(word))


def parse(text: str, start: Start) -> Node:
    """The tree of a text.

    Raises:
        lark.exceptions.UnexpectedInput: the text does not follow the grammar.
    """
    tree = quick_tree(text, start) or parser().parse(text, start=start)
    assert isinstance(tree, Tree)  # noqa: S101  (no start symbol is inlined to a token)
    return tree


@cache
def _cutter() -> Cutter:
    spellings = ((spelling(terminal), terminal.name) for terminal in parser().terminals)
    return Cutter(parser(), {word.lower(): name for word, name in spellings if word})


def quick_tree(text: str, start: Start) -> Node | None:
    """The tree of a text without errors; of any other text nothing."""
    reading = parser().parse_interactive(start=start)
    try:
        for token in _cutter().cut(text):
            reading.feed_token(token)
        tree: Node = reading.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return None
    return tree


def parse_declaration_whole(text: str) -> Node:
    """The tree of one declaration with every word and mark of it; parentheses are nodes called ``operand``.

    Raises:
        lark.exceptions.UnexpectedInput: the text does not follow the grammar.
    """
    tree = _lossless().parse(text, start="declaration")
    assert isinstance(tree, Tree)  # noqa: S101  (no start symbol is inlined to a token)
    return tree
