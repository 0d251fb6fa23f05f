"""Where the grammar refused a declaration: what stood there, what led to it, and what could have come."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from medrules.language.desk import nearest
from medrules.language.grammar import parser, spelling
from medrules.language.source import DECLARATIONS, Chunk, Source, Token
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
    forced: str = ""
    """The keywords that can only come here, one after the other."""

    @property
    def keywords(self) -> list[str]:
        """The keywords that would have been taken, as they are written."""
        words = {word for name in self.accepted if (word := spellings().get(name)) and word[0].isalpha()}
        return sorted(word for word in words if f"{word}s" not in words)

    @property
    def previous(self) -> str:
        """The piece before, in lower case; empty at the beginning."""
        return self.before[-1].text.strip().lower() if self.before else ""

    @property
    def following(self) -> str:
        """The declaration's text after the place, without leading space."""
        return self.source.code[self.end : self.chunk.end].lstrip()

    @property
    def new_line(self) -> bool:
        """A line ends between the piece before and the place."""
        return bool(self.before) and "\n" in self.source.code[self.before[-1].end : self.start]

    def problem(self, code: str, message: str, hint: str | None) -> Problem:
        """A problem at the place of the accident."""
        return self.source.problem(code, message, self.start, self.end, hint)

    @property
    def begins_statement(self) -> bool:
        """What was found opens a statement in a new line, so that something is missing before it."""
        if self.kind == "$END" or not self.before or self.found.lower() not in openers():
            return False
        return self.new_line

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
    return _either([*named, *(f"'{word}'" for word in words_accepted(accident))])


MARKS = {"LPAR": "(", "SLASH": "/", "PERCENT": "%"}


def words_accepted(accident: Accident) -> list[str]:
    """Every keyword and mark that would have been taken, as it is written; a comma is none of them."""
    return accident.keywords + [mark for name, mark in MARKS.items() if name in accident.accepted]


def _continued(accident: Accident, named: list[str]) -> str:
    words = words_accepted(accident)
    comma = ["a comma"] if "COMMA" in accident.accepted else []
    kind = accident.chunk.keyword
    if kind in ("rule", "pack", "hazard", "weights", "sign-off", "adopt", "waive") and words:
        return _either([*named, *comma, f"a new line of the {kind} ({', '.join(words)})"])
    return _either([*named, *comma, *(f"'{word}'" for word in words), "the next declaration"])


def _either(choices: list[str]) -> str:
    if len(choices) < 2:
        return choices[0] if choices else "the end"
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


def meant(accident: Accident) -> str | None:
    """The accepted word that a misspelt or foreign one most likely stands for."""
    word = accident.found.lower()
    others = list(DECLARATIONS) if "$END" in accident.accepted else []
    known = [keyword.lower() for keyword in accident.keywords] + others
    instead = vocabulary()["instead"].get(word)
    if instead is not None and instead.split()[0] in known:
        return instead
    return nearest(word, known)
