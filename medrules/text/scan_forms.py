"""The forms seen so far and what each is to the rules: its canonical word, a corrected slip, a prefix's find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from medrules.text.normalise import fold
from medrules.text.scan_growing import Growing
from medrules.text.spelling import us_spelling
from medrules.text.vocabulary import Vocabulary

Ids = npt.NDArray[np.int64]
UNKNOWN = 0
"""The id of every word that no rule knows."""


class Atoms:
    """What a word of a text can be to a rule, numbered from 1.

    An atom is a canonical word, a prefix (``antibiot*``) or a form that an ``exactly`` begins with. Every word of
    a text is at most one canonical word; the others come on top.
    """

    def __init__(self, vocabulary: Vocabulary, stems: Iterable[str], exact: Iterable[str]) -> None:
        self._vocabulary = vocabulary
        self.words = {key: number for number, key in enumerate(vocabulary.keys, start=1)}
        first = len(self.words) + 1
        self.stems = {stem: number for number, stem in enumerate(sorted(set(stems)), start=first)}
        first += len(self.stems)
        self.exact = {form: number for number, form in enumerate(sorted(set(exact)), start=first)}
        self.count = first + len(self.exact)
        self._stems: Mapping[str, int] = self.stems
        self._longest = max(map(len, self.stems), default=0)

    def word(self, form: str) -> tuple[int, bool]:
        """The atom of the canonical word that a form is, and whether a typing slip was corrected."""
        key, corrected = self._vocabulary.find(form)
        return (self.words[key], corrected) if key is not None else (UNKNOWN, False)

    def others(self, form: str) -> tuple[int, ...]:
        """The prefixes that a form begins with, and the ``exactly`` that begin with it."""
        found = {
            self._stems[word[:size]]
            for word in {form, us_spelling(form)}
            for size in range(1, min(len(word), self._longest) + 1)
            if word[:size] in self._stems
        }
        if form in self.exact:
            found.add(self.exact[form])
        return tuple(sorted(found))


def stem_of(written: str) -> str:
    """A prefix as it is compared."""
    return us_spelling(fold(written))


class Forms:
    """Every distinct form of a run goes once through Python; its number then says what it is.

    Kept below ``most`` forms: beyond that ``full`` asks for a fresh table.
    """

    def __init__(self, atoms: Atoms, most: int = 40_000) -> None:
        self._atoms = atoms
        self._most = most
        self._numbers: dict[str, int] = {}
        self.forms: list[str] = []
        self.words: list[int] = []
        self.corrected: list[bool] = []
        self.others: list[tuple[int, ...]] = []
        self._atoms_of = Growing(np.int32)
        self._have_others = Growing(np.bool_)

    @property
    def full(self) -> bool:
        """Whether the table should be begun anew before the next batch."""
        return len(self.forms) >= self._most

    def number(self, form: str) -> int:
        """The number of a form, entered at first sight."""
        found = self._numbers.get(form)
        if found is None:
            found = self._numbers[form] = len(self.forms)
            word, corrected = self._atoms.word(form)
            self.forms.append(form)
            self.words.append(word)
            self.corrected.append(corrected)
            self.others.append(others := self._atoms.others(form))
            self._have_others.append(bool(others))
            self._atoms_of.append(word)
        return found

    def atoms(self) -> Ids:
        """The atom of each form's canonical word, by the number of the form."""
        return self._atoms_of.array

    def have_others(self) -> Ids:
        """Whether each form has atoms beside its canonical word's, by the number of the form."""
        return self._have_others.array
