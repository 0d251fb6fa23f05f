"""``input mentions X``, ``output advises X`` and their like. Weak evidence counts as true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from medrules.checking.clauses.truth import AN_ANSWER, Anchors, Truth
from medrules.checking.placing import Place
from medrules.checking.situation import Situation, Text
from medrules.checking.strength import counts
from medrules.checking.targets import Wanted
from medrules.model.rule import Side, Verb
from medrules.model.verdict import Evidence
from medrules.text.hits import Hit


@dataclass(frozen=True)
class SaysClause:
    """True where enough of the wanted groups are found with a reading that fits the verb.

    A mere mention is not read: its evidence comes without a reading, which it gets where a verdict shows it.
    """

    side: Side
    verb: Verb
    wanted: Wanted
    place: Place
    same_sentence: bool

    @cached_property
    def anchors(self) -> Anchors | None:
        """Its groups."""
        return frozenset((self.side, group) for group in self.wanted.groups)

    @property
    def bound(self) -> bool:
        """``in the same sentence``."""
        return self.same_sentence

    @property
    def reads(self) -> bool:
        """A mere mention is not read."""
        return self.verb != "mention" or self.same_sentence

    @cached_property
    def is_plain(self) -> bool:
        """Whether a mention, anywhere or in the first sentences, is enough."""
        placed = replace(self.place, first_sentences=None)
        return self.verb == "mention" and not self.same_sentence and placed == Place()

    def is_found(self, situation: Situation) -> bool:
        """Whether a plain one is true, without saying by what; not for the answers of a conversation."""
        text, sentences = situation.text(self.side), self.place.first_sentences
        if text is None:
            return False
        groups = self.wanted.groups
        return sum(1 for group in groups if text.mentions(group, sentences)) >= self.wanted.need

    def settles(self, situation: Situation) -> bool | None:
        """Whether a plain one is true, but for an empty answer and a conversation."""
        if not self.is_plain or situation.empty or situation.text(self.side) is None:
            return None
        return None if situation.output.conversation is not None else self.is_found(situation)

    def holds(self, situation: Situation, near: Evidence | None, /) -> Truth:
        """Unknown where the sample has no input, or an empty answer, to look at."""
        text = situation.text(self.side)
        if text is None:
            return Truth(None, lacks=("an input",))
        if self.side == "output" and situation.empty:
            return Truth(None, lacks=(AN_ANSWER,))
        if self.same_sentence and (near is None or near.side != self.side):
            return _FALSE
        sentence = text.document.sentence(near.start) if self.same_sentence and near else None
        found: list[Evidence] = []
        met = 0
        for group in self.wanted.groups:
            fitting = None
            hits = self._hits(text, group) if sentence is None else text.in_sentence(group, sentence)
            for hit in hits:
                if not self.place.allows(text, hit):
                    continue
                evidence = text.evidence(hit, read=self.verb != "mention")
                fits = evidence.reading is None or counts(self.verb, evidence.reading)
                if fits and not self._is_taken_back(text, hit):
                    fitting = evidence
                    break
            if fitting is not None:
                met += 1
                found.append(fitting)
        return Truth(True, tuple(found)) if met >= self.wanted.need else _FALSE

    def _hits(self, text: Text, group: str) -> Sequence[Hit]:
        sentences = self.place.first_sentences
        if sentences is None or self.place.last_answer:
            return text.hits(group)
        return text.early_hits(group, sentences)

    def _is_taken_back(self, text: Text, hit: Hit) -> bool:
        """Whether a later answer of a conversation surely takes it back."""
        taken = text.turns.taken_back(hit, self.verb) if text.turns else None
        return taken is not None and taken.sure


_FALSE = Truth(False)
