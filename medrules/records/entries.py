"""Reads one entry of a list of a record, written in one line: a problem, a medicine, an allergy."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import re2

from medrules.model.record import Allergy, Document, ListedProblem, Measured, Medication
from medrules.records.values import NUMBER, measured
from medrules.records.vocabulary import simple, vocabulary

_DOSE = re2.compile(
    rf"(?:^| )((?:{NUMBER})(?:(?:-| - | to |–)(?:{NUMBER}))? ?(?:[a-zµμ%][^\s,;()]*)?)(?:[ ,;(]|$)"
)
_REACTION = re2.compile(r"^([^(:]*?)(?: ?\(([^()]*)\)| ?: (.+)| [-–—] (.+))$")


def problem(text: str) -> ListedProblem:
    """``hypertension``, ``pneumonia (resolved)``."""
    entry = noted("problems", text)
    return ListedProblem.model_validate({"text": text, "name": entry.text, "status": entry.status})


def medication(text: str) -> Medication:
    """``warfarin 5 mg by mouth daily (stopped 2026-05-01)``: name, dose, route, frequency and status."""
    entry = noted("medications", text)
    read = prescribed(entry.text)
    ended = entry.date if entry.status == "stopped" else None
    return Medication.model_validate({"text": text, **read._asdict(), "status": entry.status, "stopped": ended})


def allergy(text: str) -> Allergy:
    """``penicillin (rash)``."""
    substance, reaction = reacted(text)
    return Allergy(text=text, substance=substance, reaction=reaction)


def document(text: str) -> Document:
    """A document of which nothing but its text is known."""
    return Document(title="document", text=text)


def status(of: str, text: str) -> str | None:
    """A status of medications, problems or documents by its name in the language; None: it is none."""
    word = simple(text)
    for name, others in vocabulary()["statuses"][of].items():
        if word == name or word in map(simple, others):
            return str(name)
    return None


class Noted(NamedTuple):
    """An entry without the status that it ends in: ``warfarin 5 mg daily (stopped 2026-05-01)``."""

    text: str
    status: str
    date: str | None


def noted(of: str, text: str) -> Noted:
    """The status at the end of an entry, in parentheses or behind a comma or blank; *current* where none is."""
    opened = text.rfind("(")
    if opened > 0 and text.rstrip().endswith(")"):
        inside = text.rstrip()[opened + 1 : -1].strip()
        for words in range(min(3, inside.count(" ") + 1), 0, -1):
            pieces = inside.split(" ")
            found = status(of, " ".join(pieces[:words]))
            rest = " ".join(pieces[words:]).removeprefix("on ").removeprefix("since ").strip()
            if found is not None and (not rest or rest[0].isdigit()):
                return Noted(text[:opened].strip(), found, rest or None)
    bare = text.strip()
    pieces = bare.split(" ")
    for words in (2, 1):
        found = status(of, " ".join(pieces[-words:])) if len(pieces) > words else None
        if found is not None and found != "current":
            return Noted(" ".join(pieces[:-words]).rstrip(" ,;-"), found, None)
    return Noted(bare, "current", None)


class Prescribed(NamedTuple):
    """One line about a medicine, taken apart."""

    name: str
    dose: Measured | None
    route: str | None
    frequency: str | None


def prescribed(text: str) -> Prescribed:
    """``warfarin 5 mg by mouth daily``: a name, a dose, a way and how often, as far as they are there."""
    found = _DOSE.search(text)
    if not found or found.start(1) == 0:
        name, _, rest = _before_words(text)
        route, frequency = _way(rest)
        return Prescribed(name, None, route, frequency)
    dose = " ".join(found[1].split())
    rest = text[found.end(1) :]
    if dose.replace(".", "").isdigit():
        counted = rest.split(maxsplit=1)
        if counted and counted[0].strip(",;").casefold() in vocabulary()["dose-words"]:
            dose, rest = f"{dose} {counted[0].strip(',;')}", counted[1] if len(counted) > 1 else ""
    route, frequency = _way(rest)
    return Prescribed(text[: found.start(1)].strip(" ,;:"), measured(dose), route, frequency)


def _before_words(text: str) -> tuple[str, str, str]:
    """A name without a dose, and the words of way and frequency behind it."""
    pieces = text.split()
    for at, piece in enumerate(pieces):
        if at and simple(piece.strip(",;")) in _habit_words():
            return " ".join(pieces[:at]).strip(" ,;:"), "", " ".join(pieces[at:])
    return text.strip(" ,;:"), "", ""


@cache
def _habit_words() -> frozenset[str]:
    """First words of a way of giving or of a frequency."""
    routes = (route.split()[0] for route in vocabulary()["routes"])
    return frozenset({*routes, *vocabulary()["frequency-words"]})


def _way(rest: str) -> tuple[str | None, str | None]:
    """The way of giving, and what is left: how often."""
    words = " ".join(rest.replace(",", " ").split())
    lowered = f" {words.casefold()} "
    for route in vocabulary()["routes"]:
        at = lowered.find(f" {route} ")
        if at >= 0:
            left = f"{words[:at]} {words[at + len(route) :]}"
            return words[at : at + len(route)].strip(), " ".join(left.split()) or None
    return None, words or None


def reacted(text: str) -> tuple[str, str | None]:
    """``penicillin (rash)``, ``penicillin: rash``, ``penicillin - rash``: substance and reaction."""
    found = _REACTION.match(text.strip())
    if not found:
        return text.strip(), None
    reaction = next((part for part in found.groups()[1:] if part), None)
    return found[1].strip(), reaction.strip() if reaction else None
