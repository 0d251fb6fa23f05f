"""Cuts a text into words with character offsets; both front doors cut by what stands here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from medrules.text.normalise import APOSTROPHES, fold
from medrules.text.vocabulary_tables import read_set


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text. Offsets are characters of the untouched source, end exclusive."""

    source: str
    forms: list[str]
    """One normalised lower-case surface form a word."""
    starts: list[int]
    ends: list[int]


class Piece(NamedTuple):
    """One word inside a chunk; offsets are characters of the chunk."""

    start: int
    end: int
    form: str


# Said by what they are not: a set of nearly all characters takes long to compile, at the start of every run.
_LETTER = r"[^\x00-/:-@\[-`{-\x7f]"
_DIGIT = r"[^\x00-/:-\x7f]"
CHUNK = re.compile(rf"{_LETTER}+(?:(?:'|(?<={_DIGIT})[.,](?={_DIGIT})){_LETTER}+)*")
"""Letters, digits and all that is not ASCII, with apostrophes inside and points and commas between digits.

The scan finds the same chunks in UTF-8 bytes; what words are in a chunk is decided by ``pieces`` for both.
"""

_LONGEST_KEPT = 48
_MOST_KEPT = 50_000
_kept: dict[str, tuple[Piece, ...]] = {}


def split(source: str) -> Words:
    """The words of a text: runs of letters and digits of any script.

    Inner apostrophes and the point or comma inside a number belong to the word; hyphens, slashes, mark-up and
    other punctuation separate words; a number and a unit written together (``10mg``) are two words. Combining
    marks and invisible characters inside a word count for its offsets, not for its form. A line break that was
    written as backslash and n separates like a real one.
    """
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in CHUNK.finditer(without_written_breaks(source)):
        at = match.start()
        for start, end, form in pieces(match.group()):
            forms.append(form)
            starts.append(at + start)
            ends.append(at + end)
    return Words(source, forms, starts, ends)


def without_written_breaks(source: str) -> str:
    """The text with every written ``\\n`` as two blanks, so that its n is glued to no word."""
    return source.replace("\\n", "  ") if "\\n" in source else source


def pieces(chunk: str) -> tuple[Piece, ...]:
    """The words of a chunk. Most chunks are one word; distinct ones are cut once."""
    found = _kept.get(chunk)
    if found is None:
        found = _cut(chunk)
        if len(chunk) <= _LONGEST_KEPT:
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[chunk] = found
    return found


def _cut(chunk: str) -> tuple[Piece, ...]:
    if chunk.isascii() and chunk.isalpha():
        return (Piece(0, len(chunk), chunk.lower()),)
    found: list[Piece] = []
    start = 0
    while start < len(chunk):
        if not chunk[start].isalnum() or chunk[start] in APOSTROPHES:
            start += 1
            continue
        end = _end_of_word(chunk, start)
        found.extend(_number_and_unit(chunk, start, end))
        start = end
    return tuple(found)


def _end_of_word(chunk: str, start: int) -> int:
    """Where the word that begins at ``start`` ends; invisible characters at its end stay outside."""
    end = at = start + 1
    visible = chunk[start]
    while at < len(chunk):
        char = chunk[at]
        category = unicodedata.category(char)
        if category[0] == "M":
            end = at + 1
        elif char.isalnum() and char not in APOSTROPHES:
            if category == "No" and visible.isdigit():
                break  # 10½ and 10⁹ are not 101/2 and 109
            visible, end = char, at + 1
        elif not (category == "Cf" or _joins(visible, char, chunk[at + 1 : at + 2])):
            break
        at += 1
    return end


def _joins(before: str, char: str, after: str) -> bool:
    """Whether an apostrophe, point or comma stands inside a word."""
    if char in APOSTROPHES:
        return before.isalnum() and after.isalpha() and after not in APOSTROPHES
    return char in ".," and before.isdecimal() and after.isdecimal()


def _number_and_unit(chunk: str, start: int, end: int) -> tuple[Piece, ...]:
    word = chunk[start:end]
    if word[0].isdecimal() and not word[-1].isdecimal():
        number = len(word)
        while number and not word[number - 1].isdecimal():
            number -= 1
        unit = fold(word[number:])
        if unit in read_set("units.txt") and all(c.isdecimal() or c in ".," for c in word[:number]):
            cut = start + number
            return (Piece(start, cut, fold(word[:number])), Piece(cut, end, unit))
    form = fold(word)
    return (Piece(start, end, form),) if form else ()
