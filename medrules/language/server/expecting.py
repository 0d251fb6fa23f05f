"""What the grammar takes at a place of a declaration: keywords, and names by what they would name."""

from __future__ import annotations

from typing import Any, NamedTuple

from lark import Token
from lark.exceptions import UnexpectedInput

from medrules.language.accidents import spellings
from medrules.language.grammar import parser
from medrules.language.statements import leave_out, starts

_MOST_ERRORS = 20
_MOST_WORDS = 5
"""Words of a keyword that is several words, such as ``in the same sentence as``."""
_PATTERNS = ("NAME", "STRING")


class Expected(NamedTuple):
    """What can come next."""

    keywords: tuple[str, ...]
    """As they are written; one that only one word can follow, with that word (``leads to``)."""
    kinds: frozenset[str]
    """The grammar's names for what a name, or a text in quotes, would be here."""
    may_end: bool
    """The declaration may end here, and another begin."""


def expected(text: str) -> Expected | None:
    """What can follow the beginning of a declaration; None where its last statement cannot be read.

    Statements before the last one that cannot be read are passed over.
    """
    state = _state(text)
    if state is None:
        return None
    accepted = state.accepts()
    return Expected(
        tuple(sorted(_phrased(state, terminal) for terminal in accepted if _is_word(terminal))),
        frozenset(kind for terminal in _PATTERNS if terminal in accepted for kind in _kinds(state, terminal)),
        "$END" in accepted,
    )


def _state(text: str) -> Any:
    last = max(starts(text), default=0)
    for _ in range(_MOST_ERRORS):
        state: Any = parser().parse_interactive(text, start="declaration")
        try:
            state.exhaust_lexer()
        except UnexpectedInput as error:
            position = len(text) if error.pos_in_stream is None else error.pos_in_stream
            without = leave_out(text, position) if position <= last else None
            if without is None:
                return None
            text = without
        else:
            return state
    return None


def _is_word(terminal: str) -> bool:
    return spellings().get(terminal, "-")[0].isalpha()


def _phrased(state: Any, terminal: str) -> str:
    """A keyword with the words that have to follow it."""
    words = [spellings()[terminal]]
    state = state.copy()
    state.feed_token(Token(terminal, words[0]))
    while len(words) < _MOST_WORDS:
        following = state.accepts()
        only = next(iter(following)) if len(following) == 1 else ""
        if not _is_word(only):
            break
        words.append(spellings()[only])
        state.feed_token(Token(only, words[-1]))
    return " ".join(words)


def _kinds(state: Any, terminal: str) -> set[str]:
    """The rules of the grammar to which a name or a text would be reduced."""
    trial = state.copy()
    trial.feed_token(Token(terminal, "x"))
    lark: Any = parser()
    table = lark.parser.parser.parser.parse_table.states
    reductions = [rule for _, rule in table[trial.parser_state.position].values() if hasattr(rule, "origin")]
    return {str(rule.origin.name) for rule in reductions if len(rule.expansion) == 1}
