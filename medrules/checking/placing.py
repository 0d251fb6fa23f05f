"""Placements: ``within the first N sentences``, ``in section``, ``in the same sentence as``."""

from __future__ import annotations

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

    def allows(self, text: Text, hit: Hit) -> bool:
        """Whether a hit stands there, perhaps by weak evidence."""
        return self.level(text, hit) != NONE

    def level(self, text: Text, hit: Hit) -> int:
        """How strong the evidence is that a hit stands there."""
        found = FULL
        if self.first_sentences is not None and text.document.sentence(hit.start) >= self.first_sentences:
            return NONE
        if self.section is not None:
            found = min(found, self._in_section(text, hit, self.section))
        if self.beside is not None and found != NONE:
            found = min(found, self._beside(text, hit, self.beside))
        return found

    def _in_section(self, text: Text, hit: Hit, section: str) -> int:
        inside = [s.hit for s in find_sections(text, section) if s.body_start <= hit.start < s.body_end]
        return max((_level(other) for other in inside), default=NONE)

    def _beside(self, text: Text, hit: Hit, wanted: Wanted) -> int:
        sentence = text.document.sentence(hit.start)
        levels = []
        for group in wanted.groups:
            hits = [h for h in text.hits.get(group, ()) if text.document.sentence(h.start) == sentence]
            levels.append(max((_level(other) for other in hits), default=NONE))
        return sorted(levels, reverse=True)[wanted.need - 1]


def _level(hit: Hit) -> int:
    return WEAK if hit.doubtful or hit.how == "corrected" else FULL


def place(placement: Placement, groups: Groups) -> Place:
    """A placement of the language, compiled into the groups of one side."""
    return Place(
        first_sentences=placement.first_sentences,
        section=groups.group([section_phrase(placement.section)]) if placement.section else None,
        beside=groups.wanted(placement.same_sentence_as) if placement.same_sentence_as else None,
    )
