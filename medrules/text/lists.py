"""Finds the lists of a text with their items in order: as lines, in a sentence, in a table, as headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from medrules.text.document import Document
    from medrules.text.lists_words import Subject

Kind = Literal["numbered", "bulleted", "sentence", "table", "headings"]


class Item(NamedTuple):
    """One thing that is listed. Offsets are characters of the untouched original, ends exclusive."""

    start: int
    end: int
    """With all that stands under it."""
    name_start: int
    name_end: int
    """The words that name it: of ``Angina – worse on effort`` only *Angina*."""
    ruled_out: bool
    """Its own words say that it is ruled out."""


class Listing(NamedTuple):
    """One list of a text."""

    kind: Kind
    items: tuple[Item, ...]
    ordered: bool
    """Its numbers, or the words over it, say that the first comes first."""
    subject: Subject
    """What its heading or lead-in says of it."""
    under: int | None
    """Where the item of another list begins that it stands under."""

    @property
    def start(self) -> int:
        """Where its first item begins."""
        return self.items[0].start


def find_lists(document: Document) -> list[Listing]:
    """The lists of a text in the order in which they begin."""
    from medrules.text.lists_blocks import find_block_lists
    from medrules.text.lists_sentences import find_sentence_lists
    from medrules.text.lists_tables import find_tables

    if not document.words.forms:
        return []
    written, taken = find_sentence_lists(document)
    found = [*find_block_lists(document, taken), *find_tables(document), *written]
    return sorted(found, key=lambda listing: (listing.start, -listing.items[-1].end))


def moved_listing(listing: Listing, by: int) -> Listing:
    """The list so many characters further on."""
    items = tuple(
        item._replace(
            start=item.start + by,
            end=item.end + by,
            name_start=item.name_start + by,
            name_end=item.name_end + by,
        )
        for item in listing.items
    )
    return listing._replace(items=items, under=listing.under + by if listing.under is not None else None)
