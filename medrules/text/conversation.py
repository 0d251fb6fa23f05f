"""A conversation as one text: every answer is read by itself, and nothing of one reaches into the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from medrules.model.reading import Cue, Reading
from medrules.text.blocks import Block
from medrules.text.document import Document, Heading
from medrules.text.words import Words


class Answer(NamedTuple):
    """One answer of a conversation: where it stands in the whole text, and its own document."""

    start: int
    end: int
    first: int
    """Its first word in the whole text."""
    document: Document


class Conversation(Document):
    """All answers of a conversation in one text. Offsets are those of the whole text.

    Args:
        words: of the whole text.
        spans: (start, end) of each answer in characters, in order; they do not overlap.
    """

    def __init__(self, words: Words, spans: Sequence[tuple[int, int]]) -> None:
        super().__init__(words)
        self.answers = tuple(self._answer(start, end) for start, end in spans)
        self._starts = [answer.start for answer in self.answers]

    def _answer(self, start: int, end: int) -> Answer:
        words = self.words
        first, last = bisect_left(words.starts, start), bisect_left(words.starts, end)
        own = Words(
            words.source[start:end],
            words.forms[first:last],
            [at - start for at in words.starts[first:last]],
            [at - start for at in words.ends[first:last]],
        )
        return Answer(start, end, first, Document(own))

    def answer_at(self, position: int) -> int:
        """The number of the answer that holds this character, from 0."""
        return max(bisect_right(self._starts, position) - 1, 0)

    @cached_property
    def blocks(self) -> list[Block]:
        """Those of each answer; an answer begins a paragraph."""
        found: list[Block] = []
        for start, _, first, document in self.answers:
            for number, block in enumerate(document.blocks):
                found.append(
                    block._replace(
                        first=block.first + first,
                        last=block.last + first,
                        start=block.start + start,
                        end=block.end + start,
                        blank=block.blank or number == 0,
                    )
                )
        return found

    @cached_property
    def parents(self) -> list[int]:
        """As within each answer."""
        found: list[int] = []
        for answer in self.answers:
            before = len(found)
            found += [parent + before if parent >= 0 else -1 for parent in answer.document.parents]
        return found

    @cached_property
    def headings(self) -> list[Heading]:
        """Those of each answer; what they head ends with it."""
        return [
            heading._replace(
                start=heading.start + start,
                end=heading.end + start,
                body_start=heading.body_start + start,
                body_end=heading.body_end + start,
            )
            for start, _, _, document in self.answers
            for heading in document.headings
        ]

    def reading(self, start: int, end: int) -> Reading:
        """How the answer that it stands in uses what stands from start to end."""
        answer = self.answers[self.answer_at(start)]
        found = answer.document.reading(start - answer.start, end - answer.start)
        return found if not answer.start else moved_reading(found, answer.start)

    def let_go(self) -> None:
        """Of every answer too."""
        super().let_go()
        for answer in self.answers:
            answer.document.let_go()


def moved_reading(reading: Reading, by: int) -> Reading:
    """The reading with its cues so many characters further on."""
    cues = tuple(_moved(cue, by) for cue in reading.cues)
    return reading._replace(cue=_moved(reading.cue, by) if reading.cue else None, cues=cues)


def _moved(cue: Cue, by: int) -> Cue:
    return cue._replace(start=cue.start + by, end=cue.end + by)
