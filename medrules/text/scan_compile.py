"""Compiles the terms of rules into patterns, and an index from anchors to the patterns that they call for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from typing import NamedTuple

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
from medrules.text.gaps import may_be_turned
from medrules.text.scan_forms import Atoms, stem_of
from medrules.text.scan_patterns import (
    Anchor,
    AnyStep,
    ExactlyStep,
    GapStep,
    MaybeStep,
    PrefixStep,
    Sequence_,
    Step,
    WordStep,
    common_words,
    held_form,
)
from medrules.text.vocabulary import Vocabulary
from medrules.text.words import split

Leaf = Phrase | Exactly | Near


class Called(NamedTuple):
    """A pattern that an anchor calls for, with the words that may stand between its start and the anchor."""

    pattern: int
    nearest: int
    farthest: int
    term: int
    steps: Sequence_
    first: frozenset[int] | None


Anchored = tuple[tuple[int, ...], Called]
"""An anchor as its atoms, and what it calls for."""


class Index:
    """All terms of all groups, each once."""

    def __init__(
        self,
        groups: Mapping[str, Sequence[Term]],
        concepts: Mapping[str, Concept],
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.terms: dict[str, list[int]] = {}
        """The terms of each group, by number."""
        self.groups: list[list[str]] = []
        """The groups of each term."""
        self.written: list[str] = []
        distinct: dict[object, int] = {}
        leaves: list[Leaf] = []
        for name, terms in groups.items():
            numbers: dict[int, None] = {}
            for leaf in (leaf for term in terms for leaf in leaves_of(term, concepts)):
                number = distinct.setdefault(_identity(leaf), len(leaves))
                if number == len(leaves):
                    leaves.append(leaf)
                    self.written.append(written(leaf))
                    self.groups.append([])
                numbers[number] = None
            self.terms[name] = list(numbers)
            for number in numbers:
                self.groups[number].append(name)
        self._concepts = concepts
        self._leaves = leaves
        self._compiler = _Compiler(leaves, concepts, vocabulary)
        self.atoms = self._compiler.atoms
        self._costs = self._compiler.costs()
        self._patterns = count()
        # Most terms are looked for only where a rule asks, and many never: they are compiled when they are.
        self._anchored: list[tuple[Anchored, ...] | None] = [None] * len(leaves)
        self._turnable: list[bool | None] = [None] * len(leaves)

    def anchored(self, term: int) -> tuple[Anchored, ...]:
        """The anchors of a term, with what each calls for."""
        found = self._anchored[term]
        if found is None:
            found = self._anchored[term] = tuple(self._anchors(term))
        return found

    def is_turnable(self, term: int) -> bool:
        """Whether a negation inside a match of a term would stand in a gap of it."""
        found = self._turnable[term]
        if found is None:
            found = self._turnable[term] = may_be_turned(self._leaves[term], self._concepts)
        return found

    def _anchors(self, term: int) -> Iterator[Anchored]:
        for steps in self._compiler.sequences(self._leaves[term]):
            choice = steps.choice(self._costs)
            pattern = next(self._patterns)
            if choice is None:
                continue  # a phrase that matches without any word; the language refuses it
            for atoms, least, most in _merged(choice.anchors):
                yield atoms, Called(pattern, least, most, term, steps, steps.first)


def _merged(anchors: Iterable[Anchor]) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """Each anchor once, with the widest distance from the start."""
    found: dict[tuple[int, ...], tuple[int, int]] = {}
    for anchor in anchors:
        least, most = found.get(anchor.atoms, (anchor.least, anchor.after))
        found[anchor.atoms] = (min(least, anchor.least), max(most, anchor.after))
    for atoms, (least, most) in found.items():
        yield atoms, least, most


class _Compiler:
    def __init__(
        self, leaves: Iterable[Leaf], concepts: Mapping[str, Concept], vocabulary: Vocabulary | None
    ) -> None:
        self._concepts = concepts
        self._numbers = {name: number for number, name in enumerate(concepts, start=1)}
        self._shared: dict[str, AnyStep] = {}
        collected = _written(leaves, concepts)
        exact = {held_form(text) for text in collected.exact}
        self._vocabulary = vocabulary or Vocabulary(collected.words)
        self.atoms = Atoms(self._vocabulary, collected.stems, exact)

    def costs(self) -> list[float]:
        """How often each atom is likely to be met, by rough rank among English words; rare ones cost 1."""
        ranks = common_words()
        found = [1.0] * (self.atoms.count + 1)
        for key, atom in self.atoms.words.items():
            if key in ranks:
                found[atom] += 2000.0 / (ranks[key] + 3)
        for stem, atom in self.atoms.stems.items():
            found[atom] += 2000.0 / 4 ** len(stem)
        return found

    def sequences(self, leaf: Leaf) -> list[Sequence_]:
        """The ways to match a term."""
        if isinstance(leaf, Exactly):
            return [Sequence_([self._exactly(leaf)])]
        if isinstance(leaf, Near):
            gap = GapStep(leaf.within)
            left, right = self._steps(leaf.left.items), self._steps(leaf.right.items)
            return [Sequence_([*left, gap, *right]), Sequence_([*right, gap, *left])]
        return [Sequence_(self._steps(leaf.items))]

    def _exactly(self, leaf: Exactly) -> ExactlyStep:
        return ExactlyStep(leaf.text, self.atoms.exact[held_form(leaf.text)])

    def _steps(self, items: Iterable[PhraseItem]) -> list[Step]:
        return [step for item in items for step in self._item(item)]

    def _item(self, item: PhraseItem) -> list[Step]:
        if isinstance(item, Word):
            return [self._word([form]) for form in word_forms(item.text)]
        if isinstance(item, Prefix):
            return [PrefixStep(self.atoms.stems[stem_of(item.stem)])]
        if isinstance(item, Gap):
            return [GapStep(item.most)]
        if isinstance(item, Maybe):
            return [MaybeStep(Sequence_(self._steps(item.items)))]
        if isinstance(item, ConceptRef):
            return [self._concept(item.name)]
        return [self._either(item)]

    def _either(self, item: Either) -> Step:
        single = [_single_word(option) for option in item.options]
        forms = [form for form in single if form is not None]
        if len(forms) == len(single):
            return self._word(forms)
        options: list[Step] = [
            Sequence_(self._steps(option))
            for option, form in zip(item.options, single, strict=True)
            if form is None
        ]
        if forms:
            options.append(self._word(forms))
        return AnyStep(options)

    def _word(self, forms: Iterable[str]) -> WordStep:
        found: dict[int, set[str]] = defaultdict(set)
        for form in forms:
            for key in self._vocabulary.found_by(form):
                found[self.atoms.words[key]].add(form)
        return WordStep({atom: frozenset(written) for atom, written in found.items()})

    def _concept(self, name: str) -> AnyStep:
        if name not in self._shared:
            leaves = (leaf for term in self._concepts[name].terms for leaf in leaves_of(term, self._concepts))
            options = [steps for leaf in leaves for steps in self.sequences(leaf)]
            self._shared[name] = AnyStep(options, number=self._numbers[name])
        return self._shared[name]


def words_of(terms: Iterable[Term], concepts: Mapping[str, Concept]) -> Iterable[str]:
    """The words of terms, and of all concepts: a slip of two words of the rules is none, wherever they stand."""
    collected = _written(terms, concepts)
    for name in concepts:
        collected.concept(name)
    return collected.words


def _written(terms: Iterable[Term], concepts: Mapping[str, Concept]) -> _Written:
    collected = _Written(concepts)
    for term in terms:
        collected.term(term)
    return collected


class _Written:
    """What the terms are written with: words, stems of prefixes, and texts of ``exactly``."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._concepts = concepts
        self._done: set[str] = set()
        self.words: dict[str, None] = {}
        self.stems: set[str] = set()
        self.exact: set[str] = set()

    def term(self, term: Term) -> None:
        """Takes down what a term is written with, concepts included."""
        if isinstance(term, Phrase):
            self._items(term.items)
        elif isinstance(term, Near):
            self._items((*term.left.items, *term.right.items))
        elif isinstance(term, Exactly):
            self.exact.add(term.text)
        else:
            self.concept(term.name)

    def concept(self, name: str) -> None:
        """Takes down what a concept is written with, once."""
        if name not in self._done:
            self._done.add(name)
            for term in self._concepts[name].terms:
                self.term(term)

    def _items(self, items: Iterable[PhraseItem]) -> None:
        for item in items:
            if isinstance(item, Word):
                self.words.update(dict.fromkeys(word_forms(item.text)))
            elif isinstance(item, Prefix):
                self.stems.add(stem_of(item.stem))
            elif isinstance(item, ConceptRef):
                self.concept(item.name)
            elif isinstance(item, Maybe):
                self._items(item.items)
            elif isinstance(item, Either):
                for option in item.options:
                    self._items(option)


@cache
def word_forms(text: str) -> list[str]:
    """The forms of a word as a rule writes it; ``10mg`` has two."""
    return split(text).forms


def leaves_of(term: Term, concepts: Mapping[str, Concept]) -> Iterator[Leaf]:
    """The phrases of a term: its own, or those of the concept that it names."""
    if isinstance(term, Named):
        for inner in concepts[term.name].terms:
            yield from leaves_of(inner, concepts)
    else:
        yield term


def written(leaf: Leaf) -> str:
    """A phrase as the rule writes it."""
    return f"{leaf.left.text} near {leaf.right.text}" if isinstance(leaf, Near) else leaf.text


def _single_word(option: Sequence[PhraseItem]) -> str | None:
    if len(option) != 1 or not isinstance(option[0], Word):
        return None
    forms = word_forms(option[0].text)
    return forms[0] if len(forms) == 1 else None


def _identity(leaf: Leaf) -> object:
    """What makes two phrases the same, wherever they stand."""
    if isinstance(leaf, Phrase):
        return (leaf.text, leaf.items)
    if isinstance(leaf, Exactly):
        return ("exactly", leaf.text)
    return ("near", leaf.left.items, leaf.right.items, written(leaf), leaf.within)
