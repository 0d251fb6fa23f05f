"""The allergies of a record held against an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from medrules.checking.record.answer import Answer
from medrules.checking.record.differences import Difference, differ
from medrules.checking.record.documents import search
from medrules.checking.record.medicines import all_names, find_medicines, medicines_in
from medrules.checking.record.names import Names, Place
from medrules.checking.record.synonyms import class_of, classes, key_of, read_names
from medrules.checking.record.using import is_allergy, use_of
from medrules.checking.strength import FULL, WEAK
from medrules.model.record import Allergy


class _Known(NamedTuple):
    """The allergies of one record; the names stand for the positions of its entries."""

    entries: tuple[Allergy, ...]
    names: Names[int]
    """What names an entry itself."""
    covered: Names[int]
    """What an entry covers besides: of a class its members, of a member its class."""


@lru_cache(maxsize=512)
def _known(entries: tuple[Allergy, ...]) -> _Known:
    own = [(name, at) for at, entry in enumerate(entries) for name in _names(entry.substance)]
    more = [(name, at) for at, entry in enumerate(entries) for name in class_of(entry.substance)]
    return _Known(entries, Names(own, slips=True), Names(more))


def _names(substance: str) -> Iterator[str]:
    yield substance
    for one in classes():
        if key_of(substance) in {key_of(name) for name in one.names}:
            yield from one.names
    for thing in medicines_in(substance):
        yield thing
        yield from all_names().get(thing, ())


@cache
def _allergens() -> Names[str]:
    """What people are allergic to: classes of medicines, foods and the like."""
    pairs = [(name, names[0]) for names in read_names("allergens.txt") for name in names]
    pairs += [(name, one.names[0]) for one in classes() for name in one.names]
    return Names(pairs)


@cache
def _reactions() -> Names[str]:
    return Names([(name, names[0]) for names in read_names("reactions.txt") for name in names])


def allergies(answer: Answer, entries: tuple[Allergy, ...]) -> Iterator[Difference]:
    """Every point on which the answer and the record's allergies differ."""
    known = _known(entries)
    own = answer.find(known.names)
    yield from _left_out(answer, known, own)
    for first, last in answer.denials("allergies"):
        if entries:
            recorded = "; ".join(entry.text for entry in entries)
            yield differ("contradiction", "allergies", recorded, answer.quote(first, last, "no known allergies"))
    for place in own:
        yield from _contradicted(answer, place, entries[place.thing])
    for place in answer.find(known.covered):
        yield from _advised(answer, place, entries[place.thing], "what it covers")
    yield from _invented(answer, known, own)


def _left_out(answer: Answer, known: _Known, own: Sequence[Place[int]]) -> Iterator[Difference]:
    for at, entry in enumerate(known.entries):
        found = [place for place in own if place.thing == at and _tells(answer, place)]
        if not found:
            yield differ("omission", "allergies", entry.text, None)
        elif all(place.corrected for place in found):
            yield differ("omission", "allergies", entry.text, None, WEAK)


def _tells(answer: Answer, place: Place[int]) -> bool:
    """Whether a mention may tell of the allergy: neither a denial nor the advice to take it."""
    reading = answer.evidence(place, "").reading
    if reading is None or reading.experiencer == "other" or _is_denied(answer, place):
        return False
    return reading.act != "advice" or is_allergy(answer, place)


def _is_denied(answer: Answer, place: Place[int]) -> bool:
    """``not allergic to X``, ``no X allergy``."""
    reading = answer.evidence(place, "").reading
    if reading is None or reading.act != "statement" or reading.condition == "conditional":
        return False
    forms = answer.document.forms
    before = forms[max(0, place.first - 4) : place.first]
    negated = reading.polarity == "negated" or not {"not", "no", "never", "without"}.isdisjoint(before)
    return negated and reading.experiencer != "other" and use_of(answer, place).kind == "allergic"


def _contradicted(answer: Answer, place: Place[int], entry: Allergy) -> Iterator[Difference]:
    said = answer.evidence(place, entry.substance)
    if _is_denied(answer, place):
        yield differ("contradiction", "allergies", entry.text, said)
        return
    yield from _advised(answer, place, entry)
    if entry.reaction and use_of(answer, place).kind == "allergic":
        yield from _reacted(answer, place, entry)


def _advised(answer: Answer, place: Place[int], entry: Allergy, phrase: str = "") -> Iterator[Difference]:
    """To be taken, or taken, in spite of the allergy."""
    use = use_of(answer, place)
    if use.kind in ("advised", "taken"):
        said = answer.evidence(place, f"{entry.substance} and {phrase}" if phrase else entry.substance)
        yield differ("contradiction", "allergies", entry.text, said, use.level)


def _reacted(answer: Answer, place: Place[int], entry: Allergy) -> Iterator[Difference]:
    """Another reaction than the record's, right behind the substance or in its line."""
    recorded = {one.thing for one in _reactions().in_text(entry.reaction or "")}
    end = min(answer.clause(place.first)[1], answer.line_end(place.first), place.last + 8)
    said = [one for one in answer.find(_reactions()) if place.last <= one.first < end]
    if recorded and said and recorded.isdisjoint(one.thing for one in said):
        yield differ("contradiction", "allergies", entry.text, answer.quote(place.first, said[0].last, ""), WEAK)


def _invented(answer: Answer, known: _Known, own: Sequence[Place[int]]) -> Iterator[Difference]:
    """Said to be one of the patient's allergies, and neither recorded nor told by the patient."""
    taken = {word for place in own for word in range(place.first, place.last)}
    others: list[Place[str]] = [*answer.find(_allergens()), *find_medicines(answer.document, answer.keys)]
    covered = {place.first for place in answer.find(known.covered)}
    seen: set[int] = set()
    for place in sorted(others, key=lambda one: (one.first, -one.last)):
        words = range(place.first, place.last)
        if not taken.isdisjoint(words) or not seen.isdisjoint(words) or place.first in covered:
            continue
        seen.update(words)
        if _is_claimed(answer, place):
            yield from _not_recorded(answer, place)


def _is_claimed(answer: Answer, place: Place[str]) -> bool:
    reading = answer.evidence(place, "").reading
    if reading is None or reading.polarity == "negated" or reading.condition == "conditional":
        return False
    if reading.act != "statement" or use_of(answer, place).kind != "allergic":
        return False
    label = answer.label(place.first)
    if label is not None and label.field == "allergies" and answer.is_entry(place):
        return True
    first, _ = answer.sentence(place.first)
    if answer.cue("supposing", first, place.first) is not None:
        return False
    return answer.of_patient(place.first)


@lru_cache(maxsize=1024)
def _names_of(thing: str) -> Names[str]:
    return Names([(name, thing) for name in (thing, *all_names().get(thing, ()))])


def _not_recorded(answer: Answer, place: Place[str]) -> Iterator[Difference]:
    names = _names_of(place.thing)
    if answer.was_told(place.thing, names):
        return
    said = answer.evidence(place, place.thing)
    level = WEAK if said.reading is not None and said.reading.certainty == "hedged" else FULL
    found = search(answer.record, names)
    if found is None:
        yield differ("invention", "allergies", None, said, level)
    elif found.status == "outdated":
        yield differ("outdated", "allergies", found.quote, said, level)
