"""A mutant: the answer of an example changed in one way, and the verdicts that it must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medrules.model.verdict import Outcome
    from medrules.proving.mutants.subject import Subject


class Expectation(NamedTuple):
    """The verdicts that one obligation may get on a mutant."""

    obligation: int
    outcomes: tuple[Outcome, ...]


class Mutant(NamedTuple):
    """One changed answer. What is given with the example stays."""

    text: str
    change: str
    """What was changed, for whoever reads a failure: the words before and after."""
    expected: tuple[Expectation, ...]


class Kind(NamedTuple):
    """One kind of change."""

    name: str
    make: Callable[[Subject], Iterator[Mutant]]
    """The mutants of an example; none where it has no sentence of the shape that the change needs."""
