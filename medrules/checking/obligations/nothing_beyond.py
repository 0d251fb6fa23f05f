"""``must list nothing beyond …``: every item of the list is one of these."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from medrules.checking.clauses.truth import Anchors, Clause
from medrules.checking.listing import Chosen, Entry, choose, item_evidence
from medrules.checking.obligations.judgement import Judgement, shown
from medrules.checking.situation import Situation, Text
from medrules.checking.strength import FULL, NONE, WEAK
from medrules.model.verdict import Evidence
from medrules.text.lists_words import listed

_LONGEST_NAME = 12
"""Words; an item that runs on longer before it stops is a sentence, and what it lists is for a person to say."""


@dataclass(frozen=True)
class NothingBeyondDuty:
    """No item of the list is another one."""

    group: str
    """What may be listed."""

    @property
    def anchors(self) -> Anchors | None:
        """Any other item violates it, whatever its words."""
        return None

    def judge(self, situation: Situation, _unless: Clause | None, /) -> Judgement:
        """Review where an item is unclear, where the answer was cut off, and where no list is recognised."""
        text = situation.output
        chosen = choose(text, [self.group])
        if not chosen.entries:
            seen = "its lists speak of something else" if chosen.known else "it has no list"
            return Judgement("review", f"No list of diagnoses or orders is recognised in the answer: {seen}.")
        beyond = self._graded(text, chosen, FULL)
        if beyond:
            reason = f"The answer lists something beyond what it may list: {shown(beyond[0])}."
            return Judgement("violated", reason, beyond)
        unclear = self._graded(text, chosen, WEAK)
        if unclear:
            return Judgement("review", f"It is unclear what an item lists: {shown(unclear[0])}.", unclear)
        if situation.truncated:
            return Judgement("review", "The answer was cut off, so the list may have gone on.")
        return Judgement("met", "Every item of the list is one that may be listed.", self._allowed(text, chosen))

    def _graded(self, text: Text, chosen: Chosen, level: int) -> tuple[Evidence, ...]:
        return tuple(
            item_evidence(text, entry, f"item {number}")
            for number, entry in enumerate(chosen.entries, 1)
            if self._beyond(text, entry) == level
        )

    def _allowed(self, text: Text, chosen: Chosen) -> tuple[Evidence, ...]:
        return tuple(text.evidence(entry.hits[0]) for entry in chosen.entries if entry.hits)

    def _beyond(self, text: Text, entry: Entry) -> int:
        """How sure it is that an item is something else."""
        if entry.removed:
            return NONE
        if entry.hits:
            sure = entry.level(text) != WEAK and not self._holds_more(text, entry)
            return NONE if sure else WEAK
        document = text.document
        first, last = document.word_at(entry.item.name_start), document.word_at(entry.item.name_end - 1) + 1
        allowed = text.hits(self.group)
        next_one = bisect_left(allowed, entry.item.start, key=lambda hit: hit.start)
        inside = next_one < len(allowed) and allowed[next_one].start < entry.item.end
        vague = all(form in listed("vague") for form in document.forms[first:last])
        return WEAK if inside or vague or last - first > _LONGEST_NAME else FULL

    def _holds_more(self, text: Text, entry: Entry) -> bool:
        """Whether the name joins something else to what may be listed (*angina or costochondritis*)."""
        document = text.document
        first, last = document.word_at(entry.item.name_start), document.word_at(entry.item.name_end - 1) + 1
        covered = {
            word
            for hit in entry.hits
            for word in range(document.word_at(hit.start), document.word_at(hit.end - 1) + 1)
        }
        joins = [index for index in range(first, last) if document.forms[index] in listed("joiner")]
        for begin, end in zip([first, *joins], [*joins, last], strict=True):
            part = [index for index in range(begin, end) if document.forms[index] not in listed("joiner")]
            if part and not covered & set(part):
                return True
        return False
