"""Mistakes in dates, comparisons and frequencies, each recognised where the grammar refuses it."""

from __future__ import annotations

from medrules.language.accidents import Accident, context
from medrules.model.problem import Problem

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EACH = ("a", "an", "each", "every", "in", "daily", "weekly", "hourly", "monthly")
_SPANS = {"daily": "day", "weekly": "week", "hourly": "hour", "monthly": "month"}
_BELOW = ("below", "under", "less", "younger", "lower", "smaller")
_ABOVE = ("above", "over", "more", "greater", "older", "higher", "larger")


def date_in_words(accident: Accident) -> Problem | None:
    """``until 1 March 2027``, ``until March 2027``, ``until 1st March`` for ``until 2027-03-01``."""
    month = _month(accident.found)
    if month is None or not accident.before:
        return None
    day = accident.previous.rstrip("sthndr")
    rest = accident.following.replace(",", " ").split()
    after = [word.rstrip("sthndr") for word in rest[:2] if word[0].isdigit()]
    if "DATE" in accident.accepted:
        day = after.pop(0) if after and len(after[0]) < 3 else "1"
    elif not (day.isdigit() and accident.before[-1].text[:1].isdigit()):
        return None
    year = next((word for word in after if len(word) == 4), "2027")
    hint = f"write: {year}-{month:02}-{int(day):02}" if day.isdigit() and int(day) <= 31 else "write: 2027-03-01"
    return accident.problem("E505", "A date is written in figures: year, month, day", hint)


def _month(word: str) -> int | None:
    short = word.lower()[:3]
    named = short in _MONTHS and word.isalpha() and (len(word) > 2)
    return _MONTHS.index(short) + 1 if named else None


def compared_with_is(accident: Accident) -> Problem | None:
    """``record age is below 5 years`` and ``record age under 5 years`` for ``record age below 5 years``."""
    words = [piece.text.lower() for piece in accident.before[-3:]]
    bare = words[-2:-1] == ["record"] and "BELOW" in accident.accepted
    if not bare and (words[:1] != ["record"] or words[-1] != "is"):
        return None
    found = accident.found.lower()
    field = accident.before[-1 if bare else -2].text
    right = "below" if found in _BELOW else "above" if found in _ABOVE else None
    if right is None and found == "at" and not bare:
        right = " ".join(["at", *accident.following.split()[:1]])
    if right is None and found in ("include", "includes", "contain", "contains") and not bare:
        right = "include"
    if right is None:
        return None
    message = f"A field of the record is compared by '{right}' alone"
    amount = '"…"' if right == "include" else _amount(accident)
    return accident.problem("E201", message, f"write: record {field} {right} {amount}")


def _amount(accident: Accident) -> str:
    """The number and unit that follow the place, as far as they can be seen."""
    words = accident.following.split("\n", 1)[0].split()
    number = next((at for at, word in enumerate(words[:3]) if word[0].isdigit()), None)
    if number is None:
        return "…"
    return " ".join(word for word in words[number : number + 2] if word[0] not in '"“')


def per_time(accident: Accident) -> Problem | None:
    """``4 times a day``, ``above 4 g daily``, ``more often than twice a day`` with ``per``."""
    words = [piece.text.lower() for piece in accident.before]
    found = accident.found.lower()
    if "than" in words[-3:] and words[-2:] == ["often", "than"]:
        return _how_often(accident, found)
    if "PER" not in accident.accepted or found not in _EACH:
        return None
    after = accident.following.split("\n", 1)[0].split()
    if found == "in":
        if not after or not after[0][0].isdigit():
            return None
        span = "day" if after[:2] == ["24", "hours"] else "…"
    else:
        span = _SPANS.get(found) or (after[0] if after else "day")
    message = "What a limit is for is said with 'per'"
    said = _limit(accident)
    return accident.problem("E201", message, f"write: {said} per {span}" if said else f"write: per {span}")


def _limit(accident: Accident) -> str:
    """The limit so far: ``above 4 g``, ``more often than 4 times``."""
    words = [piece.text.strip() for piece in accident.before[-5:]]
    for opener in ("more", "above"):
        at = next((at for at, word in enumerate(words) if word.lower() == opener), None)
        if at is not None:
            return " ".join(words[at:])
    return ""


def _how_often(accident: Accident, found: str) -> Problem | None:
    counted = {"twice": "2", "thrice": "3", "two": "2", "three": "3", "four": "4", "six": "6"}
    if accident.kind == "NUMBER":
        return None
    if found == "every":
        message = "How often is said as a number of times in a span of time"
        return accident.problem("E201", message, f"write: {_limit(accident)} 4 times per day (for every 6 hours)")
    if found in counted:
        words = accident.following.split("\n", 1)[0].split()
        span = next((word for word in words if word in ("hour", "day", "week", "month")), "day")
        message = "How often is said by 'once', or by a number and 'times'"
        return accident.problem("E201", message, f"write: {_limit(accident)} {counted[found]} times per {span}")
    if found in _SPANS:
        message = "How often is said by 'once', or by a number and 'times'"
        return accident.problem("E201", message, f"write: {_limit(accident)} once per {_SPANS[found]}")
    return None


def all_of_fields(accident: Accident) -> Problem | None:
    """``must cover record all of allergies, labs``: the fields stand alone, and each is meant."""
    found = accident.found.lower()
    if (
        accident.wanted != {"field"}
        or found not in ("all", "any", "the", "at")
        or "of" not in accident.following[:9]
    ):
        return None
    rest = accident.following.split("\n", 1)[0].partition("of ")[2].strip()
    fields = rest if 0 < len(rest) < 60 else "allergies, medications"
    message = "The fields of a record stand in a bare list, and each of them is meant"
    return accident.problem("E201", message, f"write: {context(accident).strip(chr(39))} {fields}")
