"""The documents of a record: which of them still hold, and where one speaks of something."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from medrules.checking.record.names import Names
from medrules.model.record import Document, Record
from medrules.text.document import Document as Read
from medrules.text.words import split

Thing = TypeVar("Thing")


class InDocument(NamedTuple):
    """Where a document speaks of something."""

    status: Literal["current", "outdated"]
    quote: str


def is_outdated(document: Document, record: Record) -> bool:
    """Marked as such, or replaced by a later document of the same title."""
    if document.status == "outdated":
        return True
    if document.date is None:
        return False
    return any(
        other.title.casefold() == document.title.casefold() and (other.date or "") > document.date
        for other in record.documents or ()
    )


def search(record: Record, names: Names[Thing]) -> InDocument | None:
    """The sentence that speaks of one of these names, of a document that still holds before one that does not."""
    found = list(_found(record, names))
    return next((one for one in found if one.status == "current"), found[0] if found else None)


@lru_cache(maxsize=256)
def _read(text: str) -> Read:
    return Read(split(text))


def _found(record: Record, names: Names[Thing]) -> Iterator[InDocument]:
    for document in record.documents or ():
        read = _read(document.text)
        places = names.find(read)
        if places:
            start, end = read.sentences[read.part_of(places[0].first)]
            status: Literal["current", "outdated"] = "outdated" if is_outdated(document, record) else "current"
            date = f" of {document.date}" if document.date else ""
            yield InDocument(status, f"{document.title}{date}: {document.text[start:end]}")
