"""Tables of the anchors of some terms: which words of a batch, or of one text, call for which patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from medrules.text.scan_compile import Called, Index
from medrules.text.scan_forms import Forms

if TYPE_CHECKING:
    from medrules.text.scan import View

Ints = npt.NDArray[np.int64]
_ALONE, _LEFT, _RIGHT, _OTHER = 1, 2, 4, 8
_SIEVE = 1 << 20
"""Places of the sieve through which pairs of neighbours go before they are looked up."""
_MIX = 0x9E3779B97F4A7C15


class Anchors:
    """The anchors of some terms.

    Args:
        index: all terms.
        terms: the numbers of those that are looked for.
    """

    def __init__(self, index: Index, terms: Iterable[int]) -> None:
        self.single: dict[int, list[Called]] = defaultdict(list)
        self.pairs: dict[int, list[Called]] = defaultdict(list)
        self._width = index.atoms.count + 1
        kinds = np.zeros(self._width, np.uint8)
        for term in terms:
            for atoms, called in index.anchored(term):
                if len(atoms) == 2:
                    self.pairs[atoms[0] * self._width + atoms[1]].append(called)
                    kinds[atoms[0]] |= _LEFT
                    kinds[atoms[1]] |= _RIGHT
                else:
                    self.single[atoms[0]].append(called)
                    kinds[atoms[0]] |= _ALONE
        self._kinds = kinds
        self._others = {atom for atom in self.single if atom > len(index.atoms.words)}
        self._sieve = np.zeros(_SIEVE, np.bool_)
        self._sieve[_slots(np.fromiter(self.pairs, np.int64, len(self.pairs)))] = True
        self._forms: Forms | None = None
        self._of_forms = np.zeros(0, np.uint8)

    def met(self, numbers: Ints, forms: Forms, bounds: Ints) -> Iterator[tuple[int, int, list[Called]]]:
        """For every anchor met in a batch its text, its place in the text, and what it calls for."""
        kinds = self._kinds_of(forms)[numbers]
        atoms = forms.atoms()
        alone = np.flatnonzero(kinds & _ALONE)
        for text, at, atom in zip(*_placed(alone, bounds), atoms[numbers[alone]].tolist(), strict=True):
            yield text, at, self.single[atom]
        beside = np.flatnonzero((kinds[:-1] & _LEFT) & ((kinds[1:] & _RIGHT) >> 1))
        keys = atoms[numbers[beside]].astype(np.int64) * self._width + atoms[numbers[beside + 1]]
        may_be = self._sieve[_slots(keys)]
        beside, keys = beside[may_be], keys[may_be]
        beside_text, beside_at = _placed(beside, bounds)
        for text, at, key in zip(beside_text, beside_at, keys.tolist(), strict=True):
            called = self.pairs.get(key)
            if called is not None:
                yield text, at, called
        if self._others:
            other = np.flatnonzero(kinds & _OTHER)
            for text, at, number in zip(*_placed(other, bounds), numbers[other].tolist(), strict=True):
                for atom in forms.others[number]:
                    if atom in self._others:
                        yield text, at, self.single[atom]

    def _kinds_of(self, forms: Forms) -> npt.NDArray[np.uint8]:
        """What each form may call for; worked out for new forms alone."""
        if self._forms is not forms:
            self._forms, self._of_forms = forms, np.zeros(0, np.uint8)
        known, atoms = len(self._of_forms), forms.atoms()
        if known < len(atoms):
            fresh = self._kinds[atoms[known:]]
            if self._others:
                for place, others in enumerate(forms.others[known : len(atoms)]):
                    if not self._others.isdisjoint(others):
                        fresh[place] |= _OTHER
            self._of_forms = np.concatenate((self._of_forms, fresh))
        return self._of_forms


def _placed(places: Ints, bounds: Ints) -> tuple[list[int], list[int]]:
    """Places of a batch as texts and places in them."""
    texts = np.searchsorted(bounds, places, "right") - 1
    return texts.tolist(), (places - bounds[texts]).tolist()


def _slots(keys: Ints) -> Ints:
    return ((keys.astype(np.uint64) * np.uint64(_MIX)) >> np.uint64(44)).astype(np.int64)


class GroupAnchors:
    """The anchors of one group, for texts in which it alone is looked for."""

    def __init__(self, index: Index, terms: Iterable[int]) -> None:
        self._by_first: dict[int, list[tuple[int, Called]]] = defaultdict(list)
        for term in terms:
            for atoms, called in index.anchored(term):
                self._by_first[atoms[0]].append((atoms[1] if len(atoms) == 2 else 0, called))
        self._firsts = frozenset(self._by_first)

    def met(self, view: View) -> Iterable[tuple[int, list[Called]]]:
        """For every anchor met in a text its place, and what it calls for."""
        return () if self._firsts.isdisjoint(view.present) else self._met(view)

    def _met(self, view: View) -> Iterator[tuple[int, list[Called]]]:
        atoms = view.atoms
        for first in self._by_first.keys() & view.present:
            for second, called in self._by_first[first]:
                if second and second not in view.present:
                    continue
                for at in view.places(first):
                    if not second or (at + 1 < len(atoms) and atoms[at] == first and atoms[at + 1] == second):
                        yield at, [called]
