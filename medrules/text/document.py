"""One text read once: its blocks, headings and sentences by position, and the reading of a mention in it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from medrules.model.reading import Cue, Reading
from medrules.text import sentences as marks
from medrules.text.advice import Strength, sentence_advice
from medrules.text.assertion import Assertion
from medrules.text.blocks import Block, find_blocks, find_parents
from medrules.text.cues import parted_spellings, plain_spellings
from medrules.text.negations import find_negations
from medrules.text.tables import TableIndex
from medrules.text.words import Words

LONGEST_SENTENCE = 300
"""Words; a longer one is cut, so that work grows with a text and not with the square of its longest sentence."""
Border = Literal["none", "doubtful", "border"]


class Heading(NamedTuple):
    """A heading and what it heads. Offsets are characters; the body ends before the next heading of its rank."""

    text: str
    start: int
    end: int
    level: int
    body_start: int
    body_end: int


class Sentence(NamedTuple):
    """A sentence as positions of words (``last`` exclusive) and the block it stands in."""

    first: int
    last: int
    block: int


_MAY_END = marks.ENDS | marks.CELL


class _Flags(dict[str, int]):
    """The flags of gaps seen before, for the few that are in every text."""

    def __missing__(self, gap: str) -> int:
        if len(self) >= _MOST_GAPS:
            self.clear()
        found = self[gap] = marks.flags(gap)
        return found


_MOST_GAPS = 4096
_FIRST_WORDS = 60
"""Words in which the first sentences mostly end."""
_LEFT_OVER = frozenset(("t", "s", "m", "re", "ve", "ll"))
"""What is left of *don't*, *it's* … where a blank stands for the apostrophe."""
_FLAGS = _Flags()


class Document:
    """A text as words, lazily cut into blocks and sentences. Offsets are characters of the untouched source."""

    __slots__ = ("__dict__", "_readings", "words")

    def __init__(self, words: Words) -> None:
        self.words = words
        self._readings: dict[tuple[int, int], Reading] = {}

    @cached_property
    def gaps(self) -> list[str]:
        """What stands before each word, and after the last: one more than there are words."""
        source, words = self.words.source, self.words
        starts = [*words.starts, len(source)]
        ends = [0, *words.ends]
        gaps = [source[end:start] for start, end in zip(starts, ends, strict=True)]
        if "\\n" in source:
            gaps = [gap.replace("\\n", " \n") for gap in gaps]
        return gaps

    @cached_property
    def flags(self) -> list[int]:
        """The marks in each gap, as flags of ``medrules.text.sentences``."""
        return list(map(_FLAGS.__getitem__, self.gaps))

    @cached_property
    def forms(self) -> list[str]:
        """The words as their cues are written: ``dont`` is ``don't``."""
        spelled, forms = plain_spellings(), self.words.forms
        if not spelled.keys().isdisjoint(forms):
            forms = [spelled.get(form, form) for form in forms]
        return forms if _LEFT_OVER.isdisjoint(forms) else self._rejoined(forms)

    def _rejoined(self, forms: list[str]) -> list[str]:
        """An apostrophe that became a blank (``don t``, ``it s``): the two words are what they stand for."""
        spelled, found = parted_spellings(), list(forms)
        for at in range(1, len(forms)):
            pair = spelled.get((forms[at - 1], forms[at]))
            if pair is not None and self.gaps[at] == " ":
                found[at - 1 : at + 1] = pair
        return found

    @cached_property
    def beginning(self) -> Document:
        """The text to the end of a line behind its first words: sentences begin in it as in the whole text."""
        words = self.words
        if "parts" in self.__dict__:
            return self
        for at in range(_FIRST_WORDS, len(words.forms)):
            if "\n" in words.source[words.ends[at - 1] : words.starts[at]]:
                source = words.source[: words.starts[at]]
                return Document(Words(source, words.forms[:at], words.starts[:at], words.ends[:at]))
        return self

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks in order."""
        return find_blocks(self.words, self.gaps)

    @cached_property
    def parents(self) -> list[int]:
        """For each block the one it stands under, -1 for none."""
        return find_parents(self.words, self.blocks)

    @cached_property
    def parts(self) -> list[Sentence]:
        """The sentences as positions of words."""
        parts: list[Sentence] = []
        marked = [index for index, found in enumerate(self.flags) if found & _MAY_END]
        place = 0
        for number, block in enumerate(self.blocks):
            first = block.first
            while place < len(marked) and marked[place] <= block.first:
                place += 1
            while place < len(marked) and marked[place] < block.last:
                index = marked[place]
                place += 1
                if self._ends_at(index, block):
                    first = self._cut_up(parts, first, index, number)
                    parts.append(Sentence(first, index, number))
                    first = index
            first = self._cut_up(parts, first, block.last, number)
            parts.append(Sentence(first, block.last, number))
        return parts

    def _cut_up(self, parts: list[Sentence], first: int, last: int, block: int) -> int:
        """Cuts what is too long for one sentence, never right behind a full stop; where the rest begins."""
        at = first + LONGEST_SENTENCE
        while at < last:
            if not self.flags[at] & marks.ENDS:
                parts.append(Sentence(first, at, block))
                first, at = at, at + LONGEST_SENTENCE - 1
            at += 1
        return first

    def _ends_at(self, index: int, block: Block) -> bool:
        """Whether a sentence of the block ends before this word."""
        found, gaps, words = self.flags[index], self.gaps, self.words
        before = words.forms[index - 1]
        if not found & marks.ENDS or (index == block.first + 1 and self._is_number(before, block)):
            return bool(found & marks.CELL) and block.kind == "row"
        initials = index >= 2 and gaps[index - 1].startswith(".") and len(gaps[index - 1]) == 1
        after = words.source[words.starts[index] : words.ends[index]]
        return marks.ends_sentence(gaps[index], found, before, after, initials)

    @staticmethod
    def _is_number(form: str, block: Block) -> bool:
        """Whether a heading's first word is its number (``# 3. Plan``)."""
        return block.kind == "heading" and form.isdigit()

    @cached_property
    def firsts(self) -> list[int]:
        """The first word of each sentence."""
        return [part.first for part in self.parts]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences as character spans, from the first to the last word and its closing marks."""
        starts, ends, gaps = self.words.starts, self.words.ends, self.gaps
        spans = []
        for first, last, _ in self.parts:
            tail = gaps[last]
            closing = len(tail) - len(tail.lstrip("*_.!?…)]\"”'’"))
            spans.append((starts[first], min(ends[last - 1] + closing, len(self.words.source))))
        return spans

    def word_at(self, position: int) -> int:
        """The word that holds this character, else the next one (else the last)."""
        index = bisect_right(self.words.starts, position) - 1
        if index < 0 or (position >= self.words.ends[index] and index + 1 < len(self.words.starts)):
            index += 1
        return index

    def part_of(self, word: int) -> int:
        """The sentence of a word."""
        return max(bisect_right(self.firsts, word) - 1, 0)

    def sentence(self, position: int) -> int:
        """The sentence at this character; a position between two belongs to the later one."""
        return self.part_of(self.word_at(position)) if self.words.forms else 0

    @cached_property
    def tables(self) -> TableIndex:
        """Where the cells of the tables stand."""
        return TableIndex(self)

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings with what each of them heads."""
        heads = [block for block in self.blocks if block.kind == "heading"]
        size = len(self.words.source)
        found = []
        following: dict[int, int] = {}  # where the next heading of each level begins
        for block in reversed(heads):
            stop = min((at for level, at in following.items() if level <= block.level), default=size)
            text = self.words.source[block.start : block.end]
            found.append(Heading(text, block.start, block.end, block.level, block.end, stop))
            following[block.level] = block.start
        return found[::-1]

    def section(self, position: int) -> str | None:
        """The text of the nearest heading above this character, or None."""
        index = bisect_right(self.headings, position, key=lambda heading: heading.start) - 1
        return self.headings[index].text if index >= 0 else None

    def border(self, start: int, end: int) -> Border:
        """What the characters from start to end cross: a sentence, item, heading or cell, or perhaps one."""
        first, last = self.word_at(start), self.word_at(max(start, end - 1))
        if last <= first:
            return "none"
        if self.part_of(first) != self.part_of(last) and (crossed := self._crossing(first, last)) != "none":
            return crossed
        wrapped = any(self.flags[index] & marks.LINE for index in range(first + 1, last + 1))
        return "doubtful" if wrapped and self._is_doubtful(first, last) else "none"

    def is_border(self, word: int) -> bool:
        """Whether no phrase goes over the place before this word, where a sentence begins."""
        return self._crossing(word - 1, word) == "border"

    def _is_doubtful(self, first: int, last: int) -> bool:
        source, starts = self.words.source, self.words.starts
        breaks = [index for index in range(first + 1, last + 1) if self.flags[index] & marks.LINE]
        return any(not source[starts[index]].islower() for index in breaks)

    def _crossing(self, first: int, last: int) -> Border:
        """Two paragraphs' lines that meet without a final stop or a blank line are a doubtful border.

        Where a sentence was only too long to be read in one, there is none.
        """
        parts = self.parts[self.part_of(first) : self.part_of(last) + 1]
        crossed: Border = "none"
        for one, other in pairwise(parts):
            above, below = self.blocks[one.block], self.blocks[other.block]
            plain = above.kind == below.kind == "paragraph" and not below.blank and one.block != other.block
            cut = one.block == other.block and other.first - one.first >= LONGEST_SENTENCE
            if not (plain or cut) or self.flags[other.first] & (marks.ENDS | marks.COLON | marks.SEMICOLON):
                return "border"
            if not cut:
                crossed = "doubtful"
        return crossed

    @cached_property
    def assertion(self) -> Assertion:
        """The reader of this text's mentions."""
        return Assertion(self)

    def let_go(self) -> None:
        """Drops the reader, which holds the document in turn, so that memory is free when the document is.

        It is made anew where something is read again.
        """
        if "assertion" in self.__dict__:
            self.assertion.let_go()
            del self.assertion

    def negations(self) -> list[tuple[int, int, int, int]]:
        """The negations of the text: start and end of the cue, start and end of what it reaches, in characters."""
        starts, ends = self.words.starts, self.words.ends
        found = []
        for first, last, _ in self.parts:
            for one in find_negations(self.forms, self.flags, self.gaps, first, last):
                cue = starts[one.start], ends[one.end - 1]
                if self.words.source[cue[0] : cue[1]] == "NO":
                    continue  # nitric oxide
                found.append((*cue, starts[one.scope_start], ends[max(one.scope_end, one.end) - 1]))
        return found

    def advice(self, sentence: int) -> tuple[Strength, Cue | None]:
        """How strongly this sentence recommends something, openly or as useful, and the cue that shows it."""
        first, last, _ = self.parts[sentence]
        strength, found = sentence_advice(self.forms, self.flags, first, last)
        if found is None:
            return strength, None
        start, end = self.words.starts[found.start], self.words.ends[found.end - 1]
        return strength, Cue(self.words.source[start:end], start, end, f"{found.kind} advice")

    def condition_end(self, position: int) -> int | None:
        """Where the condition ends that goes on at this character; None where none does."""
        word = self.word_at(position)
        behind = self.assertion.behind_condition(word)
        if behind == word:
            return None
        part = self.part_of(word)
        return self.words.starts[behind] if behind < self.parts[part].last else self.sentences[part][1]

    def reading(self, start: int, end: int) -> Reading:
        """How the text uses what stands from start to end."""
        found = self._readings.get((start, end))
        if found is None:
            found = self._readings[start, end] = self.assertion.read(start, end)
        return found
