"""Mistakes in verbs, places, counts and examples, each recognised where the grammar refuses it."""

from __future__ import annotations

from medrules.language.accidents import Accident
from medrules.language.mistakes_in_words import STRINGS
from medrules.model.problem import Problem

_COUNTS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_EARLY = ("first", "early", "initially")


def _words(accident: Accident) -> list[str]:
    return [piece.text.strip().lower() for piece in accident.before]


def misplaced_never(accident: Accident) -> Problem | None:
    """``never advise x`` and ``must advise not x`` for ``must never advise x``."""
    words, found = _words(accident), accident.found.lower()
    if found == "never" and "MUST" in accident.accepted:
        verb = next(iter(accident.following.split()), "advise")
        return accident.problem("E201", "A demand begins with 'must'", f"write: must never {verb} …")
    if found in ("not", "no") and words[-2:-1] == ["must"] and "STRING" in accident.accepted:
        against = ", or: must advise against …" if words[-1] == "advise" else ""
        hint = f"write: must never {words[-1]} …{against}"
        return accident.problem("E201", "What is forbidden is said with 'must never'", hint)
    if words[-2:] == ["must", "ask"] and accident.forced == "about" and accident.kind not in STRINGS:
        hint = 'write: must ask about "…" (words of the question)'
        return accident.problem("E201", "'must ask' says what the question is about", hint)
    return None


def counted(accident: Accident) -> Problem | None:
    """``2 of "a", "b"``, ``at least two of``, ``either "a" or "b"``."""
    words, found = _words(accident), accident.found.lower()
    if accident.kind == "NUMBER" and accident.following[:3] == "of " and "STRING" in accident.accepted:
        return accident.problem(
            "E201", "How many are enough is said with 'at least'", f"write: at least {found} of"
        )
    if words[-2:] == ["at", "least"] and found in _COUNTS:
        return accident.problem("E201", "Numbers are written in figures", f"write: at least {_COUNTS[found]} of")
    if words[-1:] in (["either"], ["both"]) and accident.kind in STRINGS:
        right = "any of" if words[-1] == "either" else "all of"
        return accident.problem(
            "E201", f"'{words[-1]}' is written otherwise", f"write: {right} {accident.found}, …"
        )
    return None


def said_early_or_late(accident: Accident) -> Problem | None:
    """``must say x first``, ``… at the beginning``, ``… after y``, ``… in the section "Plan"``."""
    words, found = _words(accident), accident.found.lower()
    if "must" not in words or accident.new_line:
        return None
    start = len(words) - 1 - words[::-1].index("must")
    verb, item = words[start + 1 : start + 2], words[-1]
    if verb in (["list"], ["rank"]) and found == "first":
        shown = f"must rank {item} first" if item != "rank" else 'must rank "…" first'
        return accident.problem("E201", "What stands first in a list is said with 'rank'", f"write: {shown}")
    if found == "section" and words[-2:] == ["in", "the"]:
        return accident.problem("E220", "'the' says nothing here", "write: in section …")
    if "BEFORE" not in accident.accepted:
        return None
    early = found in _EARLY or (
        found == "at" and accident.following.startswith(("the beginning", "the start", "the top"))
    )
    if early:
        message = "A place at the beginning is counted in sentences"
        return accident.problem(
            "E201", message, "write: within the first sentence, or: within the first 3 sentences"
        )
    if found == "after":
        later = next(iter(accident.following.split()), "…")
        hint = f"write the other way round: must {' '.join(verb)} {later} before {item}"
        return accident.problem("E201", "An order is said with 'before'", hint)
    return None


def given_otherwise(accident: Accident) -> Problem | None:
    """``passes "x" when "y"``, ``given "y", record …``, ``given record age below 5 years``."""
    words, found = _words(accident), accident.found.lower()
    if accident.chunk.keyword != "rule":
        return None
    if words[-1:] == ["when"] and words[-3:-2] in (["passes"], ["fails"]) and accident.kind in STRINGS:
        return accident.problem(
            "E201", "What an example is given is said with 'given'", f"write: given {accident.found}"
        )
    given = "given" in words and not {"must", "when", "because", "source"} & set(words[words.index("given") :])
    if given and found == "," and "AND" in accident.accepted:
        return accident.problem("E201", "What an example is given is joined by 'and'", "write and for the comma")
    if (
        given
        and words[-2:-1] == ["record"]
        and "INCLUDE" in accident.accepted
        and "BELOW" not in accident.accepted
    ):
        after = accident.following.split("\n", 1)[0].split()
        if found[:1].isdigit():
            hint = f"write: record {words[-1]} is {found} {after[0] if after else ''}".rstrip()
        elif found in ("below", "above", "at", "over", "under"):
            hint = f"write one value: record {words[-1]} is 4 …"
        else:
            return None
        return accident.problem("E201", "The record of an example states its value with 'is'", hint)
    return None


def used_packs(accident: Accident) -> Problem | None:
    """``use common and escalation``, ``setting is at home``."""
    words, found = _words(accident), accident.found.lower()
    if accident.chunk.keyword == "use" and found == "and":
        after = accident.source.code[accident.end :].split(maxsplit=1)
        message = "The packs that are used are joined by commas"
        return accident.problem("E205", message, f"write a comma: {words[-1]}, {after[0] if after else '…'}")
    if words[-2:] == ["setting", "is"] and found in ("at", "in", "the", "a"):
        return accident.problem("E220", f"'{found}' says nothing here", f"leave '{found}' out: setting is home")
    return None
