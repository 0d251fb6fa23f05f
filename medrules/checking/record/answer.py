"""An answer as it is held against a record: its words, and whether it speaks of this patient."""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, TypeVar

from medrules.checking.record.labels import Label, label_at
from medrules.checking.record.names import Names, Place, canonical_words
from medrules.checking.situation import Situation
from medrules.model.reading import How
from medrules.model.record import Record
from medrules.model.rule import Listed
from medrules.model.verdict import Evidence
from medrules.text.assertion_openings import FINITE
from medrules.text.document import Document
from medrules.text.sentences import COLON, COMMA, DASH, SEMICOLON

Thing = TypeVar("Thing")
Forms = tuple[str, ...]
_OPENING = 40
"""Characters of bullets and numbers before the first word of a line."""
_ROW = 60
"""Words of a row of a table to either side of one."""


@cache
def cues(kind: str) -> frozenset[Forms]:
    """The cues of a kind, each as its words."""
    text = files("medrules.checking.record").joinpath("vocabulary", "said.toml").read_text(encoding="utf-8")
    return frozenset(tuple(cue.replace("-", " ").split()) for cue in tomllib.loads(text)[kind])


@cache
def _openings(kind: str) -> dict[str, int]:
    """The first words of the cues of a kind, with the length of the longest that begins so."""
    found: dict[str, int] = {}
    for cue in cues(kind):
        found[cue[0]] = max(len(cue), found.get(cue[0], 0))
    return found


class Answer:
    """One answer and what the case states besides the record."""

    def __init__(self, situation: Situation, record: Record) -> None:
        self.text = situation.output
        self.record = record
        self._asked = situation.input.document if situation.input is not None else None
        self._told: dict[str, bool] = {}
        self._found: dict[int, tuple[Names[Any], list[Place[Any]]]] = {}
        """By the identity of the names, which are kept so that it stays theirs."""

    @property
    def document(self) -> Document:
        """The answer."""
        return self.text.document

    @cached_property
    def keys(self) -> list[str]:
        """The canonical word of each word."""
        return canonical_words(self.document)

    @cached_property
    def _asked_keys(self) -> list[str]:
        return canonical_words(self._asked) if self._asked is not None else []

    def find(self, names: Names[Thing]) -> list[Place[Thing]]:
        """Every name in the answer; found once for each set of names."""
        kept = self._found.get(id(names))
        if kept is None:
            kept = self._found[id(names)] = (names, names.find(self.document, self.keys))
        return kept[1]

    def was_told(self, thing: str, names: Names[Any]) -> bool:
        """Whether the input itself names a thing by one of its names: then the answer did not invent it."""
        if self._asked is None:
            return False
        if thing not in self._told:
            self._told[thing] = bool(names.find(self._asked, self._asked_keys))
        return self._told[thing]

    def evidence(self, place: Place[Thing], phrase: str) -> Evidence:
        """A name found, with its reading."""
        words = self.document.words
        start, end = words.starts[place.first], words.ends[place.last - 1]
        how: How = "corrected" if place.corrected else "exact"
        reading = self.document.reading(start, end)
        return Evidence("output", start, end, words.source[start:end], phrase, how, reading)

    def quote(self, first: int, last: int, phrase: str) -> Evidence:
        """The words from ``first`` to ``last`` (exclusive) as evidence."""
        words = self.document.words
        start, end = words.starts[first], words.ends[last - 1]
        reading = self.document.reading(start, end)
        return Evidence("output", start, end, words.source[start:end], phrase, "exact", reading)

    def label(self, word: int) -> Label | None:
        """The label that lists what a word names, where it stands in the list and not in a sentence below it."""
        document = self.document
        start = document.words.starts[word]
        found = self._label_at(word)
        if found is None or found.inline:
            return found
        block = document.blocks[document.parts[document.part_of(word)].block]
        if block.kind in ("item", "row"):
            return found
        source = document.words.source
        before = source[max(self._line(start), start - _OPENING) : start]
        return found if len(before.split()) <= 1 else None

    def _label_at(self, word: int) -> Label | None:
        start = self.document.words.starts[word]
        return label_at(self.document, start, self._line(start))

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        source = self.document.words.source
        return [0, *(at + 1 for at, char in enumerate(source) if char == "\n")]

    def _line(self, position: int) -> int:
        """Where the line of a character begins."""
        return self._lines[bisect_right(self._lines, position) - 1]

    def sentence(self, word: int) -> tuple[int, int]:
        """The words of the sentence of a word; of a table its whole row."""
        document = self.document
        part = document.parts[document.part_of(word)]
        block = document.blocks[part.block]
        if block.kind != "row":
            return part.first, part.last
        return max(block.first, word - _ROW), min(block.last, word + _ROW)

    def clause(self, word: int) -> tuple[int, int]:
        """The words between the semicolons, dashes and *but* around a word, in its sentence."""
        first, last = self.sentence(word)
        flags, forms = self.document.flags, self.document.forms
        low = next((at for at in range(word, first, -1) if self._parts(flags[at], forms[at])), first)
        high = next((at for at in range(word + 1, last) if self._parts(flags[at], forms[at])), last)
        return low, high

    @staticmethod
    def _parts(flag: int, form: str) -> bool:
        return bool(flag & (SEMICOLON | DASH)) or form in ("but", "however", "although")

    def has_comma(self, first: int, last: int) -> bool:
        """Whether a comma stands before one of the words after ``first``, up to ``last``."""
        return any(self.document.flags[at] & COMMA for at in range(first + 1, last + 1))

    def cue(self, kind: str, first: int, last: int) -> int | None:
        """The first word from ``first`` to ``last`` (exclusive) at which a cue of this kind begins."""
        forms, openings = self.document.forms, _openings(kind)
        for at in range(max(first, 0), last):
            if forms[at] in openings and self._cue_length(kind, at, last):
                return at
        return None

    def denials(self, field: Listed) -> Iterator[tuple[int, int]]:
        """The words that say that the patient has none of a field: ``NKDA``, ``Medications: none``."""
        forms, starts, ends = self.document.forms, self.document.words.starts, self.document.words.ends
        openings = _openings(f"no-{field}").keys() | _openings("none").keys()
        for at in [place for place, form in enumerate(forms) if form in openings]:
            length = self._cue_length(f"no-{field}", at, len(forms)) or self._none_listed(field, at)
            if not length or (at and forms[at - 1] in ("other", "had", "if")):
                continue
            reading = self.document.reading(starts[at], ends[at + length - 1])
            asserted = reading.act == "statement" and reading.condition == "unconditional"
            alone = self.opens_line(at) or self._label_at(at) is not None or self.of_patient(at)
            if asserted and alone and reading.experiencer != "other":
                yield at, at + length

    def _cue_length(self, kind: str, at: int, last: int) -> int:
        """How many words the longest cue of a kind has that begins here and ends before ``last``; 0: none does."""
        forms, wanted = self.document.forms, cues(kind)
        longest = min(_openings(kind).get(forms[at], 0), last - at)
        return next((n for n in range(longest, 0, -1) if tuple(forms[at : at + n]) in wanted), 0)

    def _none_listed(self, field: Listed, at: int) -> int:
        """``none`` alone behind or under a label."""
        length = self._cue_length("none", at, len(self.document.forms))
        if not length:
            return 0
        first, last = self.sentence(at)
        label = self._label_at(at)
        if label is None or label.field != field or label.status != "current":
            return 0
        alone = at + length == min(last, self.line_end(at)) and (label.inline or at == first)
        return length if alone else 0

    def opens_line(self, word: int) -> bool:
        """Whether nothing but bullets and numbers stands before a word in its line."""
        source, start = self.document.words.source, self.document.words.starts[word]
        line = self._line(start)
        return start - line <= _OPENING and not source[line:start].strip("-*•_#> \t0123456789.)|")

    def of_patient(self, word: int) -> bool:
        """Whether the sentence of a word speaks of *you*, *the patient*, *a 72-year-old woman*."""
        first, last = self.sentence(word)
        return self.cue("spoken-of", first, last) is not None or any(map(self._is_aged, range(first + 1, last)))

    def _is_aged(self, at: int) -> bool:
        """``71F``, ``4M``: an age and a sex in the shorthand of notes."""
        age = self.document.forms[at - 1]
        short = self.document.forms[at] in ("f", "m") and not self.document.gaps[at]
        return short and age.isdecimal() and len(age) <= 3

    def is_entry(self, place: Place[Any]) -> bool:
        """Whether a name stands in an entry of a list, and not in a sentence about it."""
        first, last = self.sentence(place.first)
        return FINITE.isdisjoint(self.document.forms[first : min(last, self.line_end(place.first))])

    def entry(self, place: Place[Any]) -> tuple[int, int]:
        """The words of the entry of a list that a name stands in: its line, in a line of several its part."""
        first, last = self.sentence(place.first)
        last = min(last, self.line_end(place.first))
        label = self.label(place.first)
        if label is None or not label.inline:
            return first, last
        flags = self.document.flags
        low = next((at for at in range(place.first, first, -1) if flags[at] & (COMMA | SEMICOLON | COLON)), first)
        high = next((at for at in range(place.last, last) if flags[at] & (COMMA | SEMICOLON)), last)
        return low, high

    def line_end(self, word: int) -> int:
        """The first word after the line of a word."""
        words, lines = self.document.words, self._lines
        following = bisect_right(lines, words.ends[word] - 1)
        return bisect_left(words.starts, lines[following]) if following < len(lines) else len(words.forms)
