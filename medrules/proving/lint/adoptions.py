"""Adoptions that adopt nothing: of what is not there, past their review, without a hash, or of another text."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.language.adopting import adopted_hashes
from medrules.language.desk import did_you_mean
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned
from medrules.scoring.approvals import in_force


def check(subject: Subject) -> Iterator[Warned]:
    """Each adoption of the files; one whose date is none is told when the files are read."""
    around = subject.around
    if around is None:
        return
    for found in in_force(around, subject.today, adopted_hashes(around)).adoptions:
        adoption = found.adoption
        if not subject.owns(adoption.location):
            continue
        if found.standing == "not loaded":
            titles = {pack.title for pack in around.packs if pack.title != _own(subject, adoption.location.file)}
            known = {rule.id for rule in around.rules} if adoption.subject == "rule" else titles
            hint = did_you_mean(adoption.name, known, "write the title of a pack, or the id of a rule")
            message = f"These files and the shipped packs have no {adoption.subject} “{adoption.name}” with rules"
            yield warned("L408", message, adoption.location, hint)
        elif adoption.text is None:
            hint = "run medrules format on this file: it fills in the hash of the text as it is now"
            message = "The adoption does not hold the hash of what it adopts, so it adopts nothing"
            yield warned("L410", message, adoption.location, hint)
        elif found.standing == "lapsed" and adoption.review_by is not None:
            hint = "have it approved anew: take 'text …' out, set the dates and the version, run medrules format"
            yield warned("L409", f"The adoption has lapsed: {found.reason}", adoption.location, hint)


def _own(subject: Subject, file: str) -> str | None:
    return next((pack.title for pack in subject.book.packs if pack.file == file), None)
