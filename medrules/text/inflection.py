"""Inflection: from a form of a verb or noun to the word it is a form of, and back."""

from __future__ import annotations

from functools import cache

from medrules.text.vocabulary_tables import read_lines


def lemmas(form: str) -> tuple[str, ...]:
    """The words that a form may be a form of (*lives*: life, live); empty: it is a word itself.

    Only forms of verbs and nouns are listed, and no form that is a word of its own (*left* is not *leave*).
    """
    return _lemmas().get(form, ())


def forms(word: str) -> tuple[str, ...]:
    """The inflected forms of a word, without itself."""
    return _forms().get(word, ())


def every_form() -> frozenset[str]:
    """All words of the table with all their forms; made anew each time."""
    return frozenset(_forms()).union(_lemmas())


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    return {word: tuple(rest) for word, *rest in map(str.split, read_lines("inflections.txt"))}


@cache
def _lemmas() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word, inflected in _forms().items():
        alone = (word,)  # shared by all its forms
        for form in inflected:
            found[form] = (*found[form], word) if form in found else alone
    return found
