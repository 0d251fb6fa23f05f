"""Words of the rules that are one edit apart and of which one is no known word: most likely a typing slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from medrules.model.phrase import Phrase, Term
from medrules.model.problem import Location
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned
from medrules.proving.lint.walking import all_terms, words
from medrules.text.vocabulary import canonical
from medrules.text.vocabulary_known import is_known

_SHORTEST = 5


def check(subject: Subject) -> Iterator[Warned]:
    """*parcetamol* beside *paracetamol*."""
    places: dict[str, Location | None] = {}
    for term in all_terms(subject.book):
        for word in words(term):
            if len(word) >= _SHORTEST and word.isalpha():
                known = places.get(word)
                places[word] = known if subject.owns(known) else _at(term, word)
    near = _neighbours(places)
    for word, place in places.items():
        if not subject.owns(place) or is_known(word):
            continue
        meant = next((other for other in sorted(near[word]) if is_known(other) and _slip(word, other)), None)
        if meant is not None:
            message = f"“{word}” is no known word, and one letter away from “{meant}”, which the rules have too"
            yield warned("L207", message, place, f"did you mean {meant}?")


def _at(term: Term, word: str) -> Location | None:
    """The place of a word in its phrase; of the phrase where the word cannot be told apart."""
    place = term.location
    at = term.text.lower().find(word) if isinstance(term, Phrase) else -1
    if place is None or at < 0 or place.end_line not in (None, place.line):
        return place
    column = place.column + at
    return place.model_copy(update={"column": column, "end_line": place.line, "end_column": column + len(word)})


def _slip(word: str, other: str) -> bool:
    """Whether the words are no inflections of each other: *oliguric* and *oliguria* differ in their ending."""
    if word[:-1] == other[:-1]:
        return False
    return canonical(word) != canonical(other) and not word.startswith(other) and not other.startswith(word)


def _neighbours(places: dict[str, Location | None]) -> dict[str, set[str]]:
    """For each word those one edit away: two such words share a form with a letter left out."""
    by_form: dict[str, list[str]] = defaultdict(list)
    for word in places:
        for at in range(len(word) + 1):
            by_form[word[:at] + word[at + 1 :]].append(word)
    near: dict[str, set[str]] = defaultdict(set)
    for alike in by_form.values():
        for word in alike:
            near[word].update(other for other in alike if other != word and OSA.distance(word, other) == 1)
    return near
