"""Finds how often or how long something is done, and orders without a verb (``Bed rest for two days.``)."""

from __future__ import annotations

from functools import cache

from medrules.text import sentences as marks
from medrules.text.assertion_openings import FINITE, PREPOSITIONS, VERBS
from medrules.text.cues import Found, Node, compile_cues, longest, read_sections, words_of

_LEAD = 5
"""Words: so many may stand before the head of what is ordered (``A small amount of …``)."""
_NOT_ORDERED = words_of("notes.txt", "openers") | frozenset(("history", "since", "taken", "given", "took", "used"))


@cache
def _terms() -> Node:
    return compile_cues(read_sections("regimens.txt"))


def find_regimen(forms: list[str], flags: list[int], first: int, last: int) -> Found | None:
    """The first term of how often or how long among words ``first`` to ``last``."""
    root = _terms().next
    for at in range(first, last):
        node = root.get(forms[at])
        match = longest(node, forms, flags, at + 1, last) if node is not None else None
        if match is not None:
            return Found(at, match[0], "advice regimen")
    return None


def verbless_order(
    forms: list[str], flags: list[int], first: int, last: int, span: tuple[int, int]
) -> Found | None:
    """The regimen by which a sentence without a verb, which begins with the mention, orders it."""
    low = next((at for at in range(span[0], first, -1) if flags[at] & (marks.COLON | marks.SEMICOLON)), first)
    high = next((at for at in range(span[1] + 1, last) if flags[at] & marks.SEMICOLON), last)
    lead = forms[low : span[0]]
    if len(lead) > _LEAD or not PREPOSITIONS.isdisjoint(lead) or not VERBS.isdisjoint(lead):
        return None
    words = forms[low:high]
    if not FINITE.isdisjoint(words) or not _NOT_ORDERED.isdisjoint(forms[first:high]):
        return None
    return find_regimen(forms, flags, span[1] + 1, high)
