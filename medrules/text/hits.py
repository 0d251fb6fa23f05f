"""A phrase that was found in a text."""

from __future__ import annotations

from typing import NamedTuple

from medrules.model.reading import How


class Hit(NamedTuple):
    """A phrase found. Offsets are characters of the untouched original, end exclusive."""

    group: str
    start: int
    end: int
    phrase: str
    """The phrase as written in the rule."""
    how: How
    doubtful: bool
    """The match crosses a border that may or may not be one, or a negation stands in a gap of it."""
