"""The parser that Lark makes of ``grammar/medrules.lark``, and the words that the grammar reserves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from typing import Any, Literal, NamedTuple

from lark import Lark, Token
from lark.lexer import PatternStr, TerminalDef
from lark.parsers.lalr_analysis import Shift
from lark.tree import Tree

from medrules.language.lexing import Cutter
from medrules.shipped import folder

Start = Literal["start", "declaration", "statements"]
Node = Tree[Token]

_END = Token("$END", "")
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
    steps, first, last = _steps(start)
    states, values = [first], list[Any]()
    for token in chain(_cutter().cut(text), (_END,)):
        kind = token.type
        while True:
            step = steps[states[-1]].get(kind)
            if step is None:
                return None
            state, make, size, origin = step
            if make is None:
                states.append(state)
                values.append(token)
                break
            parts = values[-size:] if size else []
            if size:
                del values[-size:], states[-size:]
            values.append(make(parts))
            states.append(steps[states[-1]][origin][0])
            if kind == "$END" and states[-1] == last:
                tree: Node = values[-1]
                return tree
    return None


class _Step(NamedTuple):
    """What to do with a terminal in a state: shift it, or reduce the last values by a rule of the grammar."""

    state: int
    """The state after a shift."""
    make: Callable[[list[Any]], Any] | None
    """Makes the value of a reduction; None: shift."""
    size: int
    origin: str


@cache
def _steps(start: Start) -> tuple[dict[int, dict[str, _Step]], int, int]:
    """The table of Lark's own parser with what it looks up at every step looked up once; first and last state."""
    conf = parser().parse_interactive(start=start).parser_state.parse_conf
    table = {
        state: {
            name: _Step(arg, None, 0, "")
            if action is Shift
            else _Step(-1, conf.callbacks[arg], len(arg.expansion), arg.origin.name)
            for name, (action, arg) in actions.items()
        }
        for state, actions in conf.states.items()
    }
    return table, conf.start_state, conf.end_state


def parse_declaration_whole(text: str) -> Node:
    """The tree of one declaration with every word and mark of it; parentheses are nodes called ``operand``.

    Raises:
        lark.exceptions.UnexpectedInput: the text does not follow the grammar.
    """
    tree = _lossless().parse(text, start="declaration")
    assert isinstance(tree, Tree)  # noqa: S101  (no start symbol is inlined to a token)
    return tree
