"""One sample under check: its texts with what was found in them, and the level of care that the answer advises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from medrules.checking.ladder import ScannedLadder
from medrules.checking.record.naming import Entries
from medrules.checking.record.stating import Entry
from medrules.checking.turns import Turns
from medrules.model.case import Sample
from medrules.model.reading import Escalation, Mention
from medrules.model.rule import Side
from medrules.model.verdict import Evidence
from medrules.text.confidence import Stated, find_confidence, may_give_number, stated_number
from medrules.text.conversation import Conversation
from medrules.text.document import Document
from medrules.text.hits import Hit
from medrules.text.lists import Listing, find_lists, moved_listing
from medrules.text.scan import Scanned

CUT_OFF = frozenset({"length", "max_tokens", "max_output_tokens"})
"""Finish reasons of an answer that ran out of room."""
_HEAD = 3
"""Conditions on the first sentences mostly ask for no more: what is found in these is shared."""


@dataclass(frozen=True)
class Text:
    """One side of a sample: the text, and what was found in it."""

    side: Side
    scanned: Scanned
    conversation: Conversation | None = None
    """The same text where it holds several answers; it is then the document of ``scanned``."""

    @property
    def document(self) -> Document:
        """The text, ready to be read."""
        return self.scanned.document

    def hits(self, group: str) -> Sequence[Hit]:
        """The hits of a group, in the order of the text."""
        return self.scanned.hits_of(group)

    def mentions(self, group: str, sentences: int | None) -> bool:
        """Whether a group is found, in the first so many sentences where a number is given."""
        found = self._mentions.get((group, sentences))
        if found is None:
            scanned = self.scanned if sentences is None else self._holding(group, sentences)
            start = scanned.first_start(group)
            found = start is not None and (sentences is None or start < self.start_of_sentence(sentences))
            self._mentions[group, sentences] = found
        return found

    @cached_property
    def _mentions(self) -> dict[tuple[str, int | None], bool]:
        return {}

    def early_hits(self, group: str, sentences: int) -> Sequence[Hit]:
        """The hits of a group that may begin in the first so many sentences, others perhaps among them."""
        return self._holding(group, sentences).hits_of(group)

    def _holding(self, group: str, sentences: int) -> Scanned:
        """Where to look for a group in the first sentences."""
        return self._head(max(sentences, _HEAD)) if self.scanned.is_on_demand(group) else self.scanned

    def _head(self, sentences: int) -> Scanned:
        """The text to the first border behind so many sentences: no phrase that begins in them ends behind it."""
        if sentences not in self._heads:
            document = self._up_to(sentences)
            borders = (first for first in document.firsts[sentences:] if document.is_border(first))
            border = next(borders, None)
            self._heads[sentences] = self.scanned if border is None else self.scanned.head(border)
        return self._heads[sentences]

    def _up_to(self, sentence: int) -> Document:
        """The beginning of the text where this sentence begins in it, else all of it."""
        return self._beginning if sentence < len(self._beginning.firsts) else self.document

    @cached_property
    def _beginning(self) -> Document:
        """What most conditions on the first sentences need of the text; a conversation is read whole."""
        return self.document if self.conversation else self.document.beginning

    @cached_property
    def _heads(self) -> dict[int, Scanned]:
        return {}

    @cached_property
    def _by_sentence(self) -> dict[str, Mapping[int, Sequence[Hit]]]:
        return {}

    def in_sentence(self, group: str, sentence: int) -> Sequence[Hit]:
        """The hits of a group in one sentence, in the order of the text; found once for all sentences."""
        if group not in self._by_sentence:
            found: dict[int, list[Hit]] = defaultdict(list)
            for hit in self.hits(group):
                found[self.document.sentence(hit.start)].append(hit)
            self._by_sentence[group] = found
        return self._by_sentence[group].get(sentence, ())

    @cached_property
    def covered(self) -> dict[object, Sequence[tuple[int, int]]]:
        """The stretches of the text that lie under a heading, by what names it; kept by ``placing``."""
        return {}

    @cached_property
    def lists(self) -> list[Listing]:
        """The lists of the text, in order; none goes on from one answer of a conversation to the next."""
        if self.conversation is None:
            return find_lists(self.document)
        return [
            moved_listing(listing, answer.start)
            for answer in self.conversation.answers
            for listing in find_lists(answer.document)
        ]

    @cached_property
    def turns(self) -> Turns | None:
        """The answers of a conversation; None: the text is no conversation."""
        return Turns(self.conversation, self.scanned.hits_of) if self.conversation else None

    def start_of_sentence(self, number: int) -> int:
        """The character at which this sentence begins, from 0; behind the last one the end of the text."""
        found = self._sentence_starts.get(number)
        if found is None:
            document = self._up_to(number)
            firsts, words = document.firsts, document.words
            found = words.starts[firsts[number]] if number < len(firsts) else len(words.source) + 1
            self._sentence_starts[number] = found
        return found

    @cached_property
    def _sentence_starts(self) -> dict[int, int]:
        return {}

    def answer_at(self, position: int) -> int:
        """The number of the answer of a conversation that holds this character, from 0."""
        return self.conversation.answer_at(position) if self.conversation else 0

    @property
    def last_answer(self) -> tuple[int, int]:
        """The number of the last answer, from 0, and where it begins."""
        if self.conversation is None:
            return 0, 0
        return len(self.conversation.answers) - 1, self.conversation.answers[-1].start

    def evidence(self, hit: Hit, *, read: bool = True) -> Evidence:
        """A hit as evidence, with its reading."""
        text = self.scanned.source[hit.start : hit.end]
        reading = self.document.reading(hit.start, hit.end) if read else None
        return Evidence(self.side, hit.start, hit.end, text, hit.phrase, hit.how, reading, hit.doubtful)

    def read(self, evidence: Evidence) -> Evidence:
        """The same evidence with its reading."""
        if evidence.reading is not None:
            return evidence
        return evidence._replace(reading=self.document.reading(evidence.start, evidence.end))

    def shown(self, mention: Mention) -> Evidence:
        """A mention as evidence."""
        return Evidence(
            self.side,
            mention.start,
            mention.end,
            mention.text,
            mention.phrase,
            mention.how,
            mention.reading,
            mention.doubtful,
        )


class Situation:
    """A sample with its texts read."""

    def __init__(
        self,
        sample: Sample,
        output: Text,
        given: Text | None,
        ladder: ScannedLadder | None,
        entries: Entries | None = None,
    ) -> None:
        self.sample = sample
        self.brief = False
        """Whether nobody asks what an obligation that is met rests on."""
        self._entries = entries
        self.output = output
        self.input = given
        self._ladder = ladder
        self.truncated = (sample.finish_reason or "").lower() in CUT_OFF
        self.empty = output.scanned.empty

    @cached_property
    def escalation(self) -> Escalation | None:
        """The level of care that the answer advises; None where the book has no ladder."""
        return self._ladder.read_scanned(self.output.scanned) if self._ladder else None

    @cached_property
    def confidence_stated(self) -> list[Stated]:
        """The statements of the answer's own confidence, in order."""
        return find_confidence(self.output.document)

    @property
    def confidence(self) -> float | None:
        """The confidence that the row states, or the last answer that states any as a number."""
        stated = self.sample.confidence
        if stated is not None or not may_give_number(self.sample.output) or not self.confidence_stated:
            return stated
        last = self.output.answer_at(self.confidence_stated[-1].start)
        return stated_number(one for one in self.confidence_stated if self.output.answer_at(one.start) == last)

    def names(self, entry: Entry, groups: Sequence[str]) -> bool:
        """Whether one of these groups of the rule book's conditions names an entry of the record."""
        return self._entries is not None and self._entries.names(entry, groups)

    def read(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """What a condition rests on, with its readings."""
        return tuple(text.read(one) if (text := self.text(one.side)) is not None else one for one in evidence)

    def text(self, side: Side) -> Text | None:
        """The input (None: the sample has none) or the output."""
        return self.output if side == "output" else self.input
