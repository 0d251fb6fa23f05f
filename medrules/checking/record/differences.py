"""One point on which an answer and the record differ, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from medrules.checking.strength import FULL, WEAK
from medrules.model.rule import Listed
from medrules.model.verdict import Discrepancy, DiscrepancyKind, Evidence


class Difference(NamedTuple):
    """A discrepancy and its strength, ``WEAK`` or ``FULL``."""

    level: int
    discrepancy: Discrepancy


def differ(
    kind: DiscrepancyKind, field: Listed, recorded: str | None, said: Evidence | None, level: int = FULL
) -> Difference:
    """A difference; what rests on a typing slip is weak."""
    slip = said is not None and (said.how == "corrected" or said.doubtful)
    return Difference(min(level, WEAK) if slip else level, Discrepancy(kind, field, recorded, said))


def distinct(found: Iterable[Difference]) -> Iterator[Difference]:
    """Each difference once, the surest first: equal words of the answer differ from an entry in one way."""
    seen: set[tuple[object, ...]] = set()
    for one in sorted(found, key=lambda each: -each.level):
        kind, field, recorded, said = one.discrepancy
        key = (kind, field, recorded, said.text.casefold() if said is not None else None)
        if key not in seen:
            seen.add(key)
            yield one
