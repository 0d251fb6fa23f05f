"""The fast door: finds the phrases of all rules in a batch of texts, by their rarest words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from medrules.model.book import Concept
from medrules.model.phrase import Term
from medrules.text.document import Border, Document
from medrules.text.gaps import is_turned
from medrules.text.hits import Hit
from medrules.text.scan_anchors import Anchors, GroupAnchors
from medrules.text.scan_batch import Batch, Cutter, OneText
from medrules.text.scan_compile import Index
from medrules.text.scan_forms import Forms
from medrules.text.scan_match import Match, smallest
from medrules.text.scan_patterns import CORRECTED, HOWS, Ends
from medrules.text.vocabulary import Vocabulary
from medrules.text.words import Words

LARGEST = 512
"""Texts that are scanned together; more are cut into batches of this size."""
_MOST_TABLES = 16
"""Choices of groups whose tables are kept."""


class Scanner:
    """Phrases in named groups, compiled once for batches.

    Args:
        groups: terms by the name under which their hits are reported.
        concepts: what ``Named`` and ``ConceptRef`` refer to, by key.
        vocabulary: the words that a slip may be of, those of the groups among them; None: those of the groups.
    """

    def __init__(
        self,
        groups: Mapping[str, Sequence[Term]],
        concepts: Mapping[str, Concept],
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.index = Index(groups, concepts, vocabulary)
        self._tables: dict[frozenset[str] | None, Anchors] = {}
        self._of_group: dict[str, GroupAnchors] = {}
        self._begin()

    def _begin(self) -> None:
        self._forms = Forms(self.index.atoms)
        self._cutter = Cutter(self._forms)

    def find(self, document: Document) -> list[Hit]:
        """The hits in one document, in the order of the text."""
        return sorted(hit for found in self.read(document).hits.values() for hit in found)

    def read(self, document: Document) -> Scanned:
        """One document with its hits, where its words are cut already."""
        if self._forms.full:
            self._begin()
        return self._scanned(OneText(document.words, self._forms), None, document)[0]

    def scan(self, texts: Sequence[str], first: frozenset[str] | None = None) -> list[Scanned]:
        """Each text with its hits; what is found in one does not depend on the others.

        Args:
            texts: any number of them.
            first: the groups that are looked for in every text; all others in those texts alone whose ``hits``
                are asked for them. None: all groups.
        """
        found: list[Scanned] = []
        for start in range(0, len(texts), LARGEST):
            if self._forms.full or self._cutter.full:
                self._begin()
            found += self._scanned(self._cutter.cut(texts[start : start + LARGEST]), first)
        return found

    def cut(self, texts: Sequence[str]) -> Batch:
        """The words of texts, at most ``LARGEST`` of them, as the scan sees them."""
        return self._cutter.cut(texts)

    def anchors(self, groups: Collection[str] | None) -> Anchors:
        """The anchors of these groups (None: of all)."""
        key = None if groups is None else frozenset(groups)
        if key not in self._tables:
            if len(self._tables) >= _MOST_TABLES:
                self._tables.clear()
            names = self.index.terms if groups is None else groups
            terms = {term for name in names for term in self.index.terms[name]}
            self._tables[key] = Anchors(self.index, sorted(terms))
        return self._tables[key]

    def anchors_of(self, group: str) -> GroupAnchors:
        """The anchors of one group."""
        if group not in self._of_group:
            self._of_group[group] = GroupAnchors(self.index, self.index.terms.get(group, ()))
        return self._of_group[group]

    def _scanned(
        self, batch: Batch | OneText, first: frozenset[str] | None, document: Document | None = None
    ) -> list[Scanned]:
        read = _Read(self, batch, self._forms, first)
        scanned = [Scanned(read, number, document) for number in range(len(batch.texts))]
        if len(batch.numbers):
            for text, at, called in self.anchors(first).met(batch.numbers, self._forms, np.array(batch.bounds)):
                scanned[text].match.try_at(called, at)
        return scanned


class _Read:
    """What the texts of one batch share."""

    __slots__ = ("batch", "first", "forms", "scanner")

    def __init__(
        self, scanner: Scanner, batch: Batch | OneText, forms: Forms, first: frozenset[str] | None
    ) -> None:
        self.scanner, self.batch, self.forms, self.first = scanner, batch, forms, first


class Scanned:
    """One text of a batch: its document and its hits, both made when first asked for."""

    def __init__(self, read: _Read, number: int, document: Document | None = None) -> None:
        self._read = read
        self._number = number
        self._known: dict[str, list[Hit]] = {}
        self._starts: dict[str, int | None] = {}
        self._spans: dict[int, list[tuple[int, int, int, bool]]] = {}
        if document is not None:
            self.document = document

    @cached_property
    def document(self) -> Document:
        """The text, ready to be read."""
        return Document(self._read.batch.words(self._number))

    @property
    def empty(self) -> bool:
        """Whether it holds no word."""
        bounds = self._read.batch.bounds
        return bounds[self._number] == bounds[self._number + 1]

    @cached_property
    def match(self) -> Match:
        """What was found of patterns."""
        return Match(View.whole(self._read.batch, self._number, self._read.forms))

    def head(self, words: int) -> Scanned:
        """The same text in which only so many words are looked at; groups are looked for when asked for."""
        return _Head(self._read, self._number, self.document, self.match.view.head(words))

    @property
    def touched(self) -> bool:
        """Whether an anchor of a group looked for in every text was met; where none was, none is found."""
        return "match" in self.__dict__ and bool(self.match.found)

    @property
    def hits(self) -> Hits:
        """The hits by group, each in order."""
        return Hits(self)

    def hits_of(self, group: str) -> Sequence[Hit]:
        """The hits of a group, which are looked for when first asked for; none where it is not found."""
        found = self._known.get(group)
        if found is None:
            found = self._known[group] = self._found(group)
        return found

    def first_start(self, group: str) -> int | None:
        """Where the first hit of a group begins; None: there is none. No hits are made for it."""
        if group not in self._starts:
            self._starts[group] = self._first_start(group)
        return self._starts[group]

    def _first_start(self, group: str) -> int | None:
        self._search(group)
        if not self.touched:
            return None
        found = self.match.found
        terms = self._read.scanner.index.terms.get(group, ())
        starts = [self._first_of(term, places) for term in terms if (places := found.get(term))]
        return min((start for start in starts if start is not None), default=None)

    def _first_of(self, term: int, places: Mapping[int, Ends]) -> int | None:
        """Where the first match of a term begins; one of a single word crosses nothing and holds no other."""
        at = min(places)
        if len(places[at]) == 1 and at + 1 in places[at]:
            return self._read.batch.span(self._number, at, at + 1)[0]
        spans = self._spans_of(term)
        return spans[0][0] if spans else None

    def is_sure(self, group: str) -> bool:
        """Whether a hit of a group is neither doubtful nor a corrected slip; the search ends with the first."""
        scanner = self._read.scanner
        if group not in self._known and self.is_on_demand(group):
            match, index = self.match, scanner.index
            for at, called in scanner.anchors_of(group).met(match.view):
                for term in match.try_at(called, at):
                    if not index.is_turnable(term) and self._is_sure(term):
                        return True
        return any(not (hit.doubtful or hit.how == "corrected") for hit in self.hits_of(group))

    def is_on_demand(self, group: str) -> bool:
        """Whether a group is looked for when it is asked for, not in every text."""
        return self._read.first is not None and group not in self._read.first

    def groups(self) -> Iterator[str]:
        """The groups found, of those looked for in every text."""
        if self.touched:
            groups, first = self._read.scanner.index.groups, self._read.first
            for group in dict.fromkeys(group for term in list(self.match.found) for group in groups[term]):
                if (first is None or group in first) and self.first_start(group) is not None:
                    yield group

    def _search(self, group: str) -> None:
        """Looks for a group that is not looked for in every text."""
        if self.is_on_demand(group):
            match = self.match
            for at, called in self._read.scanner.anchors_of(group).met(match.view):
                match.try_at(called, at)

    def _found(self, group: str) -> list[Hit]:
        self._search(group)
        if not self.touched:
            return []
        found, index = self.match.found, self._read.scanner.index
        hits: list[Hit] = []
        for term in index.terms.get(group, ()):
            if term in found:
                written = index.written[term]
                hits += [
                    Hit(group, start, end, written, HOWS[how], doubtful)
                    for start, end, how, doubtful in self._spans_of(term)
                ]
        return sorted(hits) if len(hits) > 1 else hits

    def _spans_of(self, term: int) -> list[tuple[int, int, int, bool]]:
        if term not in self._spans:
            self._spans[term] = self.spans(term, self._read.scanner.index.is_turnable(term))
        return self._spans[term]

    def let_go(self) -> None:
        """As the document's, where one was made."""
        if "document" in self.__dict__:
            self.document.let_go()

    @cached_property
    def source(self) -> str:
        """The untouched text."""
        return self._read.batch.texts[self._number]

    def spans(self, term: int, turnable: bool) -> list[tuple[int, int, int, bool]]:
        """The smallest matches of a term that cross no border: start, end, how, and whether in doubt."""
        found: list[tuple[int, int, int, bool]] = []
        view = self.match.view
        for first, last, how in smallest(self.match.found.get(term, _NOTHING)):
            start, end = self._read.batch.span(self._number, first, last)
            border = self.border(start, end) if last - first > 1 else "none"
            if border != "border":
                turned = turnable and is_turned([view.form(at) for at in range(first, last)], 0, last - first)
                found.append((start, end, how, turned or border == "doubtful"))
        return found

    def _is_sure(self, term: int) -> bool:
        """Whether a match of a term is no slip and crosses nothing."""
        return any(
            how != CORRECTED
            and (last - first == 1 or self.border(*self._read.batch.span(self._number, first, last)) == "none")
            for first, ends in self.match.found[term].items()
            for last, how in ends.items()
        )

    def border(self, start: int, end: int) -> Border:
        """What the characters from start to end cross; most cross nothing but blanks."""
        if _WITHIN.fullmatch(self.source, start, end):
            return "none"
        return self.document.border(start, end)


class _Head(Scanned):
    """The beginning of a text."""

    def __init__(self, read: _Read, number: int, document: Document, view: View) -> None:
        super().__init__(read, number, document)
        self.match = Match(view)

    def is_on_demand(self, _group: str) -> bool:
        """Every group is."""
        return True


_WITHIN = re.compile(r"[^\n\r.!?;:|\\•…\u2028\u2029\x0b\x0c]*")
"""Characters that never end a sentence, item, heading or cell."""


_NOTHING: Mapping[int, Ends] = {}


class Hits(Mapping[str, Sequence[Hit]]):
    """The hits of one text by group; a group that was not looked for in every text is looked for when asked for.

    Iterated over are the groups looked for in every text.
    """

    __slots__ = ("_scanned",)

    def __init__(self, scanned: Scanned) -> None:
        self._scanned = scanned

    def __getitem__(self, group: str) -> Sequence[Hit]:
        found = self._scanned.hits_of(group)
        if not found:
            raise KeyError(group)
        return found

    def __contains__(self, group: object) -> bool:
        return isinstance(group, str) and bool(self._scanned.hits_of(group))

    def __iter__(self) -> Iterator[str]:
        return self._scanned.groups()

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Origin(NamedTuple):
    """Where the words of a view are from."""

    batch: Batch | OneText
    text: int
    forms: Forms


class View:
    """The words of one text, or of its beginning, as the patterns see them."""

    def __init__(
        self, origin: _Origin, numbers: list[int], atoms: list[int], others: Mapping[int, tuple[int, ...]]
    ) -> None:
        self._origin, self._numbers = origin, numbers
        self.atoms = atoms
        self.others = others
        """The atoms beside their word's that some words have, by position."""
        self._places: dict[int, list[int]] = {}
        self.limit = len(numbers)
        self.known: dict[tuple[int, int], Ends] = {}

    @classmethod
    def whole(cls, batch: Batch | OneText, text: int, forms: Forms) -> View:
        """All words of a text."""
        of_forms = batch.numbers[batch.bounds[text] : batch.bounds[text + 1]]
        numbers: list[int] = of_forms.tolist()
        more = np.flatnonzero(forms.have_others()[of_forms]).tolist()
        others = {at: forms.others[numbers[at]] for at in more}
        return cls(_Origin(batch, text, forms), numbers, forms.atoms()[of_forms].tolist(), others)

    def head(self, words: int) -> View:
        """So many of the words."""
        others = {at: atoms for at, atoms in self.others.items() if at < words}
        return View(self._origin, self._numbers[:words], self.atoms[:words], others)

    @cached_property
    def present(self) -> set[int]:
        """The atoms that stand anywhere."""
        return {*self.atoms, *self._places_of_others}

    @cached_property
    def _places_of_others(self) -> Mapping[int, Sequence[int]]:
        """Where the atoms of ``others`` stand: one walk for all that are asked for."""
        found: dict[int, list[int]] = defaultdict(list)
        for at, others in self.others.items():
            for atom in others:
                found[atom].append(at)
        return dict(found)

    def places(self, atom: int) -> list[int]:
        """Where an atom stands."""
        found = self._places.get(atom)
        if found is None:
            found = self._places[atom] = [*_places(self.atoms, atom), *self._places_of_others.get(atom, ())]
        return found

    @cached_property
    def words(self) -> Words:
        """The words with their offsets."""
        return self._origin.batch.words(self._origin.text)

    def form(self, at: int) -> str:
        """The form of a word."""
        return self._origin.forms.forms[self._numbers[at]]

    def is_corrected(self, at: int) -> bool:
        """Whether a typing slip was corrected."""
        return self._origin.forms.corrected[self._numbers[at]]


def _places(atoms: list[int], atom: int) -> Iterator[int]:
    at = -1
    for _ in range(atoms.count(atom)):
        at = atoms.index(atom, at + 1)
        yield at
