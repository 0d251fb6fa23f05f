"""``must include sections …``: a heading is there and stands over something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.obligations.judgement import Judgement, absent
from medrules.checking.placing import Place
from medrules.checking.sections import Section, find_sections
from medrules.checking.situation import Situation, Text
from medrules.checking.strength import FULL, NONE, WEAK
from medrules.checking.targets import Wanted
from medrules.model.verdict import Evidence
from medrules.text.hits import Hit


@dataclass(frozen=True)
class IncludeDuty:
    """Sections by name, with the group of each name."""

    sections: tuple[str, ...]
    groups: tuple[str, ...]
    need: int
    before: Wanted | None
    place: Place

    @property
    def anchors(self) -> Anchors | None:
        """A demand is decided by absence."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """A heading over nothing is the nearest miss."""
        text = situation.output
        levels: list[int] = []
        evidence: list[Evidence] = []
        missing: list[str] = []
        nearest: Evidence | None = None
        sections = [list(find_sections(text, group)) for group in self.groups]
        begun = sorted(section.hit.start for found in sections for section in found)
        for name, found in zip(self.sections, sections, strict=True):
            graded = [(self._level(text, section, begun), section) for section in found]
            level, best = max(graded, key=lambda one: one[0], default=(NONE, None))
            levels.append(level)
            if best is not None and level:
                evidence.append(text.evidence(best.hit, read=False))
            elif best is not None:
                nearest = nearest or text.evidence(best.hit, read=False)
                missing.append(
                    f"{name} (its heading stands {'over nothing' if best.is_empty(text, begun) else 'elsewhere'})"
                )
            else:
                missing.append(name)
        return self._judgement(situation, sorted(levels)[-self.need], tuple(evidence), missing, nearest)

    def _level(self, text: Text, section: Section, begun: Sequence[int]) -> int:
        if section.is_empty(text, begun):
            return NONE
        earlier = [
            hit for hit in (self.before.hits(text) if self.before else ()) if hit.start <= section.hit.start
        ]
        if any(not _is_weak(hit) for hit in earlier):
            return NONE
        weak = _is_weak(section.hit) or bool(earlier)
        return min(WEAK if weak else FULL, self.place.level(text, section.hit))

    def _judgement(
        self,
        situation: Situation,
        level: int,
        evidence: tuple[Evidence, ...],
        missing: list[str],
        nearest: Evidence | None,
    ) -> Judgement:
        if level == FULL:
            return Judgement("met", "The answer has the sections that it must include.", evidence)
        if level == WEAK:
            return Judgement(
                "review", "A heading may be a typing slip, or stand behind what it must precede.", evidence
            )
        wanted = "; ".join(missing)
        return absent(situation, f"The answer lacks: {wanted}.", nearest)._replace(evidence=evidence)


def _is_weak(hit: Hit) -> bool:
    """A typing slip, or a match across a doubtful border."""
    return hit.doubtful or hit.how == "corrected"
