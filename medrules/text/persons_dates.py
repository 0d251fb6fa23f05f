"""Says whether a clause sets its mention in the past by a date or an age (``in 2019``, ``as a child``)."""

from __future__ import annotations

from medrules.text import sentences as marks
from medrules.text.cues import Found, words_of

_UNITS = words_of("dates.txt", "units")
_SEASONS = words_of("dates.txt", "seasons")
_MONTHS = words_of("dates.txt", "months")
_AGES_OF_LIFE = words_of("dates.txt", "ages of life")
_DECADES = words_of("dates.txt", "decades")
_YOUNG = words_of("dates.txt", "young")
_GOES_ON = words_of("dates.txt", "goes on")
_ENDS = marks.SEMICOLON | marks.CELL | marks.QUERY
_AMOUNTS = [[unit] for unit in sorted(words_of("dates.txt", "amounts"))]
_BEFORE_YEAR = frozenset(
    ("in", "circa", "of", "during", "around", "about", "early", "late", "summer", "spring", "year")
)
_SPANS = frozenset(("hour", "day", "night", "week", "month", "year", "decade", "weekend"))
_ONCE = ["in", "the", "past"]
_REACH = 12
_LONGEST_AGE = 3


def past_date(forms: list[str], flags: list[int], span: tuple[int, int], low: int, high: int) -> Found | None:
    """The past date of the mention in its clause from ``low`` to ``high``; None where it goes on."""
    first, last = span
    start = first
    while start > max(low, first - _REACH) and not flags[start] & _ENDS:
        start -= 1
    stop = last + 1
    while stop < min(high, last + _REACH) and not flags[stop] & _ENDS:
        stop += 1
    lasting = next((at for at in range(start, stop) if forms[at] in _GOES_ON), None)
    if lasting is not None and not (forms[lasting] == "since" and first - lasting <= 2):
        return None
    for at in range(start, stop):
        if first <= at <= last:
            continue
        if _is_year(forms[at]) and forms[at + 1 : at + 2] not in _AMOUNTS:
            named = forms[at - 1] in _BEFORE_YEAR or at == last + 1 or bool(flags[at] & marks.OPEN)
            if named or (flags[at] & marks.COMMA and not forms[at - 1].isdigit()):
                return Found(at, at + 1, "past")
        elif end := _date(forms, at, stop):
            return Found(at, end, "past")
    return None


def _date(forms: list[str], at: int, stop: int) -> int:
    """Where a past date that begins at ``at`` ends, 0 for none."""
    form = forms[at]
    after = forms[at + 1] if at + 1 < stop else ""
    if form == "ago":
        return at + 1 if not _UNITS.isdisjoint(forms[max(at - 2, 0) : at]) else 0
    if form == "last" and after == "time" and forms[at - 1] == "the":
        return at + 2  # it made her sick the last time she had it
    if form == "last" and (after in _SEASONS or after in _MONTHS):
        return at + 2
    if form == "in" and forms[at : min(at + 3, stop)] == _ONCE:
        return 0 if _is_span(forms, at + 3, stop) else at + 3
    if form == "in" and after in _MONTHS | _AGES_OF_LIFE:
        return at + 2
    if form == "in" and after in ("her", "his", "your", "their"):
        life = forms[at + 2] if at + 2 < stop else ""
        part = life in ("early", "late", "mid") and forms[at + 3 : at + 4] and forms[at + 3] in _DECADES
        return at + 3 if part or life in _AGES_OF_LIFE | _DECADES else 0
    if form == "as" and after in ("a", "an"):
        return next((place + 1 for place in range(at + 2, min(at + 5, stop)) if forms[place] in _YOUNG), 0)
    if form in ("at", "aged"):
        for place in range(at + 1, min(at + 2 + _LONGEST_AGE, stop)):
            if forms[place].isdigit():
                return place + 1 if form == "aged" or "age" in forms[at:place] else 0
    return 0


def _is_span(forms: list[str], at: int, stop: int) -> bool:
    """``In the past few days``: as long as it has lasted, not once."""
    return any(form.removesuffix("s") in _SPANS for form in forms[at : min(at + 3, stop)])


def _is_year(form: str) -> bool:
    return len(form) == 4 and form.isdigit() and form[:2] in ("19", "20")
