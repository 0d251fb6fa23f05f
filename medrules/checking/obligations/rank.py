"""``must rank X first``: X opens a numbered or ranked list, or is said to be most likely."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.listing import Entry, choose, item_evidence
from medrules.checking.obligations.judgement import Judgement, absent, shown
from medrules.checking.situation import Situation, Text
from medrules.checking.strength import FULL, NONE, WEAK
from medrules.model.verdict import Evidence
from medrules.text.lists_rank import MostLikely, find_most_likely

_MOST_HITS = 20
"""Mentions that are looked at in one statement."""

Called = tuple[int, Evidence]
"""How surely what is called most likely is what is wanted, and where it stands."""


@dataclass(frozen=True)
class RankDuty:
    """The first of a list that has an order."""

    group: str

    @property
    def anchors(self) -> Anchors | None:
        """A demand is decided by absence."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """Review where nothing ranks, or where two things that rank disagree."""
        text = situation.output
        first = self._first(text)
        called = (self._called(text, one) for one in find_most_likely(text.document))
        said = [one for one in called if one is not None]
        if first is not None:
            return self._ranked(text, first, said)
        return _by_words(said) if said else self._unranked(situation)

    def _first(self, text: Text) -> Entry | None:
        """The first item of the list that has an order; a list headed *Most likely* comes before the others."""
        chosen = choose(text, [self.group])
        kept = [entry for entry in chosen.entries if not entry.removed]
        likely = [entry for entry in kept if entry.listing.subject.rank == "most likely"]
        if likely:
            single = len([one for one in likely if one.listing is likely[0].listing]) == 1
            return likely[0] if single or likely[0].listing.ordered else None
        kept = [entry for entry in kept if entry.listing.subject.order in (None, "ordered")]
        ordered = [entry for entry in kept if entry.listing.ordered]
        return ordered[0] if ordered else None

    def _called(self, text: Text, one: MostLikely) -> Called | None:
        """What is called most likely; None: something else, and perhaps no diagnosis at all."""
        hits = text.hits(self.group)
        at = bisect_left(hits, one.start, key=lambda hit: hit.end)
        found = [hit for hit in hits[at : at + _MOST_HITS] if one.start < hit.end and hit.start < one.end]
        if not found and not one.named:
            return None
        if not found:
            source = text.document.words.source
            return NONE, Evidence(
                "output", one.start, one.end, source[one.start : one.end], "most likely", "exact"
            )
        sure = [hit for hit in found if not (hit.doubtful or hit.how == "corrected")]
        return (FULL if sure else WEAK), text.evidence((sure or found)[0])

    def _ranked(self, text: Text, first: Entry, said: list[Called]) -> Judgement:
        level = first.level(text)
        opens = item_evidence(text, first, "item 1")
        other = [one for found, one in said if found == NONE and not _lies_in(one, first)]
        if level == FULL and not other:
            return Judgement("met", f"The answer ranks it first: {shown(opens)}.", (opens,))
        if level == FULL:
            reason = f"The answer lists it first but calls something else most likely: {_all(tuple(other))}."
            return Judgement("review", reason, (opens, *other))
        backs = tuple(one for found, one in said if found != NONE)
        if level == WEAK or backs:
            reason = f"The answer opens its list with {shown(opens)}"
            reason += (
                f" but calls it most likely: {shown(backs[0])}." if backs else ", perhaps a typing slip of it."
            )
            return Judgement("review", reason, (opens, *backs))
        nearest = next((text.evidence(hit) for hit in text.hits(self.group)), None)
        return Judgement("violated", f"The answer ranks something else first: {shown(opens)}.", (opens,), nearest)

    def _unranked(self, situation: Situation) -> Judgement:
        text = situation.output
        mentions = [text.evidence(hit) for hit in text.hits(self.group)]
        kept = [one for one in mentions if one.reading is None or one.reading.polarity == "affirmed"]
        if not kept:
            return absent(situation, "The answer nowhere ranks it.", mentions[0] if mentions else None)
        reason = f"The answer names it but ranks nothing: {shown(kept[0])}."
        return Judgement("review", reason, tuple(kept[:1]))


def _by_words(said: list[Called]) -> Judgement:
    """Nothing but words such as *most likely* ranks."""
    evidence = tuple(one for _, one in said)
    sure = tuple(one for level, one in said if level == FULL)
    weak = tuple(one for level, one in said if level == WEAK)
    if sure and len(sure) == len(said):
        return Judgement("met", f"The answer calls it most likely: {shown(sure[0])}.", sure)
    if sure:
        return Judgement("review", f"The answer calls several things most likely: {_all(evidence)}.", evidence)
    if weak:
        return Judgement("review", f"The answer may call it most likely: {shown(weak[0])}.", weak)
    return Judgement("violated", f"The answer calls something else most likely: {_all(evidence)}.", evidence)


def _lies_in(evidence: Evidence, entry: Entry) -> bool:
    return entry.item.start <= evidence.start < entry.item.end


def _all(evidence: tuple[Evidence, ...]) -> str:
    return ", ".join(shown(one) for one in evidence[:3])
