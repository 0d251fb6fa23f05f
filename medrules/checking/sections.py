"""Sections of an answer: where a heading names one, and what stands under it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medrules.checking.situation import Text
from medrules.model.phrase import Phrase, Word
from medrules.text.hits import Hit
from medrules.text.words import split

MOST_OTHER_WORDS = 4
"""A heading may say more than the section's name (*Discharge medications on 3 May*), but not a sentence more."""

_MARKS = "*_#>-•+–—●▪ \t.)("


class Section(NamedTuple):
    """One heading that names the section. Offsets are characters; ``hit`` is the name inside the heading."""

    hit: Hit
    body_start: int
    body_end: int

    def is_empty(self, text: Text, others: Sequence[int]) -> bool:
        """Whether it stands over nothing, before the next of ``others`` (where other sections begin, in order)."""
        following = bisect_left(others, self.body_start)
        end = others[following] if following < len(others) else self.body_end
        return _words(text, self.body_start, min(end, self.body_end)) == 0


def section_phrase(name: str) -> Phrase:
    """A section's name as a phrase of the index, so that inflection and spelling do not matter."""
    return Phrase(text=name, items=tuple(Word(text=form) for form in split(name).forms))


def find_sections(text: Text, group: str) -> Iterator[Section]:
    """The places where a heading names the section of this group."""
    for hit in text.hits(group):
        found = _under_heading(text, hit) or _on_one_line(text, hit)
        if found is not None:
            yield found


def _under_heading(text: Text, hit: Hit) -> Section | None:
    headings = text.document.headings
    index = bisect_right(headings, hit.start, key=lambda heading: heading.start) - 1
    if index < 0 or hit.end > headings[index].end:
        return None
    heading = headings[index]
    others = _words(text, heading.start, heading.end) - _words(text, hit.start, hit.end)
    return None if others > MOST_OTHER_WORDS else Section(hit, heading.body_start, heading.body_end)


def _on_one_line(text: Text, hit: Hit) -> Section | None:
    """``Allergies: penicillin`` in one line."""
    source = text.document.words.source
    line_start = source.rfind("\n", 0, hit.start) + 1
    line_end = source.find("\n", hit.end)
    line_end = len(source) if line_end < 0 else line_end
    after = source[hit.end : line_end].lstrip("*_ ")
    if source[line_start : hit.start].strip(_MARKS + "0123456789") or not after.startswith(":"):
        return None
    return Section(hit, line_end - len(after) + 1, line_end)


def _words(text: Text, start: int, end: int) -> int:
    """How many words begin between two characters."""
    starts = text.document.words.starts
    return bisect_left(starts, end) - bisect_left(starts, start)
