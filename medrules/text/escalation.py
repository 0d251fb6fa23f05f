"""Reads the level of care that a text as a whole advises its reader now, on the rungs that rules declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from medrules.model.book import Concept, Rung
from medrules.model.reading import Escalation, Mention, Reading
from medrules.text.assertion_analysis import AGAINST
from medrules.text.cues import Node, compile_cues, longest, read_sections, word_class
from medrules.text.document import Document
from medrules.text.phrases import Hit, Matcher
from medrules.text.sentences import QUERY, SLASH
from medrules.text.timing import Timing, find_timing

URGENT_HOURS = 48.0
"""A contact within this time is urgent (two days: the definition of the urgent rung)."""
_EMERGENCY_HOURS = 24.0
_ALTERNATIVE_WORDS = 8
_NEAR_WORDS = 16
_OFFERS = ("you can", "you could", "you may", "consider", "can also", "could also")


_ADDRESSED = word_class("addressed")
_SPOKEN_OF = word_class("spoken of")
_PERSONS = _SPOKEN_OF | word_class("third person")


@cache
def _disclaimers() -> Node:
    return compile_cues(read_sections("disclaimer.txt"))


class _Advised(NamedTuple):
    rank: int
    hours: float | None
    mention: Mention
    part: int
    word: int
    routine: bool
    """It stands in a disclaimer."""
    deferred: bool
    """It waits for the reader's own concern or act (``before taking it``): counts where nothing else does."""


class Ladder:
    """The rungs, lowest first, compiled once.

    Words of time move a contact between the rungs called ``routine`` and ``urgent`` where the ladder has both.
    """

    def __init__(self, rungs: Sequence[Rung], concepts: Mapping[str, Concept]) -> None:
        self.names = [rung.name for rung in rungs]
        self._rank = {name: rank for rank, name in enumerate(self.names)}
        self._matcher = Matcher({rung.name: rung.terms for rung in rungs}, concepts)

    def read(self, document: Document) -> Escalation:
        """The highest rung advised unconditionally, and the highest advised only conditionally."""
        found = []
        hits = self._matcher.find(document)
        colleague = bool(hits) and _is_for_colleague(document)
        for hit in hits:
            advised = self._advised(document, hit)
            if advised is not None and not (colleague and not _is_of_patient(document, hit)):
                found.append(advised)
        found = [self._or_lower(document, advised, found) for advised in found]
        return self._escalation(
            [advised for advised in found if advised.mention.reading.condition == "unconditional"],
            [advised for advised in found if advised.mention.reading.condition == "conditional"],
        )

    def _advised(self, document: Document, hit: Hit) -> _Advised | None:
        """What one hit advises, or None where it advises nothing."""
        reading = _whole(document, hit)
        stated = (
            hit.phrase.startswith("this is")
            and reading.act == "statement"
            and reading.condition == "unconditional"
        )
        if reading.act != "advice" and not (stated and reading.polarity == "affirmed"):
            return None
        text = document.words.source[hit.start : hit.end]
        mention = Mention(hit.start, hit.end, text, hit.phrase, hit.how, reading, hit.doubtful)
        word, last = document.word_at(hit.start), document.word_at(hit.end - 1)
        deferred = any(cue.kind == "concern" for cue in reading.cues)
        if reading.condition == "unconditional" and self._is_before(document, last):
            mention = mention._replace(reading=reading._replace(condition="conditional"))
            deferred = True
        hours = self._hours(document, word, last)
        rank = self._timed(self._rank[hit.group], hours)
        return _Advised(
            rank, hours, mention, document.part_of(word), word, _is_disclaimer(document, word), deferred
        )

    def _is_before(self, document: Document, last: int) -> bool:
        """``Ask your pharmacist before taking it``: a contact that waits for an act of the reader's own."""
        forms = document.words.forms
        stop = min(document.parts[document.part_of(last)].last, last + _ALTERNATIVE_WORDS)
        return any(forms[at] == "before" and forms[at + 1].endswith("ing") for at in range(last + 1, stop - 1))

    def _or_lower(self, document: Document, advised: _Advised, found: list[_Advised]) -> _Advised:
        """``Urgent care or the ER today``: the lower of two alternatives is what is asked for."""
        forms = document.words.forms
        if advised.hours == 0 or self.names[advised.rank] == "urgent":
            return advised
        for other in found:
            if other.part != advised.part or other.rank >= advised.rank or other.rank < 1:
                continue
            low, high = sorted((other.word, advised.word))
            slash = any(document.flags[at] & SLASH for at in range(low + 1, high + 1))
            if (
                high - low <= _ALTERNATIVE_WORDS
                and ("or" in forms[low:high] or slash)
                and advised.rank > other.rank
            ):
                advised = advised._replace(rank=other.rank)
        return advised

    def _escalation(self, advised: list[_Advised], conditional: list[_Advised]) -> Escalation:
        advised = (
            [one for one in advised if not one.routine] or advised or [one for one in conditional if one.deferred]
        )
        firm = [one for one in advised if not _is_weak(one.mention)]
        top = max((one.rank for one in firm), default=-1)
        if top < 1:
            top = max((one.rank for one in advised), default=-1)
        below = max((one.rank for one in conditional), default=-1)
        deciding = [one for one in firm if one.rank == top] + [
            one for one in advised if one.rank == top and _is_weak(one.mention)
        ]
        times = [one.hours for one in deciding if one.hours is not None]
        return Escalation(
            rung=self.names[top] if top >= 0 else None,
            within_hours=min(times) if times else None,
            evidence=tuple(one.mention for one in deciding),
            conditional=self.names[below] if below >= 0 else None,
            conditional_evidence=tuple(one.mention for one in conditional if one.rank == below),
            weak=bool(deciding) and _is_weak(deciding[0].mention),
        )

    def _hours(self, document: Document, first: int, last: int) -> float | None:
        """How soon the sentence of a hit wants it done: the time behind it, else before it, else a vague word."""
        part = document.parts[document.part_of(first)]
        found = find_timing(document.words.forms, document.flags, part.first, part.last)
        found = [timing for timing in found if self._belongs(document, timing, first)]
        if not found:
            found = self._hours_beside(document, document.part_of(first))
        return _nearest(found, first, last)

    def _hours_beside(self, document: Document, number: int) -> list[Timing]:
        """The times of the fragment that follows (``See a doctor. Ideally today.``) or of the lead-in."""
        forms, flags, parts = document.words.forms, document.flags, document.parts
        part = parts[number]
        if number + 1 < len(parts):
            below = parts[number + 1]
            asks = bool(flags[part.last] & QUERY)
            if asks or (below.block == part.block and not document.assertion.analysis(number + 1).opens):
                found = find_timing(forms, flags, below.first, below.last)
                if found:
                    return found
        parent = document.parents[part.block]
        if parent < 0:
            return []
        above = document.blocks[parent]
        return find_timing(forms, flags, above.first, above.last)

    def _belongs(self, document: Document, timing: Timing, word: int) -> bool:
        """A time in another clause that states or forbids something says nothing of this contact."""
        analysis = document.assertion.analysis(document.part_of(word))
        low, high = sorted((timing.start, word))
        if not any(low < border <= high for border in analysis.borders):
            return analysis.act[timing.start - analysis.first] != AGAINST
        return analysis.act[timing.start - analysis.first] == analysis.act[word - analysis.first]

    def _timed(self, rank: int, hours: float | None) -> int:
        """A routine contact within two days is urgent."""
        routine, urgent = self._rank.get("routine"), self._rank.get("urgent")
        if routine is None or urgent is None or hours is None:
            return rank
        if rank in (routine, urgent):
            return urgent if hours <= URGENT_HOURS else routine
        return urgent if hours > _EMERGENCY_HOURS and rank > urgent else rank


def _nearest(found: list[Timing], first: int, last: int) -> float | None:
    """The exact time nearest to the words from first to last, else the soonest of the vague words near them."""

    def away(timing: Timing) -> int:
        return timing.start - last if timing.end > first else _ALTERNATIVE_WORDS + first - timing.end

    near = [timing for timing in found if away(timing) <= _NEAR_WORDS] or found
    exact = [timing for timing in near if not timing.vague]
    if exact:
        return min(exact, key=away).hours
    return min((timing.hours for timing in near), default=None)


def _is_for_colleague(document: Document) -> bool:
    """The text speaks of a patient and to nobody: its orders are a colleague's, not the patient's."""
    forms = set(document.words.forms)
    return not forms & _ADDRESSED and bool(forms & _SPOKEN_OF)


def _is_of_patient(document: Document, hit: Hit) -> bool:
    """Somebody spoken of stands before the contact that is advised (``the patient should see …``)."""
    word = document.word_at(hit.start)
    first = document.parts[document.part_of(word)].first
    return not _PERSONS.isdisjoint(document.words.forms[max(first, word - _ALTERNATIVE_WORDS) : word])


def _whole(document: Document, hit: Hit) -> Reading:
    """The reading of a hit; of its end where the clause changes in it (``talk to friends, and see your GP if``)."""
    reading = document.reading(hit.start, hit.end)
    last = document.word_at(hit.end - 1)
    end = document.reading(document.words.starts[last], document.words.ends[last])
    turns = reading.act == end.act == "advice" and reading.condition != end.condition
    return end if turns else reading


def _is_disclaimer(document: Document, word: int) -> bool:
    """The block says what every such answer says (``I am an AI, not a doctor``)."""
    forms, flags, root = document.words.forms, document.flags, _disclaimers()
    number = document.parts[document.part_of(word)].block
    while number >= 0:
        block = document.blocks[number]
        for at in range(block.first, block.last):
            node = root.next.get(forms[at])
            if node is not None and longest(node, forms, flags, at + 1, block.last) is not None:
                return True
        number = document.parents[number]
    return False


def _is_weak(mention: Mention) -> bool:
    cue = mention.reading.cue
    offered = cue is not None and cue.text.lower().startswith(_OFFERS)
    return mention.reading.certainty == "hedged" or mention.doubtful or mention.how == "corrected" or offered
