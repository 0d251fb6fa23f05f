"""Typing slips: from a word that no list knows to the one word of the rules that it is one edit away from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from medrules.text.inflection import every_form, lemmas
from medrules.text.vocabulary_known import drug_names, is_known
from medrules.text.vocabulary_tables import read_lines, read_set

SHORTEST = 6
"""Letters that both the slip and the word meant must have."""


class Slips:
    """Corrects slips into the given words.

    One edit is one letter more, less or other, or two neighbours exchanged (optimal string alignment). Nothing is
    corrected where the word found is known, where two words of the rules are one edit away, or where another
    common word, a drug's name or the other word of a dangerous pair (hypo-, hyper-) is as near.

    Args:
        words: the key of each word by its forms.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._keys = {form: key for form, key in words.items() if _may_be_meant(form)}
        self._longest = max(map(len, self._keys), default=0) + 1
        self._near: dict[str, tuple[str, ...]] = {}
        for form in self._keys:
            alone = (form,)  # most stand alone, and share it
            for shorter in _shortened(form):
                near = self._near.get(shorter)
                self._near[shorter] = alone if near is None else (*near, form)

    def correct(self, word: str) -> str | None:
        """The key of the only word that ``word`` can be a slip of, or None."""
        if not SHORTEST <= len(word) <= self._longest or not (word.isascii() and word.isalpha()):
            return None
        meant = [form for form in self._candidates(word) if OSA.distance(word, form, score_cutoff=1) <= 1]
        keys = {self._keys[form] for form in meant}
        if len(keys) != 1 or is_known(word) or any(_changes_sense(word, form) for form in meant):
            return None
        key = keys.pop()
        return None if _may_be_another(word, meant, key) else key

    def _candidates(self, word: str) -> set[str]:
        return {form for shorter in _shortened(word) for form in self._near.get(shorter, ())}


def _may_be_meant(form: str) -> bool:
    return (
        len(form) >= SHORTEST and form.isascii() and form.isalpha() and form not in read_set("units_spelled.txt")
    )


def _shortened(word: str) -> Iterable[str]:
    """The word and the word with one letter left out: two words one edit apart share one of these."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _changes_sense(word: str, form: str) -> bool:
    """Whether the edit sets or takes the negating a-, or is as near to the other word of a dangerous pair."""
    if word == "a" + form or form == "a" + word:
        return True
    return any(OSA.distance(word, twin, score_cutoff=1) <= 1 for twin in _twins(form))


def _twins(form: str) -> Iterator[str]:
    for line in read_lines("lookalike_parts.txt"):
        one, other = line.split()
        for part, swapped in ((one, other), (other, one)):
            if part in form:
                yield form.replace(part, swapped, 1)


def _may_be_another(word: str, meant: list[str], key: str) -> bool:
    """Whether another common word, or a drug's name that begins alike, is one edit away too."""
    for alike in _alike(word):
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=1, limit=None)
        for other, _, _ in near:
            same = key in lemmas(other) or any(other.startswith(form) or form.startswith(other) for form in meant)
            if not same and (other[0] == word[0] or other not in drug_names()):
                return True
    return False


def _alike(word: str) -> Iterator[list[str]]:
    """Likely words among which are all that are one edit away from a word of at least six letters.

    No edit of one place reaches both the first two letters and the last two.
    """
    for size in (len(word) - 1, len(word), len(word) + 1):
        yield _likely_words().get((size, word[:2], ""), [])
        yield _likely_words().get((size, "", word[-2:]), [])


@cache
def _likely_words() -> dict[tuple[int, str, str], list[str]]:
    """Verbs and nouns in all their forms and names of drugs, by length and by how they begin, or how they end."""
    found: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for word in sorted(drug_names() | every_form()):
        if len(word) >= SHORTEST - 1:
            found[len(word), word[:2], ""].append(word)
            found[len(word), "", word[-2:]].append(word)
    return found
