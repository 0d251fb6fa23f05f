"""Phrases compiled for the scan: sequences of steps over the atoms of words, matched from a given word on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from medrules.model.reading import How
from medrules.text.vocabulary_tables import read_lines
from medrules.text.words import Words, split

EXACT, INFLECTED, CORRECTED = 0, 1, 2
HOWS: tuple[How, ...] = ("exact", "inflected", "corrected")
Ends = dict[int, int]
"""Where a match may end (a position of a word, exclusive), and how it matched at best."""
FOREVER = 1 << 30


class View(Protocol):
    """The words of one text as the patterns see them."""

    atoms: list[int]
    """The atom of each word's canonical word, 0 for none."""
    limit: int
    """The number of words."""
    known: dict[tuple[int, int], Ends]
    """Matches of shared parts that were found before, by part and position."""

    @property
    def others(self) -> Mapping[int, tuple[int, ...]]:
        """The other atoms of the words that have any, by position."""

    @property
    def words(self) -> Words:
        """The words with their offsets."""

    def form(self, at: int) -> str:
        """The form of a word."""

    def is_corrected(self, at: int) -> bool:
        """Whether a typing slip was corrected."""


class Anchor:
    """What a text must hold for a pattern to match: an atom, or two neighbouring ones, so far from its start."""

    __slots__ = ("after", "atoms", "least")

    def __init__(self, atoms: tuple[int, ...], least: int, after: int) -> None:
        self.atoms = atoms
        self.least = least
        """Words from the start of the match to the anchor, at least …"""
        self.after = after
        """… and at most."""

    def moved(self, least: int, most: int) -> Anchor:
        """The same anchor behind that many more words."""
        return Anchor(self.atoms, self.least + least, min(self.after + most, FOREVER))


@dataclass(frozen=True)
class Choice:
    """How a pattern can be anchored: every match holds one of the anchors; the cost is how often they are met."""

    anchors: tuple[Anchor, ...]
    cost: float


class Step(Protocol):
    """One step of a sequence."""

    least: int
    """Words that it takes, at least …"""
    most: int
    """… and at most."""
    first: frozenset[int] | None
    """The atoms with which it can begin; None: any word."""

    def ends(self, view: View, at: int) -> Ends:
        """Where it ends when it begins at this word."""

    def choice(self, costs: Sequence[float], /) -> Choice | None:
        """The best anchors inside; None: it can match without any."""


class WordStep:
    """One word, or one of several single words."""

    def __init__(self, forms: Mapping[int, frozenset[str]]) -> None:
        self.forms = forms
        self.least = self.most = 1
        self.first: frozenset[int] | None = frozenset(forms)

    def ends(self, view: View, at: int) -> Ends:
        """One word on."""
        if at >= view.limit:
            return {}
        forms = self.forms.get(view.atoms[at])
        if forms is None:
            return {}
        if view.is_corrected(at):
            return {at + 1: CORRECTED}
        return {at + 1: EXACT if view.form(at) in forms else INFLECTED}

    def choice(self, costs: Sequence[float], /) -> Choice | None:
        """The word itself."""
        anchors = tuple(Anchor((atom,), 0, 0) for atom in self.forms)
        return Choice(anchors, sum(costs[atom] for atom in self.forms))


class PrefixStep:
    """Any word that begins so."""

    def __init__(self, atom: int) -> None:
        self.atom = atom
        self.least = self.most = 1
        self.first: frozenset[int] | None = frozenset((atom,))

    def ends(self, view: View, at: int) -> Ends:
        """One word on."""
        return {at + 1: EXACT} if at < view.limit and self.atom in view.others.get(at, ()) else {}

    def choice(self, costs: Sequence[float], /) -> Choice | None:
        """The prefix itself."""
        return Choice((Anchor((self.atom,), 0, 0),), costs[self.atom])


class GapStep:
    """Up to so many words. ``onto`` are the atoms with which the next step can begin, where that is known."""

    def __init__(self, most: int, onto: frozenset[int] | None = None) -> None:
        self.least, self.most = 0, most
        self.first: frozenset[int] | None = None
        self._onto = onto

    def ends(self, view: View, at: int) -> Ends:
        """Every place within reach where it can go on."""
        places = range(at, min(at + self.most, view.limit) + 1)
        if self._onto is None:
            return dict.fromkeys(places, EXACT)
        onto, atoms, others = self._onto, view.atoms, view.others
        return {
            place: EXACT
            for place in places
            if place < view.limit
            and (atoms[place] in onto or (place in others and not onto.isdisjoint(others[place])))
        }

    def choice(self, _costs: Sequence[float], /) -> Choice | None:
        """Nothing to hold on to."""
        return None


class ExactlyStep:
    """These characters in this case."""

    def __init__(self, text: str, atom: int) -> None:
        self._text = text
        self._inner = split(text)
        self._held = self._inner.forms.index(held_form(text))
        self.atom = atom
        self.least = self.most = len(self._inner.forms)
        self.first: frozenset[int] | None = None if self._held else frozenset((atom,))

    def ends(self, view: View, at: int) -> Ends:
        """The words of the text on, where the characters are the same."""
        last = at + self.most
        if last > view.limit or self.atom not in view.others.get(at + self._held, ()):
            return {}
        if any(view.form(at + number) != form for number, form in enumerate(self._inner.forms)):
            return {}
        words = view.words
        start = words.starts[at] - self._inner.starts[0]
        same = start >= 0 and words.source.startswith(self._text, start)
        return {last: EXACT} if same and words.ends[last - 1] == start + self._inner.ends[-1] else {}

    def choice(self, costs: Sequence[float], /) -> Choice | None:
        """Its longest word as it is written."""
        return Choice((Anchor((self.atom,), self._held, self._held),), costs[self.atom])


@cache
def common_words() -> dict[str, int]:
    """The rank of the most common English words, as canonical words."""
    return {word: rank for rank, word in enumerate(read_lines("common_words.txt"))}


def held_form(text: str) -> str:
    """The form of the word by which an ``exactly`` is found: its rarest, else its longest."""
    return max(split(text).forms, key=lambda form: (common_words().get(form, FOREVER), len(form)))


class MaybeStep:
    """A sequence that may be absent."""

    def __init__(self, inner: Sequence_) -> None:
        self._inner = inner
        self.least, self.most = 0, inner.most
        self.first: frozenset[int] | None = inner.first

    def ends(self, view: View, at: int) -> Ends:
        """Here, or where the sequence ends."""
        return {**self._inner.ends(view, at), at: EXACT}

    def choice(self, _costs: Sequence[float], /) -> Choice | None:
        """It may be absent."""
        return None


class Sequence_:  # noqa: N801 (Sequence is taken)
    """Steps one after the other."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(_knowing_what_follows(steps))
        self.least = sum(step.least for step in steps)
        self.most = min(sum(step.most for step in steps), FOREVER)
        self.first = _first(self.steps)
        words = [step.forms for step in self.steps if isinstance(step, WordStep)]
        self._words = words if len(words) == len(self.steps) else None

    def ends(self, view: View, at: int) -> Ends:
        """Where the whole sequence ends."""
        if self._words is not None:
            return _words_end(self._words, view, at)
        places: Ends = {at: EXACT}
        for step in self.steps:
            if len(places) == 1:
                (place, how), *_ = places.items()
                after = step.ends(view, place)
                places = {end: max(this, how) for end, this in after.items()} if how else after
            else:
                places = _onward(step, view, places)
            if not places:
                break
        return places

    def choice(self, costs: Sequence[float], /) -> Choice | None:
        """The cheapest of its steps' anchors and of the pairs of neighbouring words."""
        best: Choice | None = None
        least = most = 0
        for number, step in enumerate(self.steps):
            following = self.steps[number + 1] if number + 1 < len(self.steps) else None
            for found in (step.choice(costs), _pair(step, following, costs)):
                if found is not None and (best is None or found.cost < best.cost):
                    best = Choice(tuple(anchor.moved(least, most) for anchor in found.anchors), found.cost)
            least, most = least + step.least, most + step.most
        return best


@dataclass
class AnyStep:
    """One of several sequences or steps; a concept has a number, under which its matches are remembered."""

    options: Sequence[Step]
    number: int = 0
    least: int = field(init=False)
    most: int = field(init=False)
    first: frozenset[int] | None = field(init=False)

    def __post_init__(self) -> None:
        self.least = min(option.least for option in self.options)
        self.most = max(option.most for option in self.options)
        firsts = [option.first for option in self.options]
        known = [first for first in firsts if first is not None]
        self.first = frozenset().union(*known) if len(known) == len(firsts) else None
        self._any = [option for option in self.options if option.first is None or option.least == 0]
        self._by_first: dict[int, list[Step]] = {}
        for option in self.options:
            if option.first is not None and option.least > 0:
                for atom in option.first:
                    self._by_first.setdefault(atom, []).append(option)

    def ends(self, view: View, at: int) -> Ends:
        """Every end of every option that can begin with this word."""
        if not self.number or at >= view.limit:
            return self._ends(view, at)
        found = view.known.get((self.number, at))
        if found is None:
            found = view.known[self.number, at] = self._ends(view, at)
        return found

    def _ends(self, view: View, at: int) -> Ends:
        options = self._any
        if at < view.limit:
            options = options + self._by_first.get(view.atoms[at], _NO_STEPS)
            for atom in view.others.get(at, ()):
                options = options + self._by_first.get(atom, _NO_STEPS)
        if len(options) == 1:
            return options[0].ends(view, at)
        found: Ends = {}
        for option in options:
            _join(found, option.ends(view, at), EXACT)
        return found

    def choice(self, costs: Sequence[float], /) -> Choice | None:
        """The anchors of every option."""
        choices = [option.choice(costs) for option in self.options]
        anchors = [anchor for choice in choices if choice is not None for anchor in choice.anchors]
        if any(choice is None for choice in choices):
            return None
        return Choice(tuple(anchors), sum(choice.cost for choice in choices if choice is not None))


_NO_STEPS: list[Step] = []
_COMMONEST = 700.0
_ALWAYS_BESIDE = 0.01
"""How often, at least, one of two neighbours in a phrase stands beside the other (a rough guess)."""
_MOST_PAIRS = 64


def _pair(step: Step, following: Step | None, costs: Sequence[float]) -> Choice | None:
    if not (isinstance(step, WordStep) and isinstance(following, WordStep)):
        return None
    if len(step.forms) * len(following.forms) > _MOST_PAIRS:
        return None
    anchors = tuple(Anchor((one, other), 0, 0) for one in step.forms for other in following.forms)
    rare, common = sorted(sum(costs[atom] for atom in word.forms) for word in (step, following))
    return Choice(anchors, rare * min(common / _COMMONEST + _ALWAYS_BESIDE, 0.99))


def _words_end(words: Sequence[Mapping[int, frozenset[str]]], view: View, at: int) -> Ends:
    """Where a sequence of single words ends: the same as step by step, without a table for each."""
    if at + len(words) > view.limit:
        return {}
    atoms, how = view.atoms, EXACT
    for number, forms in enumerate(words, start=at):
        if atoms[number] not in forms:
            return {}
    for number, forms in enumerate(words, start=at):
        if view.is_corrected(number):
            how = CORRECTED
        elif how == EXACT and view.form(number) not in forms[atoms[number]]:
            how = INFLECTED
    return {at + len(words): how}


def _knowing_what_follows(steps: Sequence[Step]) -> Iterator[Step]:
    for number, step in enumerate(steps):
        following = steps[number + 1] if number + 1 < len(steps) else None
        if isinstance(step, GapStep) and following is not None and following.least > 0:
            yield GapStep(step.most, following.first)
        else:
            yield step


def _onward(step: Step, view: View, places: Ends) -> Ends:
    after: Ends = {}
    for place, how in places.items():
        _join(after, step.ends(view, place), how)
    return after


def _join(into: Ends, ends: Ends, how: int) -> None:
    """Adds ends, each reached by way of ``how``, and keeps the best way to each."""
    for end, this in ends.items():
        reached = max(this, how)
        if into.get(end, FOREVER) > reached:
            into[end] = reached


def _first(steps: Sequence[Step]) -> frozenset[int] | None:
    """The atoms with which a sequence can begin; where a step may be absent, those of the next too."""
    found: frozenset[int] = frozenset()
    for step in steps:
        if step.first is None:
            return None
        found |= step.first
        if step.least > 0:
            return found
    return None
