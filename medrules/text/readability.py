"""Measures the Flesch-Kincaid grade of a text: its running sentences, without headings, tables and fragments."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medrules.text.document import Document

FEWEST_WORDS = 100
"""Words of the samples for which such formulas were made (Flesch 1948, Kincaid and others 1975)."""
_FRAGMENT = 3
"""Words; what is shorter (*Aspirin*, *Thank you.*) is no sentence."""
_PER_WORD, _PER_SYLLABLE, _LESS = 0.39, 11.8, 15.59
"""Kincaid JP, Fishburne RP, Rogers RL, Chissom BS: Research Branch Report 8-75, 1975."""
_MOST_KEPT = 50_000
_FETCHES = (0, 7, 9)
"""From this version on ``textstat`` gets its dictionary over the network at the first use."""


class Counted(NamedTuple):
    """One sentence: its number, its words (``over-the-counter`` is one) and their syllables."""

    sentence: int
    words: int
    syllables: int


class Grade(NamedTuple):
    """The grade of a text, rounded to one decimal as it is printed, and what it rests on."""

    grade: float
    words: int
    sentences: int
    hardest: int
    """The sentence with the highest grade of its own."""
    lowest: float
    """The lowest and the highest grade that the text would have without one of its sentences."""
    highest: float


@cache
def can_measure() -> bool:
    """Whether the extra ``readability`` is installed, in a version that fetches nothing over the network."""
    try:
        numbers = version("textstat").split(".")
    except PackageNotFoundError:
        return False
    return tuple(int(number) if number.isdigit() else 0 for number in numbers[:3]) < _FETCHES


def read_grade(document: Document) -> Grade | None:
    """The grade of the running text; None where it has no sentence.

    Raises:
        ModuleNotFoundError: the extra ``readability`` is not installed.
    """
    counted = _sentences(document)
    if not counted:
        return None
    words, syllables = sum(one.words for one in counted), sum(one.syllables for one in counted)
    whole = _grade(len(counted), words, syllables)
    without = [
        _grade(len(counted) - 1, words - one.words, syllables - one.syllables)
        for one in counted
        if len(counted) > 1
    ]
    hardest = max(counted, key=lambda one: _grade(1, one.words, one.syllables))
    return Grade(
        whole, words, len(counted), hardest.sentence, min(without, default=whole), max(without, default=whole)
    )


def _grade(sentences: int, words: int, syllables: int) -> float:
    return round(_PER_WORD * words / sentences + _PER_SYLLABLE * syllables / words - _LESS, 1)


def _sentences(document: Document) -> list[Counted]:
    found = []
    for number, (first, last, block) in enumerate(document.parts):
        if document.blocks[block].kind in ("heading", "row"):
            continue
        joined = sum(1 for index in range(first + 1, last) if document.gaps[index] in ("-", "‐", "‑"))
        words = last - first - joined
        if words >= _FRAGMENT:
            found.append(Counted(number, words, sum(map(syllables_of, document.words.forms[first:last]))))
    return found


_kept: dict[str, int] = {}


def syllables_of(form: str) -> int:
    """The syllables of one word; a number counts as one, whatever it is."""
    if not form.isalpha():
        return 1
    found = _kept.get(form)
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[form] = max(1, _counter()(form))
    return found


@cache
def _counter() -> Callable[[str], int]:
    """``textstat``'s count: the CMU pronouncing dictionary, else where the word could be hyphenated."""
    from textstat.textstat import textstatistics

    count: Callable[[str], int] = textstatistics().syllable_count  # one of our own: nobody else sets its language
    return count
