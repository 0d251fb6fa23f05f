"""Says in plain words what a text that the grammar refuses should have been."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lark import Token as LarkToken
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from medrules.language.grammar import parser, spelling
from medrules.language.source import Chunk, Source, Token, tokens
from medrules.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Accident:
    """Where the grammar refused a declaration, and what it would have taken there."""

    source: Source
    chunk: Chunk
    start: int
    end: int
    kind: str
    """The terminal that was found: ``NAME``, ``STRING``, ``$END``, ``RESERVED`` or a keyword."""
    found: str
    before: tuple[Token, ...]
    """What the declaration holds before it, without space and comments."""
    accepted: frozenset[str]
    """The terminals that would have been taken."""
    wanted: frozenset[str]
    """The parts of the grammar that a name, a text or a number would have been."""

    @property
    def keywords(self) -> list[str]:
        """The keywords that would have been taken, as they are written."""
        words = {word for name in self.accepted if (word := spellings().get(name)) and word[0].isalpha()}
        return sorted(word for word in words if f"{word}s" not in words)

    @property
    def previous(self) -> str:
        """The piece before, in lower case; empty at the beginning."""
        return self.before[-1].text.strip().lower() if self.before else ""

    def problem(self, code: str, message: str, hint: str | None) -> Problem:
        """A problem at the place of the accident."""
        return self.source.problem(code, message, self.start, self.end, hint)

    @property
    def begins_statement(self) -> bool:
        """What was found opens a statement in a new line, so that something is missing before it."""
        if self.kind == "$END" or not self.before or self.found.lower() not in openers():
            return False
        return "\n" in self.source.code[self.before[-1].end : self.start]

    def missing(self, code: str, message: str, hint: str | None) -> Problem:
        """A problem where something is missing: behind the piece before, if the next statement follows."""
        if not self.begins_statement:
            return self.problem(code, message, hint)
        end = self.before[-1].end
        return self.source.problem(code, message, end, end + 1, hint)


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """How parts of the grammar are named to people, with examples, and what people write instead of our words."""
    with Path(__file__).with_name("expected.toml").open("rb") as stream:
        loaded: dict[str, dict[str, str]] = tomllib.load(stream)
    return loaded


@cache
def openers() -> frozenset[str]:
    """Words that open a statement: what stands before them says nothing about what follows."""
    return frozenset(vocabulary()["openers"]["words"].split())


@cache
def spellings() -> dict[str, str]:
    """From the names of keywords in the grammar to how they are written."""
    return {t.name: written for t in parser().terminals if (written := spelling(t)) is not None}


def explain(source: Source, chunk: Chunk, error: UnexpectedInput) -> Problem:
    """The problem that a parse error of a declaration is to its author."""
    from medrules.language.mistakes import recognise

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
        example = next(iter(_full(accident)), None)
    place = context(accident).strip("'")
    if (
        example is not None
        and example in spellings().values()
        and accident.kind in ("NAME", "STRING", "LONG_STRING")
    ):
        example = f"{example} {accident.found}"
    joint = "/" if accident.previous == "/" else " "
    hint = f"write: {place}{joint}{example}" if example and place and not place.startswith("the ") else None
    if hint is None:
        words = bool(_full(accident))
        hint = (
            "write one of these, or take this out"
            if words
            else f"take this out: the {accident.chunk.keyword} ends here"
        )
    return accident.missing("E201", f"{expectation(accident)}, {_instead(accident)}", hint)


def _examples() -> dict[str, str]:
    return vocabulary()["examples"]


def _accident(source: Source, chunk: Chunk, error: UnexpectedToken) -> Accident:
    pieces = [piece for piece in tokens(source.code, chunk.start, chunk.end) if not _blank(piece)]
    token = error.token
    interactive: Any = error.interactive_parser
    if token.type == "$END":
        start = pieces[-1].end if pieces else chunk.start
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
    )


def _blank(piece: Token) -> bool:
    return piece.kind == "comment" or not piece.text.strip()


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


def context(accident: Accident) -> str:
    """The words that lead to the place, such as ``'must escalate to'``; empty at the beginning."""
    words: list[str] = []
    for piece in reversed(accident.before):
        text = piece.text.strip()
        if (piece.kind != "word" and text != "/" and not text[0].isdigit()) or len(words) == 8:
            break
        words.insert(0, text)
        if text.lower() in openers():
            break
    if words:
        words = [word if len(word) <= 40 else word[:39] + "…" for word in words]
        return f"'{' '.join(words).replace(' / ', '/').removesuffix(' /')}'"
    if not accident.before:
        return ""
    last = accident.before[-1]
    if last.kind == "string":
        return "the text in quotes"
    return "the comma" if last.text.strip() == "," else f"'{last.text.strip()}'"


def expectation(accident: Accident) -> str:
    """``After 'must escalate to' comes the name of a rung, such as emergency``."""
    place = context(accident)
    awaited = _awaited(accident)
    return f"After {place} comes {awaited}" if place else f"Here comes {awaited}"


def _awaited(accident: Accident) -> str:
    parts, groups = vocabulary()["parts"], vocabulary()["groups"]
    accepted = accident.accepted
    if "INPUT" in accepted and "OUTPUT" in accepted:
        return groups["clause"]
    if "EXACTLY" in accepted:
        return groups["target" if "ANY" in accepted else "terms"]
    if "ESCALATE" in accepted and "MENTION" in accepted:
        return groups["demand"]
    if "CONCEPT" in accepted and "RULE" in accepted:
        return groups["declaration"]
    named = [parts[name] for name in sorted(accident.wanted) if name in parts]
    if "$END" in accepted:
        return _continued(accident, named)
    return _either([*named, *(f"'{word}'" for word in _full(accident))])


def _full(accident: Accident) -> list[str]:
    marks = {"LPAR": "(", "COMMA": ",", "SLASH": "/", "PERCENT": "%"}
    return accident.keywords + [mark for name, mark in marks.items() if name in accident.accepted]


def _continued(accident: Accident, named: list[str]) -> str:
    words = _full(accident)
    kind = accident.chunk.keyword
    following = f"a new line of the {kind} ({', '.join(words)})" if words else "the next declaration"
    return _either([*named, following])


def _either(choices: list[str]) -> str:
    if len(choices) < 2:
        return choices[0] if choices else "the end"
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


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
    "&": "write: and",
    "_": "join the parts of a name by hyphens: chest-pain",
    "'": 'put texts in double quotes: "…"',
    "‘": 'put texts in double quotes: "…"',
    "’": 'put texts in double quotes: "…"',
    "«": 'put texts in double quotes: "…"',
    "„": 'put texts in double quotes: "…"',
    ".": "leave the full stop out",
    "-": "join the parts of a name by single hyphens: chest-pain",
}


def _stray_character(source: Source, position: int) -> Problem:
    character = source.code[position]
    hint = _SIGNS.get(character)
    if character in "-_" and not source.code[max(position - 1, 0)].isalnum():
        hint = None
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
