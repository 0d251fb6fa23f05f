"""The fast door: finds the phrases of all rules in a batch of texts, by their rarest words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from medrules.model.book import Concept
from medrules.model.phrase import Term
from medrules.text.document import Border, Document
from medrules.text.gaps import is_turned
from medrules.text.hits import Hit
from medrules.text.scan_batch import Batch, Cutter, OneText
from medrules.text.scan_compile import Called, Index
from medrules.text.scan_forms import Forms
from medrules.text.scan_patterns import CORRECTED, HOWS, Ends
from medrules.text.words import Words

LARGEST = 512
"""Texts that are scanned together; more are cut into batches of this size."""

Span = tuple[int, int, int]
"""First word, word after the last, how."""


class Scanned:
    """One text of a batch: its document, made when first asked for, and its hits by group in order."""

    def __init__(self, batch: Batch | OneText, number: int, document: Document | None = None) -> None:
        self._batch = batch
        self._number = number
        self.hits: dict[str, list[Hit]] = {}
        self._document = document
        self.empty = batch.bounds[number] == batch.bounds[number + 1]

    @cached_property
    def document(self) -> Document:
        """The text, ready to be read."""
        return self._document or Document(self._batch.words(self._number))

    def border(self, start: int, end: int) -> Border:
        """What the characters from start to end cross; most cross nothing but blanks."""
        if _WITHIN.fullmatch(self._batch.texts[self._number], start, end):
            return "none"
        return self.document.border(start, end)


_WITHIN = re.compile(r"[^\n\r.!?;:|\\•…\u2028\u2029\x0b\x0c]*")
"""Characters that never end a sentence, item, heading or cell."""


class Scanner:
    """Phrases in named groups, compiled once for batches.

    Args:
        groups: terms by the name under which their hits are reported.
        concepts: what ``Named`` and ``ConceptRef`` refer to, by key.
    """

    def __init__(self, groups: Mapping[str, Sequence[Term]], concepts: Mapping[str, Concept]) -> None:
        self.index = Index(groups, concepts)
        self._begin()
        self._finder = _Finder(self.index)

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
        one = OneText(document.words, self._forms)
        return self._finder.find(one, self._forms, [Scanned(one, 0, document)])[0]

    def scan(self, texts: Sequence[str]) -> list[Scanned]:
        """Each text with its hits; what is found in one does not depend on the others."""
        found: list[Scanned] = []
        for start in range(0, len(texts), LARGEST):
            if self._forms.full or self._cutter.full:
                self._begin()
            batch = self._cutter.cut(texts[start : start + LARGEST])
            scanned = [Scanned(batch, number) for number in range(len(batch.texts))]
            found += self._finder.find(batch, self._forms, scanned)
        return found


class _Finder:
    """Finds the patterns of an index in batches."""

    def __init__(self, index: Index) -> None:
        self.index = index
        count = index.atoms.count + 1
        self._single = np.zeros(count, np.bool_)
        self._single[[atom for atom in index.single if atom <= len(index.atoms.words)]] = True
        self._left, self._right = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        for one, other in index.pairs:
            self._left[one] = self._right[other] = True

    def find(self, batch: Batch | OneText, forms: Forms, scanned: list[Scanned]) -> list[Scanned]:
        words, has_others = forms.arrays()
        if not len(batch.numbers) or not len(words):
            return scanned
        atoms = words[batch.numbers]
        view = _View(batch, forms, atoms, has_others[batch.numbers])
        match = Match(view)
        self._call(match, atoms, batch)
        for (number, term), spans in match.found.items():
            self._report(scanned[number], batch, number, term, spans)
        for one in scanned:
            for hits in one.hits.values():
                if len(hits) > 1:
                    hits.sort()
        return scanned

    def _call(self, match: Match, atoms: npt.NDArray[np.int32], batch: Batch | OneText) -> None:
        """Lets every anchor in the batch call for its patterns."""
        single, pairs = self.index.single, self.index.pairs
        texts = np.repeat(np.arange(len(batch.texts)), np.diff(np.array(batch.bounds)))
        view = match.view
        for at in np.flatnonzero(self._single[atoms]).tolist():
            match.try_at(single[view.atoms[at]], at, int(texts[at]))
        for at in np.flatnonzero(self._left[atoms[:-1]] & self._right[atoms[1:]]).tolist():
            called = pairs.get((view.atoms[at], view.atoms[at + 1]))
            if called is not None:
                match.try_at(called, at, int(texts[at]))
        for at, others in view.others.items():
            for atom in others:
                if atom in single:
                    match.try_at(single[atom], at, int(texts[at]))

    def _report(
        self, scanned: Scanned, batch: Batch | OneText, number: int, term: int, spans: Mapping[int, Ends]
    ) -> None:
        """The smallest matches of one term in one text, as hits of all its groups."""
        words: Words = batch.words(number)
        origin = batch.bounds[number]
        for first, last, how in smallest(spans):
            start, end = words.starts[first - origin], words.ends[last - origin - 1]
            border = scanned.border(start, end) if last - first > 1 else "none"
            if border != "border":
                turned = self.index.turnable[term] and is_turned(words.forms, first - origin, last - origin)
                for group in self.index.groups[term]:
                    doubtful = turned or border == "doubtful"
                    hit = Hit(group, start, end, self.index.written[term], HOWS[how], doubtful)
                    hits = scanned.hits.setdefault(group, [])
                    hits.append(hit)


class Match:
    """What was found in one batch: by text and term, the ends of matches by their start."""

    def __init__(self, view: _View) -> None:
        self.view = view
        self.found: dict[tuple[int, int], dict[int, Ends]] = defaultdict(dict)
        self._tried: set[tuple[int, int]] = set()

    def try_at(self, called: Iterable[Called], anchor: int, text: int) -> None:
        """Matches the patterns that the anchor at this word calls for, from every place where they may begin."""
        view = self.view
        atoms, others, tried = view.atoms, view.others, self._tried
        low = view.bounds[text]
        view.limit = view.bounds[text + 1]
        for number, nearest, farthest, term, steps, first in called:
            for start in range(max(low, anchor - farthest), anchor - nearest + 1):
                begins = first is None or atoms[start] in first
                if not begins and (start not in others or first.isdisjoint(others[start])):  # type: ignore[union-attr]
                    continue
                if (number, start) in tried:
                    continue
                tried.add((number, start))
                ends = steps.ends(view, start)
                if ends:
                    places = self.found[text, term]
                    places[start] = _best(places[start], ends) if start in places else ends


def _best(one: Ends, other: Ends) -> Ends:
    return {end: min(one.get(end, CORRECTED), other.get(end, CORRECTED)) for end in {**one, **other}}


def smallest(spans: Mapping[int, Ends]) -> list[Span]:
    """The matches that hold no other match, unless that one is only a corrected slip; in the order of the text."""
    if len(spans) == 1:
        ((start, ends),) = spans.items()
        if len(ends) == 1:
            ((end, how),) = ends.items()
            return [(start, end, how)]
    kept: list[Span] = []
    sure = perhaps = 1 << 62
    for start in sorted(spans, reverse=True):
        for end, how in sorted(spans[start].items()):
            if not (sure <= end or (how == CORRECTED and perhaps <= end)):
                kept.append((start, end, how))
            perhaps = min(perhaps, end)
            if how != CORRECTED:
                sure = min(sure, end)
    return kept[::-1]


class _View:
    """The words of a batch as the patterns see them."""

    def __init__(
        self, batch: Batch | OneText, forms: Forms, atoms: npt.NDArray[np.int32], has_others: npt.NDArray[np.bool_]
    ) -> None:
        self._batch = batch
        self._forms = forms
        self._numbers = batch.numbers_list
        self.bounds = batch.bounds
        self.atoms: list[int] = atoms.tolist()
        self.others = {at: forms.others[self._numbers[at]] for at in np.flatnonzero(has_others).tolist()}
        self.limit = 0
        self.known: dict[tuple[int, int], Ends] = {}

    def form(self, at: int) -> str:
        """The form of a word."""
        return self._forms.forms[self._numbers[at]]

    def is_corrected(self, at: int) -> bool:
        """Whether a typing slip was corrected."""
        return self._forms.corrected[self._numbers[at]]

    def text_at(self, at: int) -> tuple[Words, int]:
        """The text that holds this word, and the position of its first word."""
        text = bisect_right(self.bounds, at) - 1
        return self._batch.words(text), self.bounds[text]
