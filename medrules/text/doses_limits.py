"""Finds the words that make an amount a limit (``no more than``) or a threshold (``more than``)."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from medrules.text.doses_frequency import Phrases
from medrules.text.doses_lexing import Token, dose_words

FAR, NEAR = 14, 3
_ENDS = frozenset(";?!()")


class Cue(NamedTuple):
    """What an amount within its reach is. Positions of pieces."""

    kind: Literal["limit", "threshold"]
    start: int
    end: int
    reach: int
    """The first piece that it no longer reaches."""


@cache
def _far() -> Phrases:
    return Phrases((phrase, 0.0) for phrase in dose_words()["limits"]["far"])


@cache
def _near() -> Phrases:
    return Phrases((phrase, 0.0) for phrase in dose_words()["limits"]["near"])


@cache
def _thresholds() -> Phrases:
    return Phrases((phrase, 0.0) for phrase in dose_words()["limits"]["thresholds"])


@cache
def _behind() -> Phrases:
    return Phrases((phrase, 0.0) for phrase in dose_words()["limits"]["behind"])


@cache
def limit_words() -> frozenset[str]:
    """Every word of a limit."""
    table = dose_words()["limits"]
    return frozenset(word for name in ("far", "near") for phrase in table[name] for word in phrase.split())


def cue_at(tokens: list[Token], at: int) -> Cue | None:
    """The cue that begins at a piece."""
    far = _far().match(tokens, at)
    if far is not None:
        return Cue("limit", at, far[1], _reach(tokens, far[1], FAR))
    near = _near().match(tokens, at)
    if near is not None:
        return Cue("limit", at, near[1], _reach(tokens, near[1], NEAR))
    threshold = _thresholds().match(tokens, at)
    if threshold is not None:
        return Cue("threshold", at, threshold[1], _reach(tokens, threshold[1], NEAR))
    return None


def _reach(tokens: list[Token], at: int, most: int) -> int:
    """As far as the clause goes; the stop of ``max.`` is none."""
    stop = min(len(tokens), at + most)
    for place in range(at, stop):
        if tokens[place].form in _ENDS or (tokens[place].form in ".," and place > at):
            return place
    return stop


def is_limited_behind(tokens: list[Token], at: int) -> bool:
    """Whether an amount that ends here is followed by *max*, *at most* or the like."""
    return at < len(tokens) and _behind().match(tokens, at) is not None and cue_reaches_nothing(tokens, at)


def cue_reaches_nothing(tokens: list[Token], at: int) -> bool:
    """``500 mg, max 4 g``: the cue belongs to the amount behind it."""
    found = _behind().match(tokens, at)
    assert found is not None  # noqa: S101
    return not any(token.number is not None for token in tokens[found[1] : _reach(tokens, found[1], FAR)])
