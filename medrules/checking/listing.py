"""Chooses the list that an obligation on diagnoses or orders is about, and finds what stands in it as an item."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medrules.checking.situation import Text
from medrules.checking.strength import FULL, NONE, WEAK
from medrules.model.verdict import Evidence
from medrules.text.hits import Hit
from medrules.text.lists import Item, Listing


class Entry(NamedTuple):
    """An item of the chosen list, with what of the wanted stands in its name."""

    item: Item
    listing: Listing
    hits: tuple[Hit, ...]

    @property
    def removed(self) -> bool:
        """It is there as something that is ruled out."""
        return self.item.ruled_out or self.listing.subject.rank == "ruled out"

    def level(self, text: Text, group: str | None = None) -> int:
        """How strong the evidence is that the item lists something of this group (None: of any)."""
        if self.removed:
            return NONE
        return max((_level(text, hit) for hit in self.hits if group in (None, hit.group)), default=NONE)


class Chosen(NamedTuple):
    """The items of the list or lists that are meant, in the order of the text; none: there is no such list."""

    entries: tuple[Entry, ...]
    known: bool
    """A heading or lead-in speaks of it, or something wanted stands in it."""


def _level(text: Text, hit: Hit) -> int:
    reading = text.document.reading(hit.start, hit.end)
    if reading.polarity == "negated" or reading.act == "advice against":
        return NONE
    return WEAK if hit.doubtful or hit.how == "corrected" else FULL


def choose(text: Text, groups: Sequence[str]) -> Chosen:
    """The list that is meant; of a conversation that of the last answer whose list holds anything wanted.

    Args:
        text: the answer, or all answers of a conversation.
        groups: what is wanted.
    """
    by_answer: dict[int, list[Listing]] = defaultdict(list)
    for listing in text.lists:
        by_answer[text.answer_at(listing.start)].append(listing)
    wanted = _Wanted(text, groups)
    for _, listings in sorted(by_answer.items(), reverse=True):
        chosen = _choose(wanted, listings)
        if len(by_answer) == 1 or any(entry.hits for entry in chosen.entries):
            return chosen
    return _choose(wanted, text.lists)


def _choose(wanted: _Wanted, lists: Sequence[Listing]) -> Chosen:
    """The lists whose heading or lead-in speaks of diagnoses or of orders, whichever hold more of the wanted.

    Where none of those holds any, the list that holds most of the wanted; where none does, those of diagnoses,
    else those of orders.
    """
    top = [listing for listing in lists if listing.under is None or listing.subject.about]
    spoken = {about: [one for one in top if one.subject.about == about] for about in ("diagnoses", "orders")}
    held = {about: sum(wanted.count(one) for one in listings) for about, listings in spoken.items()}
    about = max(spoken, key=lambda one: held[one])
    if held[about]:
        return Chosen(tuple(wanted.entries(spoken[about])), known=True)
    best = max(lists, key=wanted.count, default=None)
    if best is not None and wanted.count(best):
        return Chosen(tuple(wanted.entries([best])), known=True)
    for listings in spoken.values():
        if listings:
            return Chosen(tuple(wanted.entries(listings)), known=True)
    return Chosen((), known=bool(lists))


class _Wanted:
    """Where the wanted stands in the text, by position."""

    def __init__(self, text: Text, groups: Sequence[str]) -> None:
        self._hits = sorted(
            (hit for group in dict.fromkeys(groups) for hit in text.hits(group)),
            key=lambda hit: (hit.start, hit.end),
        )
        self._starts = [hit.start for hit in self._hits]
        self._longest = max((hit.end - hit.start for hit in self._hits), default=0)
        self._under: dict[int, list[Listing]] = defaultdict(list)
        for listing in text.lists:
            if listing.under is not None:
                self._under[listing.under].append(listing)
        self._counted: dict[int, int] = {}

    def within(self, item: Item) -> tuple[Hit, ...]:
        """The hits that touch the name of an item."""
        first = bisect_left(self._starts, item.name_start - self._longest)
        last = bisect_left(self._starts, item.name_end)
        return tuple(hit for hit in self._hits[first:last] if hit.end > item.name_start)

    def count(self, listing: Listing) -> int:
        """How many items of a list, or of the lists right under its items, name something wanted."""
        if id(listing) not in self._counted:
            self._counted[id(listing)] = sum(1 for entry in self.entries([listing]) if entry.hits)
        return self._counted[id(listing)]

    def entries(self, listings: Sequence[Listing]) -> Iterator[Entry]:
        """The items; one that names nothing wanted, over a list of its own that does, gives way to that list."""
        for listing in listings:
            for item in listing.items:
                hits = self.within(item)
                below = [] if hits else self._below(item)
                if any(entry.hits for entry in below):
                    yield from below
                else:
                    yield Entry(item, listing, hits)

    def _below(self, item: Item) -> list[Entry]:
        return [
            Entry(one, listing, self.within(one)) for listing in self._under[item.start] for one in listing.items
        ]


def item_evidence(text: Text, entry: Entry, what: str) -> Evidence:
    """The name of an item as evidence."""
    start, end = entry.item.name_start, entry.item.name_end
    return Evidence("output", start, end, text.document.words.source[start:end], what, "exact")
