"""Ratings of hazards in words that the matrix does not know."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.risk import Axis, known, scale
from medrules.proving.lint.catalogue import warned
from medrules.proving.lint.subject import Subject, Warned


def check(subject: Subject) -> Iterator[Warned]:
    """The severity and likelihood of each hazard, before and with its control."""
    for hazard in subject.book.hazards.values():
        stated: tuple[tuple[str, Axis, str | None], ...] = (
            ("initial", "severity", hazard.initial_severity),
            ("initial", "likelihood", hazard.initial_likelihood),
            ("residual", "severity", hazard.residual_severity),
            ("residual", "likelihood", hazard.residual_likelihood),
        )
        for slot, axis, word in stated:
            if word is not None and known(axis, word) is None and subject.owns(hazard.location):
                names = getattr(scale(), axis)
                message = f"The {slot} {axis} “{word}” is none of the matrix, so the hazard is not rated"
                yield warned("L104", message, hazard.location, f"write one of: {', '.join(names)}")
