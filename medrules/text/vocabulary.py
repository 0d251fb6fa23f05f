"""Canonical words: which surface forms count as the same word of a rule."""

from __future__ import annotations

from collections.abc import Iterable

from medrules.text.inflection import lemma


def canonical(form: str) -> str:
    """The word that stands for all spellings and inflections of a form (US spelling, uninflected)."""
    return lemma(form)


class Vocabulary:
    """The words of a set of rules; finds for each surface form which of them it is."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._keys = {canonical(form) for form in forms}

    def find(self, form: str) -> tuple[str | None, bool]:
        """The canonical word of the rules that a form is (None: of no rule), and whether a slip was corrected."""
        key = canonical(form)
        return (key, False) if key in self._keys else (None, False)
