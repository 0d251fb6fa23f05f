"""Mistakes in what an answer owes and in the other statements of a rule, each recognised where it is refused."""

from __future__ import annotations

from medrules.language.accidents import Accident
from medrules.model.problem import Problem

_NOW = ("immediately", "now", "urgently", "promptly", "today", "quickly", "at", "straight")
_FIGURES = {"one": "1", "two": "2", "three": "3", "four": "4", "six": "6", "twelve": "12", "half": "0.5"}


def after_rung(accident: Accident) -> Problem | None:
    """``escalate to emergency in 2 hours``, ``… immediately``, ``… department``, ``… within two hours``."""
    words = [piece.text.lower() for piece in accident.before]
    found = accident.found.lower()
    if words[-1:] == ["within"] and words[-4:-2] == ["escalate", "to"] and found in _FIGURES:
        unit = next(iter(accident.following.split()), "hours")
        return accident.problem(
            "E201", "Numbers are written in figures", f"write: within {_FIGURES[found]} {unit}"
        )
    if words[-3:-1] != ["escalate", "to"]:
        return None
    after = accident.following.split("\n", 1)[0].split()
    if found == "in" and after:
        amount = " ".join([_FIGURES.get(after[0].lower(), after[0]), *after[1:2]])
        return accident.problem("E201", "The time is said with 'within'", f"write: within {amount}")
    if found in _NOW:
        hint = f"leave it out: the advice has to be for now; or say a time: escalate to {words[-1]} within 1 hour"
        return accident.problem("E201", f"'{found}' is not needed here", hint)
    if accident.kind == "NAME" and not accident.new_line:
        hint = f"write: escalate to {words[-1]}, the name of a rung alone"
        return accident.problem("E221", "A rung is named by one word", hint)
    return None


def form_of_answer(accident: Accident) -> Problem | None:
    """``must be under 200 words``, ``must not exceed 200 words``, ``must have section "Plan"``."""
    if accident.previous not in ("must", "not", "never") or not {"STAY", "ESCALATE"} & accident.accepted:
        return None
    line = f"{accident.found} {accident.following}".split("\n", 1)[0]
    words = [word.strip('"“”').lower() for word in line.split()]
    number = next((word for word in words if word.isdigit()), None)
    if accident.kind != "NAME":
        return None
    if number and any(word.startswith("word") for word in words):
        return accident.problem(
            "E201", "The length of an answer is limited otherwise", f"write: must stay under {number} words"
        )
    if any(word in ("grade", "readable", "plain", "readability") for word in words):
        hint = f"write: must read at grade {number or 8} or below"
        return accident.problem("E201", "How hard an answer is to read is said otherwise", hint)
    if any(word in ("section", "sections", "heading", "headings") for word in words):
        hint = 'write: must include sections all of "…", "…"'
        return accident.problem("E201", "The sections of an answer are demanded otherwise", hint)
    return None


def limit_of_dose(accident: Accident) -> Problem | None:
    """``advise x more than 4 g per day``, ``above 4 g in 24 hours``, ``advise more than 4 g of x``."""
    words = [piece.text.lower().strip() for piece in accident.before]
    after = accident.following.split("\n", 1)[0].split()
    found = accident.found.lower()
    message = "A limit of a dose is written otherwise"
    if found in ("more", "over", "above") and words[-1:] == ["advise"]:
        return accident.problem(
            "E201", message, 'name the medicine first: must never advise "…" above 4 g per day'
        )
    if found == "than" and words[-1:] == ["more"] and accident.accepted == {"OFTEN"}:
        if after[:1] and after[0][0].isdigit() and "times" not in after[:2]:
            amount = " ".join(after[:4]) if after[2:3] == ["per"] else " ".join([*after[:2], "per day"])
            return accident.problem("E201", message, f"write above for 'more than': above {amount}")
        return accident.problem("E201", message, f"write: more often than {' '.join(after[:4])}".rstrip())
    if words[-1:] == ["in"] and found[:1].isdigit() and "above" in words[-5:]:
        at = len(words) - 1 - words[::-1].index("above")
        span = "day" if (found, *after[:1]) in (("24", "hours"), ("1", "day")) else "…"
        return accident.problem("E201", message, f"write: {' '.join(words[at:-1])} per {span}")
    return None


def lists_of_concepts(accident: Accident) -> Problem | None:
    """``concept x is any of "a"``, ``concept x is "a",`` and ``escalation x is call 911``."""
    if accident.chunk.keyword not in ("concept", "escalation"):
        return None
    found = accident.found.lower()
    if accident.previous == "is" and found in ("any", "all", "one", "at", "either"):
        hint = f"leave '{found} of' out: any one of the phrases that are listed is enough"
        return accident.problem("E201", "The phrases stand in a bare list", hint)
    if accident.kind == "$END" and accident.previous == ",":
        comma = accident.before[-1].start
        return accident.source.problem(
            "E201", "Nothing follows the comma", comma, comma + 1, "leave the last comma out"
        )
    if (
        found[:1].isdigit()
        and accident.before
        and accident.before[-1].kind == "word"
        and "is" in (piece.text.lower() for piece in accident.before)
    ):
        phrase = f"{accident.before[-1].text} {accident.found}"
        return accident.problem("E214", "A phrase stands in quotes", f'write: "{phrase}"')
    return None


def violating_several(accident: Accident) -> Problem | None:
    """``violating 1 and 2``, ``violating obligation 1``."""
    words = [piece.text.lower() for piece in accident.before[-2:]]
    if words[:1] == ["violating"] and accident.found.lower() in (",", "and"):
        hint = "write a 'fails' for each of them, or leave 'violating …' out: any violation is enough then"
        return accident.problem("E201", "'violating' names one obligation", hint)
    if words[-1:] == ["violating"] and accident.kind == "NAME":
        number = next((word for word in accident.following.split()[:1] if word.isdigit()), "1")
        return accident.problem(
            "E201", "'violating' takes the number of the obligation", f"write: violating {number}"
        )
    return None


def small_words(accident: Accident) -> Problem | None:
    """``approved by "x" 2026-01-01`` without ``on``, ``waive rule a.b``, ``cover the record``."""
    if "ON" in accident.accepted and accident.found[:4].isdigit():
        line = accident.source.code[accident.start : accident.chunk.end].split(maxsplit=1)[0]
        return accident.problem("E201", "'on' stands before the date", f"write: on {line}")
    if accident.kind == "$END" and accident.chunk.keyword == "waive" and len(accident.before) == 1:
        rest = accident.source.code[accident.chunk.end :].split(maxsplit=2)
        if rest[:1] and rest[0].lower() == "rule":
            hint = f"leave 'rule' out: waive {rest[1] if len(rest) > 1 else '…'}"
            return accident.problem("E201", "After 'waive' comes the rule's id alone", hint)
    if accident.previous == "only" and [piece.text.lower() for piece in accident.before[-3:-1]] == [
        "must",
        "list",
    ]:
        return accident.problem("E201", "'only' is written otherwise", "write: must list nothing beyond …")
    if accident.forced.startswith("record") and accident.found.lower() in ("the", "a", "their", "its"):
        return accident.problem("E220", f"'{accident.found}' says nothing here", f"leave '{accident.found}' out")
    return None
