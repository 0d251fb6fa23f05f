"""Three-valued truth with the evidence it rests on, and the interface that every clause has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from medrules.checking.situation import Situation
from medrules.model.verdict import Evidence

Anchors = frozenset[tuple[str, str]]
"""(side, group) pairs; a clause with anchors can only be true where at least one of them was found."""


AN_ANSWER = "an answer"
"""What an empty answer lacks: nothing is known of what it would have said."""


class Truth(NamedTuple):
    """True, False or None (unknown: something is not stated), and why."""

    value: bool | None
    evidence: tuple[Evidence, ...] = ()
    lacks: tuple[str, ...] = ()
    """What is not stated, in words: ``an input``, ``a category``."""
    unrecorded: tuple[str, ...] = ()
    """The fields that the record does not state."""
    faults: tuple[str, ...] = ()
    """What the record states but nobody can judge, each as a sentence without its full stop."""


def unknown(truths: Iterable[Truth]) -> Truth | None:
    """What those of these truths that are unknown lack, together; None: none of them is unknown."""
    open_ = [truth for truth in truths if truth.value is None]
    if not open_:
        return None
    lacks = tuple(lack for truth in open_ for lack in truth.lacks)
    unrecorded = tuple(field for truth in open_ for field in truth.unrecorded)
    return Truth(None, (), lacks, unrecorded, tuple(fault for truth in open_ for fault in truth.faults))


class Clause(Protocol):
    """A condition, compiled."""

    @property
    def anchors(self) -> Anchors | None:
        """None: it can be true where nothing was found."""

    @property
    def bound(self) -> bool:
        """Whether it speaks of the sentence of the mention that the obligation found."""

    @property
    def reads(self) -> bool:
        """Whether sentences have to be read for it, which costs more than all else."""

    def settles(self, situation: Situation) -> bool | None:
        """Whether it is true, where that is told cheaply and without saying by what; None: ask ``holds``."""

    def holds(self, situation: Situation, near: Evidence | None, /) -> Truth:
        """Whether it is true; ``near`` is the mention that the obligation found, if any."""
