"""Several answers of one conversation: where each stands, what a later one takes back, what care they advise."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from medrules.checking.strength import counts
from medrules.model.case import ANSWERING, Sample
from medrules.model.reading import Reading
from medrules.model.rule import Verb
from medrules.model.verdict import Evidence
from medrules.text.conversation import Conversation
from medrules.text.hits import Hit
from medrules.text.taking_back import content_words, find_taking_back

_MOST_COMPARED = 50
"""Wordings of what later answers turn round, and sentences that take back, that are compared with one mention."""
_MAY_TURN: tuple[Verb, ...] = ("say", "advise", "advise against")


def answer_spans(sample: Sample) -> list[tuple[int, int]]:
    """Where each answer of a conversation stands in the output; none where the output is one answer."""
    texts = [turn.text for turn in sample.messages if turn.role in ANSWERING]
    if len(texts) < 2 or "\n\n".join(texts) != sample.output:
        return []
    spans, at = [], 0
    for text in texts:
        spans.append((at, at + len(text)))
        at += len(text) + 2
    return spans


class TakenBack(NamedTuple):
    """What a later answer does to a mention of an earlier one."""

    sure: bool
    """False: it takes something back and does not say what."""
    by: Evidence


class _Turned(NamedTuple):
    """A later mention that turns round what an earlier one says."""

    words: frozenset[str]
    answer: int
    hit: Hit


class _Sentence(NamedTuple):
    """A sentence that takes something back. Offsets are those of the whole text."""

    answer: int
    start: int
    end: int
    about: frozenset[str]
    vague: bool


class Turns:
    """The answers of one conversation and what was found in them.

    Args:
        document: the answers as one text.
        hits: what was found, by group, in the order of the text.
    """

    def __init__(self, document: Conversation, hits: Callable[[str], Sequence[Hit]]) -> None:
        self._document = document
        self._hits = hits
        self._turned: dict[tuple[str, Verb], list[_Turned]] = {}

    def taken_back(self, hit: Hit, verb: Verb) -> TakenBack | None:
        """Whether a later answer takes back what stands here; only what is said or advised can be."""
        answer = self._document.answer_at(hit.start)
        if verb not in _MAY_TURN or answer == len(self._document.answers) - 1:
            return None
        words = self._words(hit)
        for turned in self._turned_by(hit.group, verb):
            if turned.answer > answer and _same(turned.words, words):
                return TakenBack(True, self._shown(turned.hit.start, turned.hit.end))
        return self._taken_by_words(answer, words)

    def _taken_by_words(self, answer: int, words: frozenset[str]) -> TakenBack | None:
        vague = None
        for sentence in self._sentences:
            if sentence.answer <= answer:
                continue
            if 2 * len(words & sentence.about) > len(words):
                return TakenBack(True, self._shown(sentence.start, sentence.end))
            if sentence.vague and sentence.answer == answer + 1:
                vague = vague or TakenBack(False, self._shown(sentence.start, sentence.end))
        return vague

    def _turned_by(self, group: str, verb: Verb) -> list[_Turned]:
        key = (group, verb)
        if key not in self._turned:
            found: dict[frozenset[str], _Turned] = {}
            for hit in reversed(self._hits(group)):
                if len(found) == _MOST_COMPARED:
                    break
                if is_turned(self._document.reading(hit.start, hit.end), verb):
                    words = self._words(hit)
                    found.setdefault(words, _Turned(words, self._document.answer_at(hit.start), hit))
            self._turned[key] = list(found.values())
        return self._turned[key]

    @cached_property
    def _sentences(self) -> list[_Sentence]:
        return [
            _Sentence(number, one.start + answer.start, one.end + answer.start, one.about, one.vague)
            for number, answer in enumerate(self._document.answers)
            if number
            for one in find_taking_back(answer.document)
        ][-_MOST_COMPARED:]

    def _words(self, hit: Hit) -> frozenset[str]:
        words = self._document.words
        first, last = bisect_left(words.starts, hit.start), bisect_left(words.starts, hit.end)
        return content_words(words.forms[first:last])

    def _shown(self, start: int, end: int) -> Evidence:
        text = self._document.words.source[start:end]
        return Evidence("output", start, end, text, "taken back", "exact")


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def is_turned(reading: Reading, verb: Verb) -> bool:
    """Whether a mention that reads so says the opposite of what an earlier one said or advised."""
    if reading.act in ("question", "quotation") or reading.experiencer == "other":
        return False
    if verb == "advise against":
        return counts("advise", reading)
    return reading.act == "advice against" or reading.polarity == "negated"
