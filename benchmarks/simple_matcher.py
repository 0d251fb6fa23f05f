"""Finds phrases in the most obvious way: the independent checker of the fast scan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from medrules.model.book import Concept
from medrules.model.phrase import (
    ConceptRef,
    Either,
    Exactly,
    Gap,
    Maybe,
    Named,
    Near,
    Phrase,
    PhraseItem,
    Prefix,
    Term,
    Word,
)
from medrules.model.reading import How
from medrules.text.document import Document
from medrules.text.gaps import is_turned, may_be_turned
from medrules.text.hits import Hit
from medrules.text.normalise import fold
from medrules.text.spelling import us_spelling
from medrules.text.vocabulary import Vocabulary, keys
from medrules.text.words import Words, split

KEYS = cache(keys)
SPLIT = cache(split)
_RANK: dict[How, int] = {"exact": 0, "inflected": 1, "corrected": 2}
Ends = dict[int, How]
"""Where a match may end (a position of a word, exclusive), and how it matched at best."""


class SimpleMatcher:
    """Phrases in named groups, compiled once.

    Args:
        groups: terms by the name under which their hits are reported.
        concepts: what ``Named`` and ``ConceptRef`` refer to, by key.
        vocabulary: the words that a slip may be of; None: those of the groups.
    """

    def __init__(
        self,
        groups: Mapping[str, Sequence[Term]],
        concepts: Mapping[str, Concept],
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self._groups: list[tuple[str, Phrase | Exactly | Near, list[frozenset[str]], frozenset[str] | None]] = [
            (name, leaf, needed(leaf, concepts), first_of(leaf, concepts))
            for name, terms in groups.items()
            for leaf in dict.fromkeys(leaf for term in terms for leaf in leaves(term, concepts))
        ]
        self._concepts = concepts
        written = (form for _, leaf, _, _ in self._groups for form in forms_of(leaf, concepts))
        self._find = cache((vocabulary or Vocabulary(written)).find)

    def find(self, document: Document) -> list[Hit]:
        """Every smallest match of every phrase, in the order of the text; none crosses a border."""
        text = _Text(document.words, self._find, self._concepts)
        held = {key for key, _ in text.found if key is not None}
        everywhere = range(len(text))
        hits = {
            hit: None
            for group, term, needs, first in self._groups
            if not any(held.isdisjoint(words) for words in needs)
            for hit in _hits(
                group, term, text, document, everywhere if first is None else text.places_of(first & held)
            )
        }
        return sorted(hits)


def leaves(term: Term, concepts: Mapping[str, Concept]) -> Iterator[Phrase | Exactly | Near]:
    """The phrases of a term: its own, or those of the concept that it names."""
    if isinstance(term, Named):
        for inner in concepts[term.name].terms:
            yield from leaves(inner, concepts)
    else:
        yield term


def needed(term: Term, concepts: Mapping[str, Concept]) -> list[frozenset[str]]:
    """Sets of canonical words; a text that holds no word of one of them cannot hold the term."""
    if isinstance(term, Phrase):
        return [words for item in term.items for words in _needed_by(item, concepts)]
    if isinstance(term, Near):
        return [*needed(term.left, concepts), *needed(term.right, concepts)]
    if isinstance(term, Named):
        return _needed_by_any([needed(inner, concepts) for inner in concepts[term.name].terms])
    return []


def _needed_by(item: PhraseItem, concepts: Mapping[str, Concept]) -> list[frozenset[str]]:
    if isinstance(item, Word):
        return [frozenset(KEYS(form)) for form in SPLIT(item.text).forms]
    if isinstance(item, Either):
        options = [[words for part in option for words in _needed_by(part, concepts)] for option in item.options]
        return _needed_by_any(options)
    if isinstance(item, ConceptRef):
        return _needed_by_any([needed(inner, concepts) for inner in concepts[item.name].terms])
    return []


def _needed_by_any(options: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """What any of several needs: a word of the first set of one of them, where each has such a set."""
    return [frozenset().union(*(sets[0] for sets in options))] if options and all(options) else []


def forms_of(term: Term, concepts: Mapping[str, Concept]) -> Iterator[str]:
    """The forms of the words that a term is written with, in order, those of its concepts among them."""
    if isinstance(term, Phrase):
        yield from _forms(term.items, concepts)
    elif isinstance(term, Near):
        yield from _forms(term.left.items, concepts)
        yield from _forms(term.right.items, concepts)
    elif isinstance(term, Named):
        for inner in concepts[term.name].terms:
            yield from forms_of(inner, concepts)


def _forms(items: Iterable[PhraseItem], concepts: Mapping[str, Concept]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Word):
            yield from SPLIT(item.text).forms
        elif isinstance(item, Either):
            for option in item.options:
                yield from _forms(option, concepts)
        elif isinstance(item, Maybe):
            yield from _forms(item.items, concepts)
        elif isinstance(item, ConceptRef):
            for inner in concepts[item.name].terms:
                yield from forms_of(inner, concepts)


def first_of(term: Term, concepts: Mapping[str, Concept]) -> frozenset[str] | None:
    """The canonical words that a match of the term can begin with; None: any word."""
    if isinstance(term, Phrase):
        return _first_of_items(term.items, concepts)
    if isinstance(term, Near):
        return _either_first(first_of(side, concepts) for side in (term.left, term.right))
    if isinstance(term, Named):
        return _either_first(first_of(inner, concepts) for inner in concepts[term.name].terms)
    return None


def _first_of_items(items: Sequence[PhraseItem], concepts: Mapping[str, Concept]) -> frozenset[str] | None:
    if not items or isinstance(items[0], Gap | Prefix):
        return None
    item = items[0]
    if isinstance(item, Word):
        return frozenset(KEYS(SPLIT(item.text).forms[0]))
    if isinstance(item, Either):
        return _either_first(_first_of_items(option, concepts) for option in item.options)
    if isinstance(item, Maybe):
        inside = _first_of_items(item.items, concepts)
        return _either_first((inside, _first_of_items(items[1:], concepts)))
    return _either_first(first_of(inner, concepts) for inner in concepts[item.name].terms)


def _either_first(words: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for some in words:
        if some is None:
            return None
        found |= some
    return found


def _hits(
    group: str, term: Phrase | Exactly | Near, text: _Text, document: Document, starts: Iterable[int]
) -> Iterator[Hit]:
    written = term.text if isinstance(term, Phrase | Exactly) else f"{term.left.text} near {term.right.text}"
    spans = [(start, end, how) for start in starts for end, how in text.match(term, start).items()]
    for first, last, how in smallest(spans):
        start, end = text.words.starts[first], text.words.ends[last - 1]
        border = document.border(start, end)
        if border != "border":
            turned = may_be_turned(term, text.concepts) and is_turned(text.words.forms, first, last)
            yield Hit(group, start, end, written, how, turned or border == "doubtful")


def smallest(spans: list[tuple[int, int, How]]) -> list[tuple[int, int, How]]:
    """The matches that hold no other match of the same phrase, unless that one is only a corrected slip."""
    return [
        (start, end, how)
        for start, end, how in spans
        if not any(
            (a, b) != (start, end) and start <= a and b <= end and (other != "corrected" or how == "corrected")
            for a, b, other in spans
        )
    ]


class _Text:
    """One text's words under the vocabulary of the rules."""

    def __init__(
        self, words: Words, find: Callable[[str], tuple[str | None, bool]], concepts: Mapping[str, Concept]
    ) -> None:
        self.words = words
        self.found = [find(form) for form in words.forms]
        self.concepts = concepts
        self._known: dict[tuple[str, int], Ends] = {}
        self._places: dict[str | None, list[int]] = {}
        for at, (key, _) in enumerate(self.found):
            self._places.setdefault(key, []).append(at)

    def places_of(self, keys: Iterable[str]) -> list[int]:
        """Where one of these canonical words stands, in order."""
        return sorted(at for key in keys for at in self._places[key])

    def __len__(self) -> int:
        return len(self.words.forms)

    def match(self, term: Term, start: int) -> Ends:
        """Where matches of a term that begin with word ``start`` end."""
        if isinstance(term, Phrase):
            return self.sequence(term.items, {start: "exact"})
        if isinstance(term, Exactly):
            return self.exactly(term.text, start)
        if isinstance(term, Near):
            return self.near(term, start)
        return self.concept(term.name, start)

    def concept(self, name: str, start: int) -> Ends:
        """Matches of a concept, worked out once for each place: many phrases name the same ones."""
        if (name, start) not in self._known:
            self._known[name, start] = self.any_of(self.concepts[name].terms, start)
        return self._known[name, start]

    def any_of(self, terms: Iterable[Term], start: int) -> Ends:
        ends: Ends = {}
        for term in terms:
            _join(ends, self.match(term, start))
        return ends

    def sequence(self, items: Sequence[PhraseItem], places: Ends) -> Ends:
        for item in items:
            after: Ends = {}
            for place, how in places.items():
                _join(after, self.item(item, place), how)
            places = after
        return places

    def item(self, item: PhraseItem, at: int) -> Ends:
        here: Ends = {at: "exact"}
        if isinstance(item, Word):
            for form in SPLIT(item.text).forms:
                here = {
                    place + 1: worst(how, this) for place, how in here.items() if (this := self.word(form, place))
                }
            return here
        if isinstance(item, Prefix):
            stem = us_spelling(fold(item.stem))
            return (
                {at + 1: "exact"}
                if at < len(self)
                and any(
                    form.startswith(stem) for form in (self.words.forms[at], us_spelling(self.words.forms[at]))
                )
                else {}
            )
        if isinstance(item, Gap):
            return dict.fromkeys(range(at, min(at + item.most, len(self)) + 1), "exact")
        if isinstance(item, Maybe):
            _join(here, self.sequence(item.items, {at: "exact"}))
            return here
        if isinstance(item, Either):
            ends: Ends = {}
            for option in item.options:
                _join(ends, self.sequence(option, {at: "exact"}))
            return ends
        return self.concept(item.name, at)

    def word(self, form: str, at: int) -> How | None:
        """How the word of the text at ``at`` is the word ``form`` of a rule; None: it is not."""
        if at >= len(self):
            return None
        key, corrected = self.found[at]
        if key is None or key not in KEYS(form):
            return None
        return "corrected" if corrected else "exact" if self.words.forms[at] == form else "inflected"

    def near(self, term: Near, start: int) -> Ends:
        ends: Ends = {}
        for one, other in ((term.left, term.right), (term.right, term.left)):
            gap = Gap(most=term.within)
            _join(ends, self.sequence((*one.items, gap, *other.items), {start: "exact"}))
        return ends

    def exactly(self, text: str, start: int) -> Ends:
        inner = split(text)
        end = start + len(inner.forms)
        if not inner.forms or end > len(self):
            return {}
        at = self.words.starts[start] - inner.starts[0]
        whole = self.words.source[at : at + len(text)] if at >= 0 else ""
        aligned = self.words.ends[end - 1] == at + inner.ends[-1]
        return {end: "exact"} if whole == text and aligned else {}


def worst(one: How, other: How) -> How:
    """The weaker of two ways to match."""
    return max(one, other, key=_RANK.__getitem__)


def _join(into: Ends, ends: Ends, how: How = "exact") -> None:
    """Adds ends, each reached by way of ``how``, and keeps the best way to each."""
    for end, this in ends.items():
        reached = worst(how, this)
        if end not in into or _RANK[reached] < _RANK[into[end]]:
            into[end] = reached
