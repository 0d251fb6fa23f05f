"""Finds what a rule names in the entries of a record, each read once by all the names that it goes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medrules.checking.record.stating import Entry
from medrules.checking.record.synonyms import of_class, reworded
from medrules.model.book import Concept
from medrules.model.phrase import Term
from medrules.model.record import Allergy, Document, ListedProblem, Medication, Result
from medrules.records.vocabulary import vocabulary
from medrules.text.scan import Scanner
from medrules.text.vocabulary import Vocabulary

_MOST_KEPT = 20_000


class Entries:
    """The entries of records, with the groups of a rule book that name them."""

    def __init__(
        self, groups: Mapping[str, Sequence[Term]], concepts: Mapping[str, Concept], words: Vocabulary
    ) -> None:
        self._scanner = Scanner(groups, concepts, words) if groups else None
        self._kept: dict[str, frozenset[str]] = {}

    def names(self, entry: Entry, groups: Sequence[str]) -> bool:
        """Whether one of these groups names the entry."""
        return any(not self._groups(text).isdisjoint(groups) for text in texts(entry))

    def _groups(self, text: str) -> frozenset[str]:
        """The groups found in a text in which they are not denied, nor somebody else's."""
        found = self._kept.get(text)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[text] = frozenset(self._read(text))
        return found

    def _read(self, text: str) -> Iterator[str]:
        if self._scanner is None:
            return
        (scanned,) = self._scanner.scan([text])
        for group, hits in scanned.hits.items():
            readings = (scanned.document.reading(hit.start, hit.end) for hit in hits)
            if any(reading.polarity == "affirmed" and reading.experiencer != "other" for reading in readings):
                yield group


def texts(entry: Entry) -> Iterator[str]:
    """What an entry says, in its own words and by other names of what it is about."""
    if isinstance(entry, Medication):
        yield from reworded("medicines.txt", entry.text)
    elif isinstance(entry, Allergy):
        yield from reworded("medicines.txt", entry.text)
        yield from of_class(entry.text)
    elif isinstance(entry, ListedProblem):
        yield from reworded("problems.txt", entry.text)
    elif isinstance(entry, Result):
        kind = vocabulary()["labs" if entry.name in vocabulary()["labs"] else "vitals"]
        yield from (entry.text, entry.name, *kind[entry.name]["aliases"])
    elif isinstance(entry, Document):
        yield from (entry.title, entry.text)
