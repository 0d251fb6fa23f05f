"""The problems of a record held against an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from medrules.checking.record.answer import Answer, cues
from medrules.checking.record.differences import Difference, differ
from medrules.checking.record.documents import search
from medrules.checking.record.names import Names, Place
from medrules.checking.record.synonyms import key_of, names_of_problem, read_names
from medrules.checking.strength import FULL, WEAK
from medrules.model.record import ListedProblem

_NEAR = 6


class _Known(NamedTuple):
    """The problems of one record; the names stand for the positions of its entries."""

    entries: tuple[ListedProblem, ...]
    names: Names[int]


@lru_cache(maxsize=512)
def _known(entries: tuple[ListedProblem, ...]) -> _Known:
    pairs = [
        (name, at) for at, entry in enumerate(entries) for name in (entry.name, *names_of_problem(entry.name))
    ]
    return _Known(entries, Names(pairs, slips=True))


@cache
def _all() -> Names[tuple[str, ...]]:
    """Every name of the table, with all names of its line."""
    return Names([(name, names) for names in read_names("problems.txt") for name in names])


@lru_cache(maxsize=1024)
def _names_of(names: tuple[str, ...]) -> Names[str]:
    return Names([(name, name) for name in names])


class _Status(NamedTuple):
    """What a mention says of the patient, and how surely."""

    kind: Literal["has", "has not", "other"]
    level: int


def problems(answer: Answer, entries: tuple[ListedProblem, ...]) -> Iterator[Difference]:
    """Every point on which the answer and the record's problems differ."""
    known = _known(entries)
    own = answer.find(known.names)
    yield from _left_out(answer, known, own)
    for first, last in answer.denials("problems"):
        current = [entry.text for entry in entries if entry.status != "resolved"]
        if current:
            said = answer.quote(first, last, "no medical problems")
            yield differ("contradiction", "problems", "; ".join(current), said)
    for place in own:
        yield from _contradicted(answer, place, entries[place.thing])
    taken = {word for place in own for word in range(place.first, place.last)}
    for other in answer.find(_all()):
        if not taken.isdisjoint(range(other.first, other.last)):
            continue
        related = [entry for entry in entries if any(_is_related(name, entry) for name in other.thing)]
        if not related:
            yield from _invented(answer, other)
        elif _status(answer, other).kind == "has not":
            wider = (entry for entry in related if any(_is_wider(name, entry) for name in other.thing))
            for entry in wider:
                yield from _contradicted(answer, other, entry)


def _left_out(answer: Answer, known: _Known, own: Sequence[Place[int]]) -> Iterator[Difference]:
    """An entry that is current and nowhere named; its name may also stand inside a wider or narrower one.

    What no table knows (*chronic low back pain*) is named by its words without those that narrow it.
    """
    named = [place for place in answer.find(_all()) if _status(answer, place).kind != "has not"]
    for at, entry in enumerate(known.entries):
        if entry.status == "resolved":
            continue
        found = [place for place in own if place.thing == at and _status(answer, place).kind != "has not"]
        if any(not place.corrected for place in found):
            continue
        if not found and any(_is_related(name, entry) for place in named for name in place.thing):
            continue
        words = {word for word in key_of(entry.name) if word not in _qualifiers() and not word.isdigit()}
        told = words & set(answer.keys)
        if not found and words and told == words and not names_of_problem(entry.name):
            continue
        partly = bool(told) and not names_of_problem(entry.name)
        yield differ("omission", "problems", entry.text, None, WEAK if found or partly else FULL)


@cache
def _qualifiers() -> frozenset[str]:
    """Words that narrow a problem and need not be repeated."""
    return frozenset(word[0] for word in cues("qualifiers"))


def _is_related(name: str, entry: ListedProblem) -> bool:
    """*Diabetes* and *type 2 diabetes*: the words of one are among those of the other."""
    words = set(key_of(name))
    for other in (entry.name, *names_of_problem(entry.name)):
        recorded = set(key_of(other))
        if words and recorded and (words <= recorded or recorded <= words):
            return True
    return False


def _is_wider(name: str, entry: ListedProblem) -> bool:
    """*Diabetes* of *type 2 diabetes*."""
    words = set(key_of(name))
    return any(words <= set(key_of(other)) for other in (entry.name, *names_of_problem(entry.name)))


def _contradicted(answer: Answer, place: Place[Any], entry: ListedProblem) -> Iterator[Difference]:
    kind, level = _status(answer, place)
    said = answer.evidence(place, entry.name)
    if kind == "has not" and entry.status != "resolved":
        yield differ("contradiction", "problems", entry.text, said, level)
    elif kind == "has" and entry.status == "resolved" and not _is_history(answer, place):
        yield differ("outdated", "problems", entry.text, said, level)


def _invented(answer: Answer, place: Place[tuple[str, ...]]) -> Iterator[Difference]:
    """Said to be had, and neither recorded nor told by the patient. What is only supposed is no claim."""
    kind, level = _status(answer, place)
    if kind != "has" or level != FULL:
        return
    names = _names_of(place.thing)
    if answer.was_told(place.thing[0], names):
        return
    said = answer.evidence(place, place.thing[0])
    found = search(answer.record, names)
    if found is None:
        yield differ("invention", "problems", None, said)
    elif found.status == "outdated":
        yield differ("outdated", "problems", found.quote, said)


def _status(answer: Answer, place: Place[Any]) -> _Status:
    reading = answer.evidence(place, "").reading
    other = _Status("other", WEAK)
    if reading is None or reading.act != "statement" or reading.experiencer == "other":
        return other
    forms = answer.document.forms
    if reading.condition == "conditional" or (place.first and forms[place.first - 1] == "anti"):
        return other
    level = WEAK if reading.certainty == "hedged" else FULL
    label = answer.label(place.first)
    listed = label is not None and label.field == "problems" and answer.is_entry(place)
    first, _ = answer.clause(place.first)
    if not listed and answer.cue("purpose", first, place.first) is not None:
        return other
    if reading.polarity == "negated":
        near = answer.cue("has-not", max(first, place.first - _NEAR), place.first) is not None
        return _Status("has not", level) if listed or near else other
    history = _is_history(answer, place)
    said = reading.experiencer == "patient" and (
        history or (reading.time == "current" and answer.of_patient(place.first))
    )
    return _Status("has", level) if listed or said else other


def _is_history(answer: Answer, place: Place[Any]) -> bool:
    """``history of pneumonia``."""
    first, _ = answer.sentence(place.first)
    before = answer.document.forms[max(first, place.first - _NEAR) : place.first]
    behind = answer.document.forms[place.last : place.last + 2]
    return not {"history", "previous", "prior", "past", "had"}.isdisjoint([*before, *behind])
