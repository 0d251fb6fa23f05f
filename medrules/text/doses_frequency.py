"""Reads how often something is given: ``QID``, ``every 4–6 hours``, ``3x/day``, ``on Mondays``, ``at night``."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from medrules.text.doses_lexing import Token, dose_words, tokenise
from medrules.text.doses_model import DAY, Often
from medrules.text.units.reading import Unit, parse_unit

_HOURS = {
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 720.0,
    "year": 8760.0,
    "second": 1 / 3600,
}
_PER = frozenset(
    (
        "a",
        "an",
        "per",
        "/",
        "each",
        "every",
        "in",
        "any",
        "one",
        "the",
        "within",
        "over",
        "during",
        "-",
        "‑",
        "daily",
    )
)
_DASHES = frozenset("-‑–—")
_JOINS = frozenset((",", "and", "&", "/", "or", "plus"))


class Found(NamedTuple):
    """A frequency and where its tokens end (exclusive)."""

    often: Often
    end: int


class Phrases:
    """Phrases of pieces with a value each; the longest wins."""

    def __init__(self, entries: Iterable[tuple[str, float]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], float]]] = {}
        for phrase, value in entries:
            keys = keys_of(phrase)
            self._by_first.setdefault(keys[0], []).append((keys, value))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def match(self, tokens: list[Token], at: int) -> tuple[float, int] | None:
        """The value of the longest phrase that begins at a token, and where it ends."""
        for keys, value in self._by_first.get(key_of(tokens[at]), ()):
            if len(keys) == 1 or tuple(map(key_of, tokens[at : at + len(keys)])) == keys:
                return value, at + len(keys)
        return None


def keys_of(phrase: str) -> tuple[str, ...]:
    """A phrase of the vocabulary as the keys of its pieces; ``n't`` stands for any word so contracted."""
    return tuple("n't" if word == "n't" else key_of(token) for word in phrase.split() for token in _one(word))


def _one(word: str) -> list[Token]:
    return [Token("word", 0, 0, "n't")] if word == "n't" else tokenise(word, 0, len(word))


def key_of(token: Token) -> str:
    """What two equal pieces share, whether a number is written as digits or as a word."""
    if token.number is not None:
        return f"#{token.number.most:g}"
    return (
        "n't"
        if token.form.endswith("n't") or token.form in ("dont", "doesnt", "shouldnt", "cannot")
        else token.form
    )


@cache
def _dailies() -> Phrases:
    table = dose_words()["frequencies"]
    return Phrases((phrase, float(times)) for times, phrases in table.items() for phrase in phrases)


@cache
def _rhythms() -> Phrases:
    return Phrases((phrase, float(days)) for phrase, days in dose_words()["rhythms"].items())


def read_often(tokens: list[Token], at: int) -> Found | None:
    """How often, where that begins at a token; None: nothing of the kind does."""
    return (
        _unclear(tokens, at)
        or _rhythm(tokens, at)
        or _counted(tokens, at)
        or _interval(tokens, at)
        or _weekdays(tokens, at)
        or _daytimes(tokens, at)
        or _daily(tokens, at)
    )


def time_unit(token: Token) -> float | None:
    """The hours of a unit of time; None: it is none."""
    if token.kind != "word" or token.form in ("s", "mo", "ms", "msec"):
        return None
    unit = parse_unit(token.form)
    if not isinstance(unit, Unit) or unit.dimension != (("time", 1),):
        return None
    return _HOURS.get(unit.factors[0][0])


def _unclear(tokens: list[Token], at: int) -> Found | None:
    """``biweekly`` is twice a week to some and every two weeks to others."""
    found = dose_words()["unclear_rhythms"].get(tokens[at].form)
    return Found(Often(found[0], found[1], unclear=True), at + 1) if found else None


def _rhythm(tokens: list[Token], at: int) -> Found | None:
    found = _rhythms().match(tokens, at)
    return Found(Often(1 / found[0], 1 / found[0]), found[1]) if found else None


def _daily(tokens: list[Token], at: int) -> Found | None:
    found = _dailies().match(tokens, at)
    if found is None:
        return None
    times, end = found
    form, table = tokens[at].form, dose_words()["times_of_day"]
    spoken = form in ("morning", "breakfast", "with", "before", "after", "at")
    return Found(Often(times, times, spoken or (end == at + 1 and form in table["words"])), end)


def _interval(tokens: list[Token], at: int) -> Found | None:
    """``every 4–6 hours``, ``q6h``, ``q 8 hours``, ``6-hourly``, ``every 2 weeks``."""
    form = tokens[at].form
    if form in ("every", "each", "q"):
        place = at + 1
    elif tokens[at].number is not None:
        return _hourly(tokens, at)
    else:
        return None
    number = tokens[place].number if place < len(tokens) else None
    if number is None or number.least <= 0:
        return None
    after = place + 1
    if after < len(tokens) and tokens[after].form in _DASHES:
        after += 1
    hours = time_unit(tokens[after]) if after < len(tokens) else None
    if hours is not None:
        return Found(_every(number.least * hours, number.most * hours), after + 1)
    return Found(_every(number.least, number.most), place + 1) if form == "q" else None


def _hourly(tokens: list[Token], at: int) -> Found | None:
    number = tokens[at].number
    place = at + 1
    if place < len(tokens) and tokens[place].form in _DASHES:
        place += 1
    if place < len(tokens) and tokens[place].form == "hourly" and number is not None and number.least > 0:
        return Found(_every(number.least, number.most), place + 1)
    return None


def _every(least: float, most: float) -> Often:
    """Doses a day at intervals of so many hours: every 5 hours may be 5 in one day."""
    times = DAY / least
    return Often(DAY / most, float(math.ceil(times - 1e-9)) if times > 1 else times)


def _counted(tokens: list[Token], at: int) -> Found | None:
    """``4 times a day``, ``3x/day``, ``twice weekly``, ``4 doses in 24 hours``, ``once every 6 hours``."""
    number = tokens[at].number
    counts = dose_words()["counts"]
    if tokens[at].form in counts:
        least = most = float(counts[tokens[at].form])
        place = at + 1
    elif number is not None and not number.pair:
        least, most = number.least, number.most
        behind = _after_times(tokens, at + 1)
        if behind is None:
            return None
        place = behind
    else:
        return None
    if least <= 0:
        return None
    if place < len(tokens) and tokens[place].form in ("every", "q") and least == most == 1:
        return _interval(tokens, place) or _period(tokens, place, least, most)
    return _period(tokens, place, least, most)


def _after_times(tokens: list[Token], place: int) -> int | None:
    if place < len(tokens) and tokens[place].form in _DASHES and place + 1 < len(tokens):
        place += 1
    if place < len(tokens) and tokens[place].form in ("times", "time", "x", "×", "doses", "dose"):
        return place + 1
    if place + 1 < len(tokens) and tokens[place].form == "/" and (time_unit(tokens[place + 1]) or 0) >= DAY:
        return place  # 3/day, not a pulse of 95/min
    return None


def _period(tokens: list[Token], place: int, least: float, most: float) -> Found | None:
    """What so many times are for: ``a day``, ``in 24 hours``, ``weekly``."""
    words = {"daily": 24.0, "weekly": 168.0, "monthly": 720.0, "nightly": 24.0, "hourly": 1.0}
    spanned, at = 1.0, place
    while at < len(tokens) and at < place + 5:
        token = tokens[at]
        hours = words.get(token.form) or (time_unit(token) if at > place else None)
        if hours is not None:
            return Found(Often(least * DAY / (spanned * hours), most * DAY / (spanned * hours)), at + 1)
        if token.number is not None and token.number.least > 0 and at > place:
            spanned = token.number.least
        elif token.form not in _PER:
            return None
        at += 1
    return None


def _weekdays(tokens: list[Token], at: int) -> Found | None:
    """``every Monday``, ``on Mondays and Thursdays``, ``Monday through Friday``."""
    days = dose_words()["days"]["words"]
    if tokens[at].form not in ("every", "each", "on", *days):
        return None
    place = at if tokens[at].form in days else at + 1
    named: list[int] = []
    while place < len(tokens):
        form = tokens[place].form
        if form in days:
            named.append(_weekday(form))
        elif not (named and form in (*_JOINS, *dose_words()["days"]["ranges"]) and place + 1 < len(tokens)):
            break
        elif tokens[place + 1].form in days and form in dose_words()["days"]["ranges"]:
            named.extend(range(named[-1] + 1, _weekday(tokens[place + 1].form)))
        elif tokens[place + 1].form not in (*days, "and"):
            break
        place += 1
    times = len(set(named)) / 7
    bare = tokens[at].form in days and len(named) < 2 and not tokens[at].form.endswith("s")
    return Found(Often(times, times), place) if named and not bare else None


def _weekday(form: str) -> int:
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(form[:3])


def _daytimes(tokens: list[Token], at: int) -> Found | None:
    """``in the morning``, ``at bedtime``, ``with breakfast and dinner``, ``at 8 am and 8 pm``."""
    table = dose_words()["times_of_day"]
    if tokens[at].form not in table["openers"]:
        return None
    place, count = at + 1, 0
    while place < len(tokens) and place < at + 16:
        form = tokens[place].form
        if form in table["words"]:
            count += 1
        elif form not in (*table["openers"], *_JOINS, "the", "your", "every") and not (
            tokens[place].number is not None and place + 1 < len(tokens) and tokens[place + 1].form in ("am", "pm")
        ):
            break
        place += 1
    while count and tokens[place - 1].form not in table["words"]:
        place -= 1
    return Found(Often(float(count), float(count), daytime=True), place) if count else None
