"""Names of medicines in texts: those of a record by all their names, and whatever else a list of drugs holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from medrules.checking.record.answer import cues
from medrules.checking.record.names import Names, Place, canonical_words
from medrules.checking.record.synonyms import read_names
from medrules.text.document import Document
from medrules.text.vocabulary_known import drug_names
from medrules.text.words import split


@cache
def _known() -> Names[str]:
    """Every name of the table, with the first of its line."""
    return Names([(name, names[0]) for names in read_names("medicines.txt") for name in names])


@cache
def all_names() -> dict[str, tuple[str, ...]]:
    """Every name of each medicine of the table, by the first of its line."""
    return {names[0]: names for names in read_names("medicines.txt")}


def find_medicines(document: Document, keys: list[str] | None = None) -> list[Place[str]]:
    """Every medicine that a text names, by the first name of its line, else by its own word; salts left out."""
    keys = keys if keys is not None else canonical_words(document)
    places = _known().find(document, keys)
    taken = {word for place in places for word in range(place.first, place.last)}
    for at, form in enumerate(document.words.forms):
        if at not in taken and (form in drug_names() or keys[at] in drug_names()) and (form,) not in cues("forms"):
            places.append(Place(at, at + 1, keys[at]))
    return sorted(places, key=lambda place: place.first)


def medicines_in(text: str) -> tuple[str, ...]:
    """The medicines that a name or a line holds; the words themselves where no list knows them."""
    document = Document(split(text))
    found = tuple(dict.fromkeys(place.thing for place in find_medicines(document)))
    if found:
        return found
    rest = tuple(form for form in document.words.forms if (form,) not in cues("forms"))
    return (" ".join(rest),) if rest else ()


def names_for(things: Iterable[str]) -> Names[str]:
    """All names of some medicines; typing slips of them are corrected."""
    return Names(list(_pairs(things)), slips=True)


def _pairs(things: Iterable[str]) -> Iterator[tuple[str, str]]:
    for thing in things:
        yield thing, thing
        yield from ((name, thing) for name in all_names().get(thing, ()))


def found_in(document: Document, keys: list[str], own: Names[str]) -> list[Place[str]]:
    """The medicines of a text: the record's own first, then all others."""
    places = own.find(document, keys)
    taken = {word for place in places for word in range(place.first, place.last)}
    others = [
        place for place in find_medicines(document, keys) if taken.isdisjoint(range(place.first, place.last))
    ]
    return sorted([*places, *others], key=lambda place: place.first)


def is_one_of(thing: str, things: Sequence[str]) -> str | None:
    """The one of some medicines that this is, or is a kind of (*insulin* of *insulin glargine*); None: none."""
    if thing in things:
        return thing
    if "/" in thing:
        return None
    words = set(thing.split())
    return next((one for one in things if "/" not in one and _covers(words, set(one.split()))), None)


def _covers(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one
