"""Reads the level of care that a text as a whole advises its reader now, on the rungs that rules declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from medrules.model.book import Concept, Rung
from medrules.model.reading import Escalation, Mention
from medrules.text.audience import Audience
from medrules.text.contacts import Contact, read_contact
from medrules.text.document import Document
from medrules.text.hits import Hit
from medrules.text.how_soon import NEAR_WORDS
from medrules.text.phrases import Matcher
from medrules.text.selfcare import at_ease, home_care, needless
from medrules.text.sentences import SLASH

URGENT_HOURS = 48.0
"""A contact within this time is urgent (two days: the definition of the urgent rung)."""
_EMERGENCY_HOURS = 24.0
_AT_ONCE_HOURS = 1.0
_ALTERNATIVE_WORDS = 12
_AT_HOME = "self-care"
"""The rung of what needs no clinician, where the ladder has it."""
_MONTH = 720.0
_YOU = frozenset(("you", "your"))
_OFFERS = ("you can", "you could", "you may", "consider", "can also", "could also")


class Finder(Protocol):
    """Finds the phrases of the rungs, each hit under the name of its rung."""

    def find(self, document: Document, /) -> list[Hit]:
        """The hits in the order of the text."""


class _Ranked(NamedTuple):
    rank: int
    contact: Contact

    @property
    def is_weak(self) -> bool:
        """Offered or hedged, or found across a doubtful border."""
        return _is_weak(self.contact.mention)


class Ladder:
    """The rungs, lowest first, compiled once.

    Words of time move a contact between the rungs called ``routine`` and ``urgent`` where the ladder has both.
    """

    def __init__(self, rungs: Sequence[Rung], concepts: Mapping[str, Concept]) -> None:
        self.names = [rung.name for rung in rungs]
        self._rank = {name: rank for rank, name in enumerate(self.names)}
        self._matcher = self._finder(rungs, concepts)

    def _finder(self, rungs: Sequence[Rung], concepts: Mapping[str, Concept]) -> Finder:
        return Matcher({rung.name: rung.terms for rung in rungs}, concepts)

    def read(self, document: Document) -> Escalation:
        """The highest rung advised unconditionally, and the highest advised only conditionally."""
        audience = Audience(document)
        hits = self._matcher.find(document)
        contacts = [read_contact(document, audience, hit) for hit in hits]
        ranked = [
            _Ranked(self._timed(self._rank[contact.level], contact), contact)
            for contact in contacts
            if contact is not None and self._is_for_reader(audience, contact)
        ]
        beside: dict[int, list[_Ranked]] = {}
        for one in ranked:
            beside.setdefault(one.contact.part, []).append(one)
        ranked = [self._or_lower(document, one, beside[one.contact.part]) for one in self._by_visit(ranked)]
        chosen = self._choose(
            [one for one in ranked if one.contact.mention.reading.condition == "unconditional"],
            [one for one in ranked if one.contact.mention.reading.condition == "conditional"],
            may_defer=not audience.is_general,
        )
        return chosen if chosen.rung is not None else self._or_at_home(chosen, document, audience, hits)

    def _or_at_home(
        self, chosen: Escalation, document: Document, audience: Audience, hits: Sequence[Hit]
    ) -> Escalation:
        """Where no contact is advised: what the reader is told to do, or that nobody is needed, is self-care."""
        short = audience.is_short and (not audience.is_general or "you" in document.words.forms)
        told = short or (audience.is_personal and not audience.is_general)
        if _AT_HOME not in self._rank or audience.is_colleague or audience.is_preventive or not told:
            return chosen
        contacts = [hit for hit in hits if self._rank[hit.group] > self._rank[_AT_HOME]]
        spoken = bool(hits) or audience.is_personal or not _YOU.isdisjoint(document.words.forms)
        reply = audience.is_reply and spoken
        evidence = needless(document, contacts) or home_care(document, reply=reply) or at_ease(document)
        if not evidence:
            return chosen
        return chosen._replace(rung=_AT_HOME, evidence=tuple(evidence), weak=True)

    def _is_for_reader(self, audience: Audience, contact: Contact) -> bool:
        """Not what a colleague is to do; in a text that teaches, no habits."""
        if audience.is_asked(contact.word) or audience.is_invented(contact.word):
            return False
        if audience.is_of_others(contact.word) or audience.is_of_illness(contact):
            return False
        if contact.faint and not audience.is_spoken(contact.word):
            return False
        if contact.nominal and not (audience.is_personal or audience.is_short):
            return False
        ours = audience.is_of_patient(contact.word) or audience.is_supposed_of_reader(contact.word)
        if audience.is_colleague and not ours:
            return False
        return not (audience.is_general and self._rank[contact.level] == 0)

    def _timed(self, rank: int, contact: Contact) -> int:
        """A routine contact within two days is urgent; so is an emergency one for which more hours are given."""
        routine, urgent, hours = self._rank.get("routine"), self._rank.get("urgent"), contact.hours
        if routine is None or urgent is None or hours is None:
            return rank
        if rank in (routine, urgent):
            return urgent if hours <= URGENT_HOURS else routine
        late = hours > _EMERGENCY_HOURS and not contact.vague  # "don't wait" gives nobody two days
        return urgent if late and rank > urgent else rank

    def _by_visit(self, ranked: list[_Ranked]) -> list[_Ranked]:
        """``See somebody promptly … be seen within a week``: the time set for a visit outweighs *promptly*."""
        routine = self._rank.get("routine", -1)
        late = [one for one in ranked if one.rank == routine and _is_late(one.contact)]
        if late:
            ranked = [one._replace(rank=routine) if self._gives_way(one, routine) else one for one in ranked]
        if not any(_is_later_visit(one.contact) for one in ranked if one.rank == routine):
            return ranked
        return [
            one._replace(rank=routine)
            if one.contact.level == "routine" and one.rank > routine and one.contact.vague and one.contact.hours
            else one
            for one in ranked
        ]

    def _gives_way(self, one: _Ranked, routine: int) -> bool:
        """It says only how urgent something is: ``this needs prompt attention``."""
        within = routine < one.rank <= self._rank.get("urgent", -1)
        return within and one.contact.stated and (one.contact.vague or one.contact.hours is None)

    def _or_lower(self, document: Document, one: _Ranked, beside: list[_Ranked]) -> _Ranked:
        """``Urgent care or the ER today``: the lower of two alternatives is what is asked for.

        ``As soon as possible`` and ``within the hour`` send to whichever of the two is at hand, not to the lower.
        """
        forms = document.words.forms
        at_once = one.contact.hours is not None and one.contact.hours <= _AT_ONCE_HOURS
        if at_once or self.names[one.rank] == "urgent":
            return one
        presses = one.contact.vague and one.contact.hours == _EMERGENCY_HOURS
        for other in beside:
            same = other.contact.mention.reading.condition == one.contact.mention.reading.condition
            if not (same and 1 <= other.rank < one.rank) or (presses and other.contact.level == "urgent"):
                continue
            low, high = sorted((other.contact.word, one.contact.word))
            slash = any(document.flags[at] & SLASH for at in range(low + 1, high + 1))
            reach = _ALTERNATIVE_WORDS if other.rank + 1 == one.rank else NEAR_WORDS
            if high - low <= reach and ("or" in forms[low:high] or slash):
                one = one._replace(rank=other.rank)
        return one

    def _choose(self, advised: list[_Ranked], conditional: list[_Ranked], *, may_defer: bool) -> Escalation:
        """The highest rung; where nothing firm is advised, what is offered, said by routine or deferred.

        A text that teaches leaves nothing to its reader's own concern (``may_defer``).
        """
        known = [one for one in advised if not one.contact.disclaimer and not _is_remote(one.contact)] or advised
        known = [one for one in known if not one.contact.faint] or known
        if not known and may_defer:
            known = [one for one in conditional if one.contact.deferred]
            conditional = [one for one in conditional if not one.contact.deferred] if known else conditional
        firm = [one for one in known if not one.is_weak]
        top = max((one.rank for one in firm), default=-1)
        if top < 1:
            top = max((one.rank for one in known), default=-1)
        below = max((one.rank for one in conditional), default=-1)
        deciding = [one for one in firm if one.rank == top]
        deciding.sort(key=_is_corrected)
        deciding += [one for one in known if one.rank == top and one.is_weak]
        times = [one.contact.hours for one in deciding if one.contact.hours is not None]
        return Escalation(
            rung=self.names[top] if top >= 0 else None,
            within_hours=min(times) if times else None,
            evidence=tuple(one.contact.mention for one in deciding),
            conditional=self.names[below] if below >= 0 else None,
            conditional_evidence=tuple(one.contact.mention for one in conditional if one.rank == below),
            weak=bool(deciding) and (deciding[0].is_weak or _is_corrected(deciding[0]) or not advised),
        )


def _is_later_visit(contact: Contact) -> bool:
    """A visit for which more than two days are given."""
    return _is_late(contact) and not contact.calls


def _is_late(contact: Contact) -> bool:
    late = contact.hours is not None and URGENT_HOURS < contact.hours < _MONTH and not contact.vague
    return late and contact.mention.reading.condition == "unconditional"


def _is_remote(contact: Contact) -> bool:
    """``See an allergist eventually`` is no advice for now."""
    return contact.hours is not None and contact.hours > _MONTH


def _is_weak(mention: Mention) -> bool:
    cue = mention.reading.cue
    offered = cue is not None and cue.text.lower().startswith(_OFFERS)
    return mention.reading.certainty == "hedged" or mention.doubtful or offered


def _is_corrected(one: _Ranked) -> bool:
    """Misspelt: it decides as what it must be meant for, but its verdict is for review."""
    return one.contact.mention.how == "corrected"
