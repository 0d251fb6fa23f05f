"""Packs whose review is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned


def check(subject: Subject) -> Iterator[Warned]:
    """``review by`` a date that is past."""
    for pack in subject.book.packs:
        if pack.review_by is not None and pack.review_by < subject.today and subject.owns(pack.location):
            message = f"The pack '{pack.title}' was to be reviewed by {pack.review_by.isoformat()}"
            yield warned("L402", message, pack.location, "have it reviewed, then set the date of the next review")
