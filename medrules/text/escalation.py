"""Reads the level of care that a text as a whole advises its reader now, on a ladder of rungs declared in rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medrules.model.book import Concept, Rung
from medrules.model.reading import Escalation, Mention
from medrules.text.document import Document
from medrules.text.phrases import Hit, Matcher
from medrules.text.timing import find_timing

URGENT_HOURS = 48.0
"""A contact within this time is urgent (two days: the definition of the urgent rung)."""


class Ladder:
    """The rungs, lowest first, compiled once.

    The second rung from below and those above it are *contacts*; words of time move a contact between the rungs
    called ``routine`` and ``urgent`` where the ladder has both.
    """

    def __init__(self, rungs: Sequence[Rung], concepts: Mapping[str, Concept]) -> None:
        self.names = [rung.name for rung in rungs]
        self._rank = {name: rank for rank, name in enumerate(self.names)}
        self._matcher = Matcher({rung.name: rung.terms for rung in rungs}, concepts)

    def read(self, document: Document) -> Escalation:
        """The highest rung advised unconditionally, and the highest advised only conditionally."""
        advised: list[tuple[int, float | None, Mention]] = []
        conditional: list[tuple[int, Mention]] = []
        for hit in self._matcher.find(document):
            reading = document.reading(hit.start, hit.end)
            if reading.act != "advice" and not _asserts(hit, reading.act, reading.polarity):
                continue
            text = document.words.source[hit.start : hit.end]
            mention = Mention(hit.start, hit.end, text, hit.phrase, hit.how, reading, hit.doubtful)
            hours = self._hours(document, hit)
            rank = self._timed(self._rank[hit.group], hours)
            if reading.condition == "conditional":
                conditional.append((rank, mention))
            else:
                advised.append((rank, hours, mention))
        return self._escalation(advised, conditional)

    def _escalation(
        self, advised: list[tuple[int, float | None, Mention]], conditional: list[tuple[int, Mention]]
    ) -> Escalation:
        top = max((rank for rank, _, _ in advised), default=-1)
        below = max((rank for rank, _ in conditional), default=-1)
        deciding = [(hours, mention) for rank, hours, mention in advised if rank == top]
        strong = [mention for _, mention in deciding if not _is_weak(mention)]
        times = [hours for hours, _ in deciding if hours is not None]
        weak = [mention for _, mention in deciding if _is_weak(mention)]
        return Escalation(
            rung=self.names[top] if top >= 0 else None,
            within_hours=min(times) if times else None,
            evidence=tuple(strong + weak),
            conditional=self.names[below] if below >= 0 else None,
            conditional_evidence=tuple(mention for rank, mention in conditional if rank == below),
            weak=top >= 0 and not strong,
        )

    def _hours(self, document: Document, hit: Hit) -> float | None:
        """How soon the sentence of a hit wants it done."""
        word = document.word_at(hit.start)
        part = document.parts[document.part_of(word)]
        found = find_timing(document.words.forms, document.flags, part.first, part.last)
        return min((timing.hours for timing in found), default=None)

    def _timed(self, rank: int, hours: float | None) -> int:
        """A routine contact within two days is urgent."""
        routine, urgent = self._rank.get("routine"), self._rank.get("urgent")
        if routine is None or urgent is None or hours is None:
            return rank
        return urgent if rank == routine and hours <= URGENT_HOURS else rank


def _asserts(hit: Hit, act: str, polarity: str) -> bool:
    """A phrase with a verb of its own (``is an emergency``) counts as a plain statement too."""
    return hit.phrase.startswith("is ") and act == "statement" and polarity == "affirmed"


def _is_weak(mention: Mention) -> bool:
    return mention.reading.certainty == "hedged" or mention.doubtful or mention.how == "corrected"
