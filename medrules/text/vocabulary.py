"""Canonical words: which surface forms count as the same word of a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from medrules.text.inflection import forms, lemmas
from medrules.text.slips import Slips
from medrules.text.spelling import us_spelling
from medrules.text.vocabulary_known import is_known


def canonical(form: str) -> str:
    """The word that stands for all spellings and inflections of a form: US spelling, uninflected.

    A form of two words (*lives*: life, live) stands for itself; ``keys`` knows of both.
    """
    word = us_spelling(form)
    found = lemmas(word)
    if len(found) == 1:
        return found[0]
    return _singular(word) if not found else word


def stands_for_itself(word: str) -> bool:
    """A form of two words (*lives*: life, live), or one on the way to another (find, *finding*, *findings*).

    Which of its words it is must not hang on the other words of the rules: *finding* is a form of *find* and the
    singular of *findings*, whether or not any rule speaks of findings.
    """
    found = lemmas(word)
    return len(found) > 1 or any(forms(word) or lemmas(lemma) for lemma in found)


@lru_cache(maxsize=1 << 15)
def keys(form: str) -> frozenset[str]:
    """The canonical words that a word of a rule finds; several where a form of it stands for itself."""
    word = us_spelling(form)
    found = {canonical(form), *lemmas(word)} | ({word} if stands_for_itself(word) else set())
    shared = {inflected for lemma in found for inflected in forms(lemma) if stands_for_itself(inflected)}
    return frozenset(found | shared)


def _singular(word: str) -> str:
    """A plural that no list knows, such as that of an abbreviation or a new drug, without its s."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or not word.isalpha():
        return word
    return word if forms(word) or is_known(word) else word[:-1]


def _forms_of(canonical_words: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key in canonical_words:
        found[key] = key
        for inflected in forms(key):
            if not stands_for_itself(inflected):
                found[inflected] = key
        if key.isalpha() and not forms(key) and not lemmas(key + "s") and not is_known(key + "s"):
            found.setdefault(key + "s", key)
    return found


class Vocabulary:
    """The words of a set of rules; finds for each surface form which of them it is.

    Args:
        words: forms of the words that the rules are written with.
    """

    def __init__(self, words: Iterable[str]) -> None:
        written = {form: sorted(keys(form)) for form in sorted(set(words))}
        self._begin(written, _forms_of(sorted({key for found in written.values() for key in found})))

    def _begin(self, written: dict[str, list[str]], by_form: dict[str, str]) -> None:
        self.written = written
        """The canonical words that each word of the rules finds."""
        self.by_form = by_form
        """The canonical word of the rules that each form is."""
        self.keys = sorted({key for found in written.values() for key in found})
        """The canonical words of the rules."""
        self._slips = Slips(by_form)

    @classmethod
    def restored(cls, written: dict[str, list[str]], by_form: dict[str, str]) -> Vocabulary:
        """The vocabulary that had these attributes."""
        made = cls.__new__(cls)
        made._begin(written, by_form)
        return made

    def found_by(self, form: str) -> Collection[str]:
        """The canonical words that a word of the rules finds."""
        return self.written[form] if form in self.written else keys(form)

    def find(self, form: str) -> tuple[str | None, bool]:
        """The canonical word of the rules that a form is (None: of no rule), and whether a slip was corrected."""
        word = us_spelling(form)
        key = self.by_form.get(word)
        if key is not None:
            return key, False
        meant = self._slips.correct(word)
        return meant, meant is not None
