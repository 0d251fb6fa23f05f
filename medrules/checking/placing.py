"""Placements: in the first sentences, in a section, in the same sentence as something, in some answers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from medrules.checking.sections import find_sections, section_phrase
from medrules.checking.situation import Text
from medrules.checking.strength import FULL, NONE, WEAK
from medrules.checking.targets import Groups, Wanted
from medrules.model.rule import Placement
from medrules.text.hits import Hit


@dataclass(frozen=True)
class Place:
    """A placement, compiled. An empty one is anywhere."""

    first_sentences: int | None = None
    section: str | None = None
    """The group of the section's name."""
    beside: Wanted | None = None
    """In one sentence with this."""
    last_answer: bool = False
    by_turn: int | None = None
    """In the first so many answers."""

    def allows(self, text: Text, hit: Hit) -> bool:
        """Whether a hit stands there, perhaps by weak evidence."""
        return self.level(text, hit) != NONE

    def level(self, text: Text, hit: Hit) -> int:
        """How strong the evidence is that a hit stands there."""
        found = FULL
        if not self._in_answer(text, hit):
            return NONE
        if self.first_sentences is not None and self._is_behind(text, hit, self.first_sentences):
            return NONE
        if self.section is not None:
            found = min(found, self._in_section(text, hit, self.section))
        if self.beside is not None and found != NONE:
            found = min(found, self._beside(text, hit, self.beside))
        return found

    def _in_answer(self, text: Text, hit: Hit) -> bool:
        if self.last_answer and text.answer_at(hit.start) != text.last_answer[0]:
            return False
        return self.by_turn is None or text.answer_at(hit.start) < self.by_turn

    def _is_behind(self, text: Text, hit: Hit, sentences: int) -> bool:
        """Whether a hit stands behind the first so many sentences, in the last answer behind its own first."""
        first = text.document.sentence(text.last_answer[1]) if self.last_answer else 0
        return hit.start >= text.start_of_sentence(first + sentences)

    def _in_section(self, text: Text, hit: Hit, section: str) -> int:
        return next((level for level in (FULL, WEAK) if _lies_in(_covered(text, section, level), hit.start)), NONE)

    def _beside(self, text: Text, hit: Hit, wanted: Wanted) -> int:
        sentence = text.document.sentence(hit.start)
        levels = []
        for group in wanted.groups:
            levels.append(max((_level(other) for other in text.in_sentence(group, sentence)), default=NONE))
        return sorted(levels, reverse=True)[wanted.need - 1]


def _level(hit: Hit) -> int:
    return WEAK if hit.doubtful or hit.how == "corrected" else FULL


def _covered(text: Text, section: str, level: int) -> Sequence[tuple[int, int]]:
    """The stretches under the headings that name a section so surely, joined where they overlap."""
    key = (section, level)
    if key not in text.covered:
        bodies = [(s.body_start, s.body_end) for s in find_sections(text, section) if _level(s.hit) == level]
        text.covered[key] = list(_joined(bodies))
    return text.covered[key]


def _joined(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begin = reach = 0
    for start, end in sorted(stretches):
        if start > reach:
            yield begin, reach
            begin = start
        reach = max(reach, end)
    yield begin, reach


def _lies_in(stretches: Sequence[tuple[int, int]], position: int) -> bool:
    index = bisect_right(stretches, position, key=lambda stretch: stretch[0]) - 1
    return index >= 0 and position < stretches[index][1]


def place(placement: Placement, groups: Groups) -> Place:
    """A placement of the language, compiled into the groups of one side."""
    return Place(
        first_sentences=placement.first_sentences,
        section=groups.group([section_phrase(placement.section)]) if placement.section else None,
        beside=groups.wanted(placement.same_sentence_as) if placement.same_sentence_as else None,
        last_answer=placement.last_answer,
        by_turn=placement.by_turn,
    )
