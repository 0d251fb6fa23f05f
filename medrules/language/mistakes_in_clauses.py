"""Mistakes in the clauses of a condition, each recognised where the grammar refuses it."""

from __future__ import annotations

from medrules.language.accidents import Accident, meant
from medrules.language.mistakes_in_words import STRINGS
from medrules.language.record import fields
from medrules.model.problem import Problem

_VERBS = {"mention": "mentions", "say": "says", "advise": "advises", "ask": "asks about"}
_SIDES = ("input", "output")


def denied_verb(accident: Accident) -> Problem | None:
    """``input does not mention x``, ``input not mentions x``, ``input mentions no "x"``."""
    found = accident.found.lower()
    if accident.previous in _SIDES and found in ("does", "do", "not", "doesn", "never"):
        words = [word.strip("'t").lower() for word in accident.following.split()[:2]]
        verb = next((_VERBS[word.rstrip("s")] for word in words if word.rstrip("s") in _VERBS), "mentions")
        hint = f"write: not {accident.previous} {verb} …"
        return accident.problem("E201", "'not' stands before the clause", hint)
    words = [piece.text.lower() for piece in accident.before[-2:]]
    if found in ("no", "not") and len(words) == 2 and words[0] in _SIDES and "STRING" in accident.accepted:
        hint = f"write: not {words[0]} {words[1]} …"
        return accident.problem("E201", "'not' stands before the clause", hint)
    return None


def half_clause(accident: Accident) -> Problem | None:
    """``… or mentions "b"``, ``… and not chest-pain``: after ``and``, ``or`` and ``not`` comes a whole clause."""
    if "INPUT" not in accident.accepted or accident.previous not in ("and", "or", "not", "("):
        return None
    before = [piece.text.lower() for piece in accident.before]
    sides = [word for word in before if word in _SIDES]
    side = sides[-1] if sides else "input" if "when" in before else "output"
    verbs = [word for word in before if word in _VERBS.values()]
    found = accident.found.lower()
    if found in _VERBS.values() or found == "asks":
        hint = f"write: {accident.previous} {side} {found} …"
    elif accident.kind in STRINGS or (accident.kind == "NAME" and meant(accident) is None):
        shown = accident.found if len(accident.found) < 60 else "…"
        hint = f"write: {accident.previous} {side} {verbs[-1] if verbs else 'mentions'} {shown}"
    else:
        return None
    return accident.problem("E219", "A clause says whose words it asks about: input or output", hint)


def field_without_record(accident: Accident) -> Problem | None:
    """``when age below 5 years``, ``unless patient is pregnant``, ``given age is 5 years``."""
    if not {"RECORD", "CATEGORY"} <= accident.accepted or accident.kind not in ("NAME", "RESERVED"):
        return None
    found = accident.found.lower()
    words = accident.following.split("\n", 1)[0].split()
    message = "What is known of the patient stands in the record"
    if found in fields():
        return accident.problem("E201", message, f"write: record {found} …")
    if found in ("patient", "woman", "child") and words[:1] in (["is"], ["has"], ["takes"]):
        told = next((word for word in words[1:4] if word in fields()), None)
        shown = f"record {told} is yes" if told == "pregnant" else "record age below 5 years, or another field"
        return accident.problem("E201", message, f"write: {shown}")
    return None


def record_as_spoken(accident: Accident) -> Problem | None:
    """``record has penicillin allergy``, ``record age between 5 and 10 years``, ``age is 5 years or older``."""
    words = [piece.text.lower() for piece in accident.before]
    found = accident.found.lower()
    if words[-2:] in (["record", "has"], ["record", "shows"], ["record", "contains"]):
        hint = 'write: record allergies include "…", or another field: medications, problems, age'
        return accident.problem("E201", "After 'record' comes the name of a field", hint)
    if words[-2:-1] != ["record"] and "record" not in words[-6:]:
        return None
    field = accident.previous
    if found == "between" and words[-2:-1] == ["record"]:
        numbers = [word for word in accident.following.split()[:5] if word[:1].isdigit()]
        unit = next((word for word in accident.following.split()[2:5] if word.isalpha() and word != "and"), "…")
        low, high = numbers if len(numbers) == 2 else ("…", "…")
        hint = f"write: record {field} at least {low} {unit} and record {field} at most {high} {unit}"
        return accident.problem("E201", "A range is written as two clauses", hint)
    if accident.previous == "or" and found in (
        "older",
        "more",
        "above",
        "over",
        "higher",
        "younger",
        "less",
        "below",
    ):
        at = len(words) - 1 - words[::-1].index("record")
        amount = " ".join(piece.text.strip() for piece in accident.before[at + 3 : -1])
        least = "at most" if found in ("younger", "less", "below") else "at least"
        named = words[at + 1] if at + 1 < len(words) else "age"
        message = f"'or {found}' is written otherwise"
        return accident.problem("E201", message, f"write: record {named} {least} {amount}")
    if words[-2:-1] == ["record"] and field in ("pregnant", "breast-feeding") and "BELOW" in accident.accepted:
        return accident.missing("E201", f"'{field}' is yes or no", f"write: record {field} is yes")
    return None
