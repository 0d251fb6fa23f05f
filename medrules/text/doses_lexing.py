"""Cuts the original characters around a dose into numbers, words and marks."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

from medrules.text.normalise import APOSTROPHES, fold
from medrules.text.vocabulary_tables import FOLDER

LONGEST_NUMBER = 15
_SILENT = frozenset("*_`~ \t\r\n\u00a0\u202f\u2009\u200b")
_DASHES = frozenset("-–—−‑‐~")


class Number(NamedTuple):
    """A number or a range of numbers."""

    least: float
    most: float
    misread: float | None = None
    """What a reader may take it for: 10 for ``1.0``, 5 for ``.5``, 10000 for ``10.000``. The first two are on
    ISMP's List of Error-Prone Abbreviations, Symbols, and Dose Designations (2021)."""
    pair: tuple[float, ...] = ()
    """The numbers of ``5/325``, one for each part of a combination."""


class Token(NamedTuple):
    """A piece of the text. Offsets are characters of the original, end exclusive."""

    kind: Literal["number", "word", "mark"]
    start: int
    end: int
    form: str
    """Folded case; of ``q.i.d.`` without its stops."""
    number: Number | None = None
    raw: str = ""
    """Of a word: as written; case tells mU from MU."""


@cache
def dose_words() -> dict[str, Any]:
    """The vocabulary of doses."""
    return tomllib.loads((FOLDER / "doses.toml").read_text(encoding="utf-8"))


@cache
def words_for(section: str, name: str = "words") -> frozenset[str]:
    """A list of the vocabulary."""
    return frozenset(dose_words()[section][name])


def tokenise(source: str, start: int, end: int) -> list[Token]:
    """The pieces from ``start`` to ``end``, ranges and written numbers joined; time grows with the characters."""
    return _ranges(_fractions(list(_written(list(_cut(source, start, end))))))


def starts_sentence(tokens: list[Token], at: int) -> bool:
    """Whether a sentence begins with this piece; the stop of ``p.o.`` before a small letter ends none."""
    return at == 0 or (tokens[at - 1].form in (".", "!", "?") and tokens[at].raw[:1].isupper())


def _cut(source: str, start: int, end: int) -> Iterator[Token]:
    at = start
    while at < end:
        char = source[at]
        if char in _SILENT:
            at += 1
        elif _digit(char) or (char == "." and _opens_decimal(source, at, start, end)):
            stop = _end_of_number(source, at, end)
            number = _number(source[at:stop])
            yield Token("number" if number else "mark", at, stop, source[at:stop], number)
            at = stop
        elif _is_fraction(char):
            value = unicodedata.numeric(char)
            yield Token("number", at, at + 1, char, Number(value, value))
            at += 1
        elif char.isalpha() or char == "°":
            stop, form = _word(source, at, end)
            yield Token("word", at, stop, form, None, source[at:stop])
            at = stop
        else:
            yield Token("mark", at, at + 1, char)
            at += 1


def _digit(char: str) -> bool:
    return unicodedata.decimal(char, None) is not None


def _is_fraction(char: str) -> bool:
    return not char.isascii() and unicodedata.decomposition(char).startswith("<fraction>") and char != "⅟"


def _opens_decimal(source: str, at: int, start: int, end: int) -> bool:
    return at + 1 < end and _digit(source[at + 1]) and (at == start or not source[at - 1].isalnum())


def _end_of_number(source: str, at: int, end: int) -> int:
    stop = at + 1
    while stop < end:
        if not (_digit(source[stop]) or (source[stop] in ".," and stop + 1 < end and _digit(source[stop + 1]))):
            break
        stop += 1
    return stop


def _number(written: str) -> Number | None:
    """The value; None for what is no number (``1.2.3``) or longer than any dose."""
    if len(written) > LONGEST_NUMBER:
        return None
    plain = "".join(char if char in ".," else str(unicodedata.decimal(char)) for char in written)
    whole, *groups = plain.split(",")
    if groups:
        last, _, decimals = groups[-1].partition(".")
        if 1 <= len(whole) <= 3 and all(len(group) == 3 for group in (*groups[:-1], last)):
            value = _float("".join((whole, *groups[:-1], last)) + (f".{decimals}" if decimals else ""))
            return Number(value, value) if value is not None else None
        value = _float(plain.replace(",", ".")) if len(groups) == 1 and "." not in plain else None
        return Number(value, value, _float(plain.replace(",", ""))) if value is not None else None
    value = _float(plain)
    return Number(value, value, _misread(plain)) if value is not None else None


def _misread(plain: str) -> float | None:
    whole, point, decimals = plain.partition(".")
    trailing = decimals.endswith("0") and len(decimals) in (1, 3)
    return _float(whole + decimals) if point and (not whole or (trailing and whole.strip("0"))) else None


def _float(plain: str) -> float | None:
    return float(plain) if plain.count(".") <= 1 else None


def _word(source: str, at: int, end: int) -> tuple[int, str]:
    """A run of letters with apostrophes; letters with stops between (``q.i.d.``) are one word."""
    stop = at + 1
    while stop < end and (_in_word(source[stop]) or (_joins(source, stop, end))):
        stop += 1
    while stop == at + 1 or source[stop - 2 : stop - 1] == ".":
        if not (stop + 1 < end and source[stop] == "." and source[stop + 1].isalpha()):
            break
        if stop + 2 < end and source[stop + 2].isalpha():
            break
        stop += 2
    return stop, fold(source[at:stop]).replace(".", "")


def _in_word(char: str) -> bool:
    return char.isalpha() or (unicodedata.category(char) in ("Mn", "Mc", "No") and not _is_fraction(char))


def _joins(source: str, at: int, end: int) -> bool:
    return source[at] in APOSTROPHES and at + 1 < end and source[at + 1].isalpha()


def _written(tokens: list[Token]) -> Iterator[Token]:
    """Numbers written as words: ``two``, ``twenty-five``, ``five hundred``, ``one and a half``, ``half``."""
    at = 0
    while at < len(tokens):
        found = _spelled(tokens, at)
        if found is None:
            yield tokens[at]
            at += 1
        else:
            value, stop = found
            first, last = tokens[at], tokens[stop - 1]
            yield Token("number", first.start, last.end, first.form, Number(value, value))
            at = stop


def _spelled(tokens: list[Token], at: int) -> tuple[float, int] | None:
    table, parts = dose_words()["numbers"], dose_words()["parts"]
    form = tokens[at].form
    if tokens[at].kind != "word":
        return None
    if form in parts:
        return parts[form], at + 1
    if form == "one" and _forms(tokens, at + 1, 1) and tokens[at + 1].form in parts:
        return parts[tokens[at + 1].form], at + 2
    if form not in table:
        return None
    value, stop = float(table[form]), at + 1
    if value >= 20 and stop + 1 < len(tokens) and tokens[stop].form == "-":
        below = table.get(tokens[stop + 1].form, 0)
        value, stop = (value + below, stop + 2) if 0 < below < 10 else (value, stop)
    while stop < len(tokens) and (times := dose_words()["multipliers"].get(tokens[stop].form)):
        value, stop = value * times, stop + 1
        if value > 1e9:
            break
    if [token.form for token in tokens[stop : stop + 3]] == ["and", "a", "half"]:
        value, stop = value + 0.5, stop + 3
    return value, stop


def _forms(tokens: list[Token], at: int, count: int) -> bool:
    return at + count <= len(tokens)


def _fractions(tokens: list[Token]) -> list[Token]:
    """``1/2``, ``1 1/2``, ``1½`` are one number; ``5/325`` is a pair."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.number is not None and _is_stroke(tokens, at):
            low, high = token.number.most, tokens[at + 2].number
            assert high is not None  # noqa: S101
            number = Number(low, low, None, (low, high.most))
            if low < high.most and high.most in (2, 3, 4, 8) and low < 4:
                number = Number(low / high.most, low / high.most)
            token, at = Token("number", token.start, tokens[at + 2].end, token.form, number), at + 2
        before = found[-1] if found else None
        if before is not None and _mixes(before, token):
            found[-1] = _mixed(before, token)
        elif before is not None and before.form == "-" and len(found) > 1 and _mixes(found[-2], token):
            found[-2:] = [_mixed(found[-2], token)]
        else:
            found.append(token)
        at += 1
    return found


def _is_stroke(tokens: list[Token], at: int) -> bool:
    return (
        at + 2 < len(tokens)
        and tokens[at + 1].form in "/⁄"
        and tokens[at + 2].number is not None
        and tokens[at].end == tokens[at + 1].start
        and tokens[at + 1].end == tokens[at + 2].start
        and not (
            at + 3 < len(tokens) and tokens[at + 3].form == "/" and tokens[at + 3].start == tokens[at + 2].end
        )
        and not (at and tokens[at - 1].form == "/" and tokens[at - 1].end == tokens[at].start)
    )


def _mixes(before: Token, token: Token) -> bool:
    """A whole number and a part of one right behind it."""
    if before.number is None or token.number is None or token.number.pair or before.number.pair:
        return False
    whole, part = before.number.most, token.number.most
    return before.kind == "number" and whole == int(whole) and 0 < whole < 20 and 0 < part < 1 and _is_part(token)


def _is_part(token: Token) -> bool:
    return not token.form.startswith(("0", "."))


def _mixed(before: Token, token: Token) -> Token:
    assert before.number is not None and token.number is not None  # noqa: S101
    value = before.number.most + token.number.most
    return Token("number", before.start, token.end, before.form, Number(value, value))


def _ranges(tokens: list[Token]) -> list[Token]:
    """``1–2``, ``4 to 6``, ``one or two``: the smaller number stands first."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if at + 2 < len(tokens) and _is_range(token, tokens[at + 1], tokens[at + 2]):
            low, high = token.number, tokens[at + 2].number
            assert low is not None and high is not None  # noqa: S101
            misread = high.misread if high.misread is not None else low.misread
            number = Number(low.least, high.most, misread)
            found.append(Token("number", token.start, tokens[at + 2].end, token.form, number))
            at += 3
        else:
            found.append(token)
            at += 1
    return found


def _is_range(low: Token, between: Token, high: Token) -> bool:
    if low.number is None or high.number is None or low.number.pair or high.number.pair:
        return False
    joined = between.form in _DASHES or between.form in ("to", "or", "through")
    return joined and low.number.most < high.number.most
