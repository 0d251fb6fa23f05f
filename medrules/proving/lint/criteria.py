"""Criteria of a sign-off that chance alone could meet."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.signoff import HarmAtMost, RateAtMost
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned


def check(subject: Subject) -> Iterator[Warned]:
    """Limits on a figure that state no confidence."""
    for block in subject.book.signoffs:
        for criterion in block.criteria:
            if isinstance(criterion, HarmAtMost | RateAtMost) and criterion.confidence is None:
                message = f"'{criterion.text}' states no confidence, so a run of few cases could meet it by chance"
                hint = f"write: require {criterion.text} with 95% confidence"
                yield warned("L401", message, criterion.location, hint)
