"""Cuts a declaration into the terminals of the grammar in one pass, much faster than a lexer for every state.

Every keyword is reserved wherever a name stands, so a word is one terminal whatever comes before it; only what
starts with a digit, and a unit, depends on the word before. What this cannot cut, the lexer that Lark makes of the
grammar judges again: it alone speaks of errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lark import Lark, Token
from lark.lexer import PatternRE

_MARKS = ",()/%"
_NUMBERS = {"VERSION": "VERSION_NUMBER", "ON": "DATE", "BY": "DATE", "UNTIL": "DATE", "TEXT": "DATE"}
"""The terminals after which a word that starts with a digit is no plain number."""


class Cutter:
    """Cuts texts into the terminals of one grammar.

    Args:
        lark: the parser whose terminals are used; patterns and spellings are those of its grammar.
        spellings: the words and marks that are terminals of their own, in lower case, with the terminal's name.
    """

    def __init__(self, lark: Lark, spellings: Mapping[str, str]) -> None:
        patterns = {
            terminal.name: re.compile(terminal.pattern.to_regexp())
            for terminal in lark.terminals
            if isinstance(terminal.pattern, PatternRE)
        }
        self._spellings = dict(spellings)
        self._patterns = patterns
        inner = {name: patterns[name].pattern for name in ("LONG_STRING", "STRING", "NAME")}
        self._word = re.compile(
            rf"(?:{patterns['WHITE'].pattern}|{patterns['COMMENT'].pattern})+"
            rf"|(?P<NAME>{inner['NAME']})|(?P<LONG_STRING>{inner['LONG_STRING']})|(?P<STRING>{inner['STRING']})"
            rf"|(?P<MARK>[{re.escape(_MARKS)}])|(?P<NUMBER>[0-9])"
        )

    def cut(self, text: str) -> Iterator[Token]:
        """The terminals of a text, up to the first character that none begins with (``BEYOND``)."""
        at, size, before = 0, len(text), ""
        match, spellings = self._word.match, self._spellings
        while at < size:
            if before == "NUMBER" and (unit := self._patterns["UNIT"].match(text, at)):
                kind, end = "UNIT", unit.end()
            else:
                found = match(text, at)
                if found is None:
                    yield Token("BEYOND", text[at], at)
                    return
                kind, end = found.lastgroup or "", found.end()
                if not kind:
                    at = end
                    continue
                if kind == "NUMBER":
                    kind = _NUMBERS.get(before, "NUMBER")
                    end = self._end(kind, text, at)
                elif kind in ("NAME", "MARK"):
                    kind = spellings.get(text[at:end].lower(), "NAME")
            yield Token(kind, text[at:end], at, end_pos=end)
            before, at = kind, end

    def _end(self, kind: str, text: str, at: int) -> int:
        found = self._patterns[kind].match(text, at)
        return found.end() if found else at + 1
