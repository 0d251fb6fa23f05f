"""Says in plain words what a text that the grammar refuses should have been."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from lark import Token as LarkToken
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from medrules.language.accidents import Accident, context, expectation, spellings, vocabulary, words_accepted
from medrules.language.grammar import parser
from medrules.language.mistakes import recognise
from medrules.language.source import Chunk, Source, Token, tokens
from medrules.model.problem import Problem


def explain(source: Source, chunk: Chunk, error: UnexpectedInput) -> Problem:
    """The problem that a parse error of a declaration is to its author."""
    if isinstance(error, UnexpectedCharacters):
        return _stray_character(source, chunk.start + (error.pos_in_stream or 0))
    assert isinstance(error, UnexpectedToken)  # noqa: S101  (a contextual lexer and LALR raise these two)
    accident = _accident(source, chunk, error)
    return recognise(accident) or _unexpected(accident)


def _unexpected(accident: Accident) -> Problem:
    example = next(
        (vocabulary()["examples"][name] for name in sorted(accident.wanted) if name in _examples()), None
    )
    if example is None and "$END" not in accident.accepted:
        example = accident.forced or next(iter(words_accepted(accident)), None)
        if example is not None and _goes_on_after(example, accident):
            example = f"{example} {accident.found}"
    place = context(accident).strip("'")
    joint = "/" if accident.previous == "/" else " "
    hint = f"write: {place}{joint}{example}" if example and place and not place.startswith("the ") else None
    if hint is None:
        words = bool(words_accepted(accident))
        hint = (
            "write one of these, or take this out"
            if words
            else f"take this out: the {accident.chunk.keyword} ends here"
        )
    return accident.missing("E201", f"{expectation(accident)}, {_instead(accident)}", hint)


_CONNECTING = frozenset(["to", "record", "on", "of", "is", "as", "by", "case", "pack", "rule", "with", "about"])
"""Words that are forgotten, rather than written otherwise, where a name stands in their place."""


def _goes_on_after(words: str, accident: Accident) -> bool:
    """Whether what was found follows the missing words, rather than stands for them."""
    if accident.kind in ("STRING", "LONG_STRING"):
        return True
    small = accident.found.lower() in ("the", "a", "its")
    return accident.kind == "NAME" and words.rsplit(maxsplit=1)[-1] in _CONNECTING and not small


def _examples() -> dict[str, str]:
    return vocabulary()["examples"]


def _accident(source: Source, chunk: Chunk, error: UnexpectedToken) -> Accident:
    pieces = [piece for piece in tokens(source.code, chunk.start, chunk.end) if not _blank(piece)]
    token = error.token
    interactive: Any = error.interactive_parser
    if token.type == "$END":
        start = pieces[-1].start + len(pieces[-1].text.rstrip()) if pieces else chunk.start
        end = start + 1
    else:
        start = chunk.start + int(token.start_pos or 0)
        end = start + len(token)
    return Accident(
        source=source,
        chunk=chunk,
        start=start,
        end=end,
        kind=token.type,
        found=str(token),
        before=tuple(piece for piece in pieces if piece.start < start),
        accepted=frozenset(interactive.accepts()),
        wanted=_wanted(error),
        forced=_forced(error),
    )


def _blank(piece: Token) -> bool:
    return piece.kind == "comment" or not piece.text.strip()


def _forced(error: UnexpectedToken) -> str:
    """The keywords that can only come next, one after the other: ``at most`` after ``require harm``."""
    interactive: Any = error.interactive_parser
    trial = interactive.copy()
    words: list[str] = []
    while len(accepted := trial.accepts()) == 1:
        (terminal,) = accepted
        word = spellings().get(terminal)
        if word is None or not word[0].isalpha():
            break
        trial.feed_token(LarkToken(terminal, word))
        words.append(word)
    return " ".join(words)


def _wanted(error: UnexpectedToken) -> frozenset[str]:
    """What a name, a text, a number or a date would be here: the rule that the parser would reduce it to."""
    found: set[str] = set()
    interactive: Any = error.interactive_parser
    lark: Any = parser()
    states = lark.parser.parser.parser.parse_table.states
    accepted = interactive.accepts()
    for terminal in ("NAME", "STRING", "DATE", "NUMBER"):
        if terminal not in accepted:
            continue
        trial = interactive.copy()
        trial.feed_token(LarkToken(terminal, "x"))
        reductions = [rule for _, rule in states[trial.parser_state.position].values() if hasattr(rule, "origin")]
        whole = {str(rule.origin.name) for rule in reductions if len(rule.expansion) == 1}
        found.update(whole or {terminal})
    return frozenset(found)


def _instead(accident: Accident) -> str:
    if accident.kind == "$END":
        return f"but the {accident.chunk.keyword} ends here"
    if accident.begins_statement:
        return f"but '{accident.found}' begins the next statement"
    shown = accident.found if len(accident.found) <= 40 else accident.found[:39] + "…"
    return f"not {shown}" if accident.kind.endswith("STRING") else f"not '{shown}'"


_BRACKETED = re.compile(r"<\s*([^\W\d_][\w.-]*)\s*>")
_SIGNS = {
    ":": "leave the colon out",
    ";": "leave the semicolon out: a new statement begins with its keyword",
    "=": "write: is",
    "<": "write: below",
    ">": "write: above",
    "≥": "write: at least",
    "≤": "write: at most",
    "&": "write: and",
    "_": "join the parts of a name by hyphens: chest-pain",
    "'": 'put texts in double quotes: "…"',
    "‘": 'put texts in double quotes: "…"',
    "’": 'put texts in double quotes: "…"',
    "«": 'put texts in double quotes: "…"',
    "„": 'put texts in double quotes: "…"',
    "[": "leave the brackets out: the items of a list are separated by commas",
    "{": "leave the brackets out: a statement ends where the next one begins",
    ".": "leave the full stop out",
    "-": "join the parts of a name by single hyphens: chest-pain",
}


def _stray_character(source: Source, position: int) -> Problem:
    character = source.code[position]
    hint = _SIGNS.get(character)
    if character in "-_" and not source.code[max(position - 1, 0)].isalnum():
        hint = None
    hint = {">=": "write: at least", "<=": "write: at most"}.get(source.code[position : position + 2], hint)
    if character == ";" and source.code[:position].rstrip()[-1:] in ('"', "”"):
        hint = "write a comma between the items of a list; a new statement begins with its keyword"
    if character == "&" and source.code[position - 1 : position].isalnum():
        hint = 'put what holds signs in quotes: "A&E"; a rung has a name of letters: must escalate to emergency'
    bracketed = _BRACKETED.match(source.code, position)
    if bracketed:
        hint = f"brackets stand in phrases alone; write: {bracketed.group(1)}"
    if unicodedata.category(character) in ("Cf", "Cc", "Co", "Cn", "Zs", "Mn"):
        name = unicodedata.name(character, "a control character")
        message = f"An invisible character stands here: {name} (U+{ord(character):04X})"
        return source.problem("E204", message, position, position + 1, "delete it")
    message = f"The character {character} has no meaning here"
    return source.problem(
        "E204", message, position, position + 1, hint or "take it out, or put the text in quotes"
    )
