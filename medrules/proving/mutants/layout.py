"""The same words in another layout: what the kinds of change that keep every word have in common."""

from __future__ import annotations

import re

from medrules.proving.mutants.mutant import Expectation
from medrules.proving.mutants.subject import Subject

_MARKED = re.compile(r"[\n|*_`#<>\\]")


def same(subject: Subject) -> tuple[Expectation, ...]:
    """Every obligation keeps its verdict."""
    return tuple(Expectation(verdict.obligation, (verdict.verdict,)) for verdict in subject.verdicts)


def plain_sentences(subject: Subject) -> list[str]:
    """The sentences of an answer that is one plain paragraph; empty where it is not."""
    text = subject.text
    if _MARKED.search(text):
        return []
    starts = [0, *(start for start, _ in subject.document.sentences[1:])]
    cut = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [] if any(sentence.endswith(":") for sentence in cut) else cut
