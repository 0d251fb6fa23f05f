"""What was found in one text: matches of patterns from the anchors that call for them, the smallest of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from medrules.text.scan_compile import Called
from medrules.text.scan_patterns import CORRECTED, Ends

if TYPE_CHECKING:
    from medrules.text.scan import View

Span = tuple[int, int, int]
"""First word, word after the last, how."""


class Match:
    """By term, the ends of matches by their start."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.found: dict[int, dict[int, Ends]] = defaultdict(dict)
        self._tried: set[tuple[int, int]] = set()

    def try_at(self, called: Iterable[Called], anchor: int) -> list[int]:
        """Matches the patterns that the anchor at this word calls for, from every place where they may begin.

        Returns the terms of which matches were found that were not known.
        """
        more: list[int] = []
        view = self.view
        atoms, tried = view.atoms, self._tried
        for number, nearest, farthest, term, steps, first in called:
            for start in range(max(0, anchor - farthest), anchor - nearest + 1):
                if first is not None and atoms[start] not in first:
                    others = view.others
                    if start not in others or first.isdisjoint(others[start]):
                        continue
                if (number, start) in tried:
                    continue
                tried.add((number, start))
                ends = steps.ends(view, start)
                if ends:
                    places = self.found[term]
                    places[start] = _best(places[start], ends) if start in places else ends
                    more.append(term)
        return more


def _best(one: Ends, other: Ends) -> Ends:
    return {end: min(one.get(end, CORRECTED), other.get(end, CORRECTED)) for end in {**one, **other}}


def smallest(spans: Mapping[int, Ends]) -> list[Span]:
    """The matches that hold no other match, unless that one is only a corrected slip; in the order of the text."""
    if len(spans) == 1:
        ((start, ends),) = spans.items()
        if len(ends) == 1:
            ((end, how),) = ends.items()
            return [(start, end, how)]
    kept: list[Span] = []
    sure = perhaps = 1 << 62
    for start in sorted(spans, reverse=True):
        for end, how in sorted(spans[start].items()):
            if not (sure <= end or (how == CORRECTED and perhaps <= end)):
                kept.append((start, end, how))
            perhaps = min(perhaps, end)
            if how != CORRECTED:
                sure = min(sure, end)
    return kept[::-1]
