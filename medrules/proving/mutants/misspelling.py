"""Typing slips that the language promises to correct: one edit, and one word of the rules that can be meant."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.book import RuleBook
from medrules.model.phrase import Phrase, Prefix, Word
from medrules.proving.lint.walking import all_terms, flat, items, resolved, words
from medrules.text.inflection import lemmas
from medrules.text.slips import SHORTEST
from medrules.text.vocabulary import Vocabulary, keys
from medrules.text.words import split


class Spelling:
    """The words of a book's phrases."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        written = {form for term in all_terms(book) for word in words(term) for form in split(word).forms}
        self._vocabulary = Vocabulary(sorted(written))
        self._phrases = {term.text: term for term in all_terms(book) if isinstance(term, Phrase)}
        self._words: dict[str, frozenset[str]] = {}

    def slip(self, word: str, phrase: str) -> str | None:
        """A word of a phrase with two inner letters exchanged, or one left out.

        None where no such slip has one meaning only, or the phrase does not look for the whole word.
        """
        plain = word.isascii() and word.isalpha() and len(word) > SHORTEST
        key, corrected = self._vocabulary.find(word.lower())
        if not plain or key is None or corrected or len(lemmas(word.lower())) > 1:
            return None
        if key not in self._whole_words(phrase):
            return None
        return next((slip for slip in _slips(word) if self._vocabulary.find(slip.lower()) == (key, True)), None)

    def _whole_words(self, text: str) -> frozenset[str]:
        """The canonical words that a phrase with its concepts looks for, but for those that it may find begun."""
        if text not in self._words:
            self._words[text] = self._looked_for(text)
        return self._words[text]

    def _looked_for(self, text: str) -> frozenset[str]:
        phrase = self._phrases.get(text)
        if phrase is None:
            return frozenset()
        parts = [part for term in resolved([phrase], self._book.concepts) for part in flat(items(term))]
        stems = tuple(part.stem.lower() for part in parts if isinstance(part, Prefix))
        written = {form for part in parts if isinstance(part, Word) for form in split(part.text).forms}
        return frozenset(key for form in written for key in keys(form) if not (stems and key.startswith(stems)))


def _slips(word: str) -> Iterator[str]:
    middle = len(word) // 2
    for at in sorted(range(1, len(word) - 2), key=lambda at: abs(at - middle)):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(2, len(word) - 1):
        yield word[:at] + word[at + 1 :]
