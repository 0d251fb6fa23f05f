"""What a sign-off is held against besides its own answers: clinicians' review of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from medrules.model.decision import ReviewStanding

if TYPE_CHECKING:
    from medrules.model.book import RuleBook
    from medrules.model.review import Review


def review_of(path: Path | None, answers: Iterable[Path], book: RuleBook) -> Review | None:
    """The review in a file; stops the command where it is none, or of other answers or rules."""
    if path is None:
        return None
    from medrules.cli.rulebook import stop
    from medrules.reviewing.keeping import KeyFileError, read_review
    from medrules.sources.problems import problem

    try:
        review = read_review(path)
    except KeyFileError as error:
        stop([problem("R147", path=path, why=str(error))])
    others = [
        what
        for what, files, reviewed in (
            ("answers", answers, review.answers),
            ("rules", map(Path, book.files), review.rules),
        )
        if _hashes(files) != reviewed
    ]
    if others:
        stop([problem("R150", path=path, what=" and other ".join(others))])
    return review


def _hashes(files: Iterable[Path]) -> tuple[str, ...]:
    return tuple(sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in set(files)))


def review_standing(review: Review | None) -> ReviewStanding | None:
    """What a criterion asks for of a review."""
    return None if review is None else ReviewStanding(cases=review.cases, agreement=review.agreement)
