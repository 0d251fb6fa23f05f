"""What the checks look at, what they find, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from medrules.language.parsing import Parsed
from medrules.model.book import RuleBook
from medrules.model.problem import Location, Problem


class Fix(NamedTuple):
    """A change of a file that cannot harm: an item of a list is taken out, or characters are replaced."""

    kind: Literal["take out", "replace"]
    location: Location
    text: str = ""


class Warned(NamedTuple):
    """One warning, with its fix where one is safe."""

    problem: Problem
    fix: Fix | None = None


@dataclass(frozen=True)
class Subject:
    """The rules of one run."""

    book: RuleBook
    files: dict[str, Parsed]
    """The files whose rules run, by their name in locations."""
    today: date
    around: RuleBook | None = None
    """The same with the shipped packs, which waivers and adoptions may be about; None: not known."""
    cases: frozenset[str] | None = None
    """The ids of the vignettes; None: none were given."""

    def owns(self, location: Location | None) -> bool:
        """Whether a place lies in one of the files, and not in a pack that they use."""
        return location is not None and location.file in self.files


Check = Callable[[Subject], Iterator[Warned]]
