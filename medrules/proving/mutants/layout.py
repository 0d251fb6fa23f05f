"""The same words in another layout: what the kinds of change that keep every word have in common."""

from __future__ import annotations

import re

from medrules.model.rule import (
    MustInclude,
    MustList,
    MustListNothingBeyond,
    MustRank,
    MustReadAt,
    MustSay,
    MustStayUnder,
    Obligation,
    Placement,
    Says,
)
from medrules.proving.lint.walking import clauses
from medrules.proving.mutants.mutant import Expectation
from medrules.proving.mutants.subject import Subject

_MARKED = re.compile(r"[\n|*_`#<>\\]")
_ABOUT_LAYOUT = (MustInclude, MustList, MustListNothingBeyond, MustRank, MustReadAt, MustStayUnder)
"""Obligations on headings, lists, length and reading: another layout may rightly change them."""


def same(subject: Subject) -> tuple[Expectation, ...]:
    """Every obligation on what is said keeps its verdict; none where a place in the text decides."""
    if any(_placed(each.placement) for each in clauses(subject.rule.when) if isinstance(each, Says)):
        return ()
    return tuple(
        Expectation(verdict.obligation, (verdict.verdict,))
        for verdict in subject.verdicts
        if not _about_layout(subject.obligations[verdict.obligation])
    )


def _about_layout(obligation: Obligation) -> bool:
    said = [each.placement for each in clauses(obligation.unless) if isinstance(each, Says)]
    placements = [*said, *([obligation.placement] if isinstance(obligation, MustSay) else [])]
    return isinstance(obligation, _ABOUT_LAYOUT) or any(map(_placed, placements))


def _placed(placement: Placement) -> bool:
    """Whether a heading, which is a section and perhaps a first sentence, could rightly matter."""
    return placement.section is not None or placement.first_sentences is not None


def plain_sentences(subject: Subject) -> list[str]:
    """The sentences of an answer that is one plain paragraph; empty where it is not."""
    text = subject.text
    if _MARKED.search(text):
        return []
    starts = [0, *(start for start, _ in subject.document.sentences[1:])]
    cut = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [] if any(sentence.endswith(":") for sentence in cut) else cut
