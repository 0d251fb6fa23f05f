"""Holds an answer against lists of the record, and says in one verdict on which points the two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from medrules.checking.obligations.judgement import Judgement, shown
from medrules.checking.record.allergies import allergies
from medrules.checking.record.answer import Answer
from medrules.checking.record.comparing import Fault
from medrules.checking.record.differences import Difference, distinct
from medrules.checking.record.measurements import labs, vitals
from medrules.checking.record.medications import medications
from medrules.checking.record.problems import problems
from medrules.checking.situation import Situation
from medrules.checking.strength import FULL
from medrules.model.rule import Listed
from medrules.model.verdict import Discrepancy, DiscrepancyKind

_BY_FIELD: dict[Listed, Callable[[Answer, Any], Iterator[Difference | Fault]]] = {
    "allergies": allergies,
    "labs": labs,
    "medications": medications,
    "problems": problems,
    "vitals": vitals,
}
_MOST_TOLD = 3
"""Differences that the reason tells of."""


def hold(situation: Situation, fields: Sequence[Listed], kinds: Iterable[DiscrepancyKind]) -> Judgement:
    """The judgement on an answer: violated by a sure difference of these kinds, review by a weak one.

    Fields that the record does not state are left out; where it states none of them, nothing is judged.
    """
    record = situation.sample.record
    stated = [field for field in fields if record is not None and getattr(record, field) is not None]
    lacking = tuple(field for field in fields if field not in stated)
    if record is None or not stated:
        return Judgement("not applicable", f"The record lacks {' and '.join(fields)}.", lacking=lacking)
    answer = Answer(situation, record)
    found = [one for field in stated for one in _BY_FIELD[field](answer, getattr(record, field))]
    wanted = set(kinds)
    differences = [one for one in found if isinstance(one, Difference) and one.discrepancy.kind in wanted]
    faults = [one.why for one in found if isinstance(one, Fault)] if wanted != {"omission"} else []
    judged = _judged(situation, list(distinct(differences)), faults)
    reason = judged.reason if not lacking else f"{judged.reason} (The record lacks {' and '.join(lacking)}.)"
    return judged._replace(reason=reason, lacking=lacking)


def _judged(situation: Situation, differences: list[Difference], faults: list[str]) -> Judgement:
    sure = [one.discrepancy for one in differences if one.level == FULL]
    points = tuple(one.discrepancy for one in differences)
    evidence = tuple(dict.fromkeys(point.said for point in points if point.said is not None))
    told = "; ".join(_told(point) for point in (sure or points)[:_MOST_TOLD])
    more = f"; and {len(sure or points) - _MOST_TOLD} more" if len(sure or points) > _MOST_TOLD else ""
    if sure and situation.truncated and all(point.kind == "omission" for point in sure):
        reason = (
            f"The answer and the record differ: {told}{more}. The answer was cut off, so it may have followed."
        )
        return Judgement("review", reason, evidence, None, points)
    if sure:
        return Judgement("violated", f"The answer and the record differ: {told}{more}.", evidence, None, points)
    if faults:
        said = "; ".join(dict.fromkeys(faults))
        return Judgement("error", f"The two cannot be compared: {said}.", evidence, None, points)
    if points:
        return Judgement("review", f"The answer and the record may differ: {told}{more}.", evidence, None, points)
    return Judgement("met", "The answer and the record agree on it.")


_SAYS: dict[DiscrepancyKind, str] = {
    "omission": "the answer leaves out “{recorded}”",
    "invention": "the answer says {said}, and the record has no such thing",
    "contradiction": "the answer says {said}, the record “{recorded}”",
    "outdated": "the answer says {said}, which is no longer so: “{recorded}”",
}


def _told(point: Discrepancy) -> str:
    said = shown(point.said) if point.said is not None else ""
    return _SAYS[point.kind].format(recorded=point.recorded or "", said=said)
