"""Finds names in a text by their canonical words, the longest first: inflection and spelling do not matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from medrules.checking.record.synonyms import Key, key_of
from medrules.text.document import Document
from medrules.text.vocabulary import Vocabulary, canonical
from medrules.text.words import split

Thing = TypeVar("Thing")
_MOST_KEPT = 10_000
"""Distinct words of answers."""
_SHORT = 4
"""Letters: a shorter name in capitals (CAD, Na) is found in exactly these letters alone."""


class Place(NamedTuple, Generic[Thing]):
    """A name found: words (``last`` exclusive) and what it names."""

    first: int
    last: int
    thing: Thing
    corrected: bool = False


class Names(Generic[Thing]):
    """Names with what each of them stands for.

    Args:
        names: pairs; of two equal names the first counts.
        slips: correct typing slips of these names.
    """

    def __init__(self, names: Iterable[tuple[str, Thing]], *, slips: bool = False) -> None:
        self._things: dict[Key, tuple[Thing, frozenset[str]]] = {}
        for name, thing in names:
            exact = frozenset({name}) if _is_short(name) else frozenset[str]()
            known = self._things.setdefault(key_of(name), (thing, exact))
            if known[1] and known[0] == thing:
                self._things[key_of(name)] = (thing, known[1] | exact if exact else exact)
        self._things.pop((), None)
        self._longest = max(map(len, self._things), default=0)
        self._firsts = frozenset(key[0] for key in self._things)
        words = [form for key in self._things for form in key] if slips else []
        self._vocabulary = Vocabulary(words) if words else None
        self._kept: dict[str, tuple[str | None, bool]] = {}

    def find(self, document: Document, keys: list[str] | None = None) -> list[Place[Thing]]:
        """Every name in a text; none overlaps another, none crosses the end of a sentence."""
        keys = keys if keys is not None else canonical_words(document)
        corrected: set[int] = set()
        if self._vocabulary is not None:
            keys = list(self._corrected(document, keys, corrected))
        found: list[Place[Thing]] = []
        at = 0
        while at < len(keys):
            place = self._at(document, keys, at, corrected) if keys[at] in self._firsts else None
            if place is not None:
                found.append(place)
            at = place.last if place is not None else at + 1
        return found

    def in_text(self, text: str) -> list[Place[Thing]]:
        """Every name in a text that is no document."""
        return self.find(Document(split(text)))

    def _at(self, document: Document, keys: list[str], at: int, corrected: set[int]) -> Place[Thing] | None:
        part = document.parts[document.part_of(at)]
        for length in range(min(self._longest, part.last - at), 0, -1):
            known = self._things.get(tuple(keys[at : at + length]))
            if known is None:
                continue
            thing, exact = known
            start, end = document.words.starts[at], document.words.ends[at + length - 1]
            if not exact or document.words.source[start:end] in exact:
                slip = not corrected.isdisjoint(range(at, at + length))
                return Place(at, at + length, thing, slip)
        return None

    def _corrected(self, document: Document, keys: list[str], corrected: set[int]) -> Iterator[str]:
        for at, (form, key) in enumerate(zip(document.words.forms, keys, strict=True)):
            known, slip = self._looked_up(form)
            if slip:
                corrected.add(at)
            yield key if known is None else known

    def _looked_up(self, form: str) -> tuple[str | None, bool]:
        """The word of the names that a form is, and whether a slip was corrected; each form once."""
        found = self._kept.get(form)
        if found is None:
            assert self._vocabulary is not None  # noqa: S101
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[form] = self._vocabulary.find(form)
        return found


def canonical_words(document: Document) -> list[str]:
    """The canonical word of each word of a text."""
    if len(_canonical) >= _MOST_KEPT:
        _canonical.clear()
    return [
        _canonical[form] if form in _canonical else _canonical.setdefault(form, canonical(form))
        for form in document.words.forms
    ]


_canonical: dict[str, str] = {}


def _is_short(name: str) -> bool:
    return (
        name.isalpha()
        and not name.islower()
        and (len(name) <= 2 or (len(name) <= _SHORT and name[1:] != name[1:].lower()))
    )


def table(lines: Iterable[tuple[str, ...]]) -> Mapping[str, str]:
    """Each name of the lines of a table with the first name of its line."""
    return {name: names[0] for names in lines for name in names}
