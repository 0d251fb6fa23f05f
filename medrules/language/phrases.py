"""Reads the text of a phrase, such as ``(stop|hold) ... <anticoagulant>``, into what a matcher looks for."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from medrules.language.problems import problem
from medrules.model.phrase import ConceptRef, Either, Gap, Maybe, Phrase, PhraseItem, Prefix, Word
from medrules.model.problem import Location, Problem

MOST_DEPTH = 8
"""Brackets within brackets; a phrase that needs more is several phrases."""
MOST_GAP = 100
MOST_WAYS = 10_000
"""In how many ways one phrase may be read out, over all its alternatives."""

Resolve = Callable[[str, Location], "str | None"]
"""From a concept's name as written and its place to the concept's key; None: unknown (and reported)."""

_LITERAL = "()[]*<>|\\\"“”'"
_NAME = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*")
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)")
_BARS = re.compile(r"[^\s|]+(?:\s*\|\s*[^\s|]+)+")
_IGNORED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphen and zero-width characters stand inside words."""


@lru_cache(maxsize=1 << 16)
def _word(text: str) -> Word:
    # The same few thousand words make up most phrases, and making a model takes longer than looking one up.
    return Word(text=text)


class _Piece(NamedTuple):
    kind: str
    """``word``, ``gap``, ``dots``, ``escape``, ``mark``, ``space`` or ``other``."""
    text: str
    start: int
    end: int


def _pattern(inner: str) -> re.Pattern[str]:
    # Every alternative starts with characters that no other one starts with, so this is linear.
    return re.compile(
        rf"(?P<word>{inner}(?:{inner}|['’](?={inner})|(?<=\d)[.,](?=\d))*)"
        r"|(?P<gap>(?:\.\.\.(?!\.)|…)\d*)|(?P<dots>\.\.+)|(?P<escape>\\.?)|(?P<mark>[()\[\]|*<>])"
        r"|(?P<space>\s+)|(?P<other>.)",
        re.DOTALL,
    )


_PLAIN = re.compile(r"[a-zA-Z0-9]+(?: (?:\.\.\. )?[a-zA-Z0-9]+)*")
_ASCII = _pattern("[a-zA-Z0-9]")


@cache
def _any_script() -> re.Pattern[str]:
    marks = "".join(c for c in map(chr, range(0x300, sys.maxunicode)) if unicodedata.category(c)[0] == "M")
    return _pattern(f"(?:[^\\W_]|[{marks}{_IGNORED}])")


def _pieces(text: str) -> list[_Piece]:
    pattern = _ASCII if text.isascii() else _any_script()
    return [_Piece(m.lastgroup or "other", m.group(), m.start(), m.end()) for m in pattern.finditer(text)]


class _Reader:
    """One pass over the pieces of a phrase; problems are collected and reading goes on."""

    def __init__(self, text: str, location: Location | None, resolve: Resolve | None) -> None:
        self.text = text
        self.origin = location
        self.resolve = resolve
        self.pieces = _pieces(text)
        self.at = 0
        self.problems: list[Problem] = []

    def place(self, start: int, end: int) -> Location:
        """The place of characters of the phrase in its file; a phrase that crosses lines points at its line."""
        origin = self.origin or Location(file="phrase", line=1)
        before = self.text[:start]
        line = origin.line + before.count("\n")
        column = start - before.rfind("\n") if "\n" in before else origin.column + start
        width = end - start
        return Location(file=origin.file, line=line, column=column, end_line=line, end_column=column + width)

    def complain(self, code: str, message: str, start: int, end: int, hint: str | None = None) -> None:
        found = problem(code, message, self.place(start, end), hint=hint)
        self.problems.append(found if self.origin else found.model_copy(update={"source_line": self.text}))

    def sequence(self, depth: int, closer: str | None) -> tuple[tuple[PhraseItem, ...], str | None]:
        """Items up to a closing mark or ``|``; gives the mark that ended them (None: the phrase's end)."""
        items: list[PhraseItem] = []
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            self.at += 1
            if piece.kind == "mark":
                if piece.text in ")]" or (piece.text == "|" and closer == ")"):
                    if closer and (piece.text in (closer, "|")):
                        return tuple(items), piece.text
                    self._stray(piece, closer)
                else:
                    self._mark(piece, items, depth)
            elif piece.kind != "space":
                self._plain(piece, items)
        return tuple(items), None

    def _plain(self, piece: _Piece, items: list[PhraseItem]) -> None:
        if piece.kind == "word":
            self._word(piece, items)
        elif piece.kind == "gap":
            self._gap(piece, items)
        elif piece.kind == "dots":
            self.complain("E309", "A gap is written with three dots", piece.start, piece.end, "write: ...")
        elif piece.kind == "escape" and (len(piece.text) == 1 or piece.text[1] not in _LITERAL):
            self.complain(
                "E310",
                rf"A backslash makes one of ( ) [ ] * < > | \ literal, not '{piece.text[1:]}'",
                piece.start,
                piece.end,
                r"leave the backslash out, or write \\ for a backslash",
            )

    def _word(self, piece: _Piece, items: list[PhraseItem]) -> None:
        following = self._peek()
        if following and following.text == "*" and following.start == piece.end:
            self.at += 1
            items.append(Prefix(stem=piece.text))
            after = self._peek()
            if after and after.kind == "word" and after.start == following.end:
                self.complain(
                    "E302",
                    "A * stands at the end of a word, never inside it",
                    following.start,
                    following.end,
                    f"write each word out: (one|another), or how they begin: {piece.text}*",
                )
        else:
            items.append(_word(piece.text))

    def _gap(self, piece: _Piece, items: list[PhraseItem]) -> None:
        digits = piece.text.lstrip(".…")
        most = int(digits[:6]) if digits else 5
        if not 1 <= most <= MOST_GAP:
            self.complain(
                "E308", f"A gap is 1 to {MOST_GAP} words wide", piece.start, piece.end, "write: ... or ...12"
            )
            most = 5
        if items and isinstance(items[-1], Gap):
            total = min(items[-1].most + most, MOST_GAP)
            self.complain("E307", "Two gaps stand side by side", piece.start, piece.end, f"write one: ...{total}")
            return
        items.append(Gap(most=most))

    def _mark(self, piece: _Piece, items: list[PhraseItem], depth: int) -> None:
        if piece.text == "*":
            self._lone_star(piece)
        elif piece.text == "|":
            self._bare_bar(piece)
        elif piece.text == "<":
            self._concept(piece, items)
        elif piece.text == ">":
            self._stray(piece, None)
        else:
            self._group(piece, items, depth)

    def _lone_star(self, piece: _Piece) -> None:
        after = self._peek()
        if after and after.kind == "word" and after.start == piece.end:
            self.complain(
                "E302",
                f"'*{after.text}' asks for the end of a word; a * stands at the end of a word's beginning",
                piece.start,
                after.end,
                "list the words: (one|another), or write how they begin: antibiot*",
            )
        else:
            hint = r"write ... for any words, or \* for the character itself"
            self.complain(
                "E302", "A * stands directly after the beginning of a word", piece.start, piece.end, hint
            )

    def _bare_bar(self, piece: _Piece) -> None:
        grouped = _BARS.sub(lambda m: "(" + re.sub(r"\s*\|\s*", "|", m.group()) + ")", self.text)
        plain = "(" not in self.text and "[" not in self.text
        self.complain(
            "E301",
            "Alternatives stand in parentheses, so that it is clear where they begin and end",
            piece.start,
            piece.end,
            f'write: "{grouped}"' if plain and len(grouped) < 90 else "write: (this|that)",
        )

    def _stray(self, piece: _Piece, closer: str | None) -> None:
        opener = {")": "(", "]": "[", ">": "<"}[piece.text]
        message = f"'{piece.text}' closes nothing here" + (f"; '{closer}' is open" if closer else "")
        hint = rf"write the '{opener}' that it closes, or \{piece.text} for the character itself"
        self.complain("E304", message, piece.start, piece.end, hint)

    def _peek(self) -> _Piece | None:
        return self.pieces[self.at] if self.at < len(self.pieces) else None

    def _concept(self, piece: _Piece, items: list[PhraseItem]) -> None:
        close = self.text.find(">", piece.end)
        name = _NAME.fullmatch(self.text[piece.end : close].strip()) if close > 0 else None
        if not any(mark in self.text[piece.end : close] for mark in "<()[]|"):
            while self.at < len(self.pieces) and self.pieces[self.at].start <= close:
                self.at += 1
        if not name:
            number = _NUMBER.match(self.text, piece.end)
            hint = (
                f'write the words: "(less than|under|below) {number.group(1)}"'
                if number
                else "write: <name-of-a-concept>"
            )
            self.complain(
                "E305", "'<' opens the name of a concept, and none follows", piece.start, piece.end, hint
            )
            return
        self._glued(piece.start, close + 1)
        written = name.group().lower()
        place = self.place(piece.start, close + 1)
        items.append(ConceptRef(name=(self.resolve(written, place) or written) if self.resolve else written))

    def _group(self, piece: _Piece, items: list[PhraseItem], depth: int) -> None:
        if depth >= MOST_DEPTH:
            hint = "write several shorter phrases"
            self.complain("E311", f"Brackets within brackets go {MOST_DEPTH} deep", piece.start, piece.end, hint)
            self.at = len(self.pieces)
            return
        closer = ")" if piece.text == "(" else "]"
        options: list[tuple[PhraseItem, ...]] = []
        ended: str | None = "|"
        while ended == "|":
            option, ended = self.sequence(depth + 1, closer)
            options.append(option)
        if ended is None:
            if not any(p.code == "E311" for p in self.problems):
                hint = f"write the '{closer}' that closes it"
                self.complain("E303", f"'{piece.text}' is never closed", piece.start, piece.end, hint)
            return
        end = self.pieces[self.at - 1].end
        self._glued(piece.start, end)
        self._check_options(options, piece, end)
        items.append(Maybe(items=options[0]) if closer == "]" else Either(options=tuple(options)))

    def _check_options(self, options: list[tuple[PhraseItem, ...]], piece: _Piece, end: int) -> None:
        if all(options) and any(all(isinstance(item, Gap) for item in option) for option in options):
            hint = "write the gap outside the brackets: a gap may be empty anyway"
            self.complain("E306", "A gap stands alone in brackets", piece.start, end, hint)
        elif not all(options) or (piece.text == "(" and any(_empty(option) for option in options)):
            hint = "write [word] for a word that may be absent"
            self.complain("E312", "An alternative is empty", piece.start, end, hint)

    def _glued(self, start: int, end: int) -> None:
        before = self.text[start - 1 : start]
        after = self.text[end : end + 1]
        if before.isalnum() or after.isalnum():
            hint = (
                "set a space between them; inflections (stop, stopped, stopping) are found without being written"
            )
            self.complain("E313", "Brackets stand for whole words, not for parts of a word", start, end, hint)


def _empty(items: tuple[PhraseItem, ...]) -> bool:
    """Whether the items can match no word at all."""
    return all(
        isinstance(item, Gap | Maybe)
        or (isinstance(item, Either) and any(_empty(option) for option in item.options))
        for item in items
    )


def _gap_at_edge(items: tuple[PhraseItem, ...]) -> bool:
    """Whether a match could begin (read forward) with a gap: what may be absent is looked past."""
    for item in items:
        if isinstance(item, Gap):
            return True
        if isinstance(item, Maybe):
            if _gap_at_edge(item.items):
                return True
            continue
        return isinstance(item, Either) and any(_gap_at_edge(option) for option in item.options)
    return False


def _reversed(items: tuple[PhraseItem, ...]) -> tuple[PhraseItem, ...]:
    turned: list[PhraseItem] = []
    for item in reversed(items):
        if isinstance(item, Maybe):
            turned.append(Maybe(items=_reversed(item.items)))
        elif isinstance(item, Either):
            turned.append(Either(options=tuple(_reversed(option) for option in item.options)))
        else:
            turned.append(item)
    return tuple(turned)


def _ways(items: tuple[PhraseItem, ...]) -> int:
    ways = 1
    for item in items:
        if isinstance(item, Maybe):
            ways *= 1 + _ways(item.items)
        elif isinstance(item, Either):
            ways *= sum(_ways(option) for option in item.options)
    return ways


def _check_whole(reader: _Reader, items: tuple[PhraseItem, ...]) -> None:
    size = len(reader.text)
    if not items:
        reader.complain("E314", "The phrase holds no word", 0, size, 'write the words to look for: "chest pain"')
    elif _empty(items):
        message = "The phrase consists of a gap or of words that may be absent, so it would match everywhere"
        reader.complain("E306", message, 0, size, "write at least one word outside of [ ]")
    elif _gap_at_edge(items):
        reader.complain("E306", "A phrase never begins with a gap", 0, 1, "leave the first ... out")
    elif _gap_at_edge(_reversed(items)):
        reader.complain("E306", "A phrase never ends with a gap", max(size - 1, 0), size, "leave the last ... out")
    elif _ways(items) > MOST_WAYS:
        message = f"The alternatives of this phrase make more than {MOST_WAYS:,} phrases"
        reader.complain("E315", message, 0, size, "split it, or make concepts of its parts: <name>")


@lru_cache(maxsize=1 << 16)
def _known_items(text: str) -> tuple[PhraseItem, ...] | None:
    """The items of a phrase that names no concept, kept for the next time; None where something is wrong."""
    if _PLAIN.fullmatch(text):
        return tuple(Gap() if piece == "..." else _word(piece) for piece in text.split(" "))
    reader = _Reader(text, None, None)
    items, _ = reader.sequence(0, None)
    if not reader.problems:
        _check_whole(reader, items)
    return None if reader.problems else items


def parse_phrase(
    text: str, location: Location | None = None, *, resolve: Resolve | None = None
) -> tuple[Phrase | None, list[Problem]]:
    """The phrase that a text writes, or None and what is wrong with it.

    Args:
        text: the phrase as written, without its quotes, its backslashes untouched.
        location: the place of its first character; problems point into it. None: they quote the phrase itself.
        resolve: turns the name of a concept in ``< >`` into its key; without it names stay as written, lower case.

    Each ``Word`` of the result is one word (letters and digits, with inner apostrophes, and the point or comma
    inside a number); hyphens, slashes and punctuation separate words and are not compared.
    """
    known = _known_items(text) if "<" not in text else None
    if known is not None:
        return Phrase(text=text, items=known, location=location), []
    reader = _Reader(text, location, resolve)
    items, _ = reader.sequence(0, None)
    if not reader.problems:
        _check_whole(reader, items)
    if reader.problems:
        return None, reader.problems
    return Phrase(text=text, items=items, location=location), []
