"""``must list …``: what is wanted stands as items of a list of diagnoses or orders."""

from __future__ import annotations

from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.listing import Chosen, choose
from medrules.checking.obligations.judgement import Judgement, absent, shown
from medrules.checking.situation import Situation, Text
from medrules.checking.strength import FULL, NONE, WEAK, counts
from medrules.checking.targets import Wanted
from medrules.model.verdict import Evidence


@dataclass(frozen=True)
class ListDuty:
    """So many of the wanted are items, none of them ruled out."""

    wanted: Wanted

    @property
    def anchors(self) -> Anchors | None:
        """A demand is decided by absence."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """Review where an item may be a typing slip, or where all is said but no list is recognised."""
        text = situation.output
        chosen = choose(text, self.wanted.groups)
        levels = [self._level(text, chosen, group) for group in self.wanted.groups]
        level = sorted(levels, reverse=True)[self.wanted.need - 1]
        evidence = self._evidence(text, chosen)
        found = sum(1 for one in levels if one != NONE)
        if level == FULL:
            return Judgement("met", f"The answer lists {found} of what it must list.", evidence)
        if level == WEAK:
            return Judgement("review", "An item may be a typing slip of what must be listed.", evidence)
        return self._missing(situation, chosen, found, evidence)

    def _level(self, text: Text, chosen: Chosen, group: str) -> int:
        return max((entry.level(text, group) for entry in chosen.entries), default=NONE)

    def _evidence(self, text: Text, chosen: Chosen) -> tuple[Evidence, ...]:
        found = [
            (-entry.level(text, hit.group), text.evidence(hit))
            for entry in chosen.entries
            for hit in entry.hits
            if entry.level(text, hit.group) != NONE
        ]
        best = sorted(found, key=lambda one: (one[0], one[1].start))
        return tuple({(one.start, one.end): one for _, one in best}.values())

    def _missing(
        self, situation: Situation, chosen: Chosen, found: int, evidence: tuple[Evidence, ...]
    ) -> Judgement:
        text = situation.output
        out = [entry for entry in chosen.entries if entry.hits and entry.level(text) == NONE]
        removed = text.evidence(out[0].hits[0]) if out else None
        listed = {(one.start, one.end) for one in evidence}
        elsewhere = [text.evidence(hit) for hit in self.wanted.hits(text) if (hit.start, hit.end) not in listed]
        nearest = removed or min(elsewhere, key=lambda one: one.start, default=None)
        if not chosen.entries and self._said(text) >= self.wanted.need:
            reason = "The answer says what it must list, but no list of diagnoses or orders is recognised"
            said = tuple(one for one in elsewhere if one.reading and counts("say", one.reading))
            return Judgement("review", f"{reason}: {shown(said[0])}.", said)
        have = f"lists only {found} of the {self.wanted.need} things" if found else "lists nothing of what"
        reason = f"The answer {have} it must list"
        if nearest is None:
            return absent(situation, f"{reason}.")._replace(evidence=evidence)
        why = "as ruled out" if removed else "not as an item"
        reason = f"{reason}; nearest: {shown(nearest)}, {why}."
        return absent(situation, reason, nearest)._replace(evidence=evidence)

    def _said(self, text: Text) -> int:
        """How many of the wanted are said at all."""
        return sum(
            any(counts("say", text.document.reading(hit.start, hit.end)) for hit in text.hits(group))
            for group in self.wanted.groups
        )
