"""The laboratory values and vital signs of a record held against an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from medrules.checking.record.answer import Answer
from medrules.checking.record.comparing import Fault
from medrules.checking.record.differences import Difference, differ
from medrules.checking.record.documents import search
from medrules.checking.record.names import Names, Place
from medrules.checking.record.values_said import Said, measured_names, values_said
from medrules.checking.strength import WEAK
from medrules.model.record import Result
from medrules.records.vocabulary import vocabulary
from medrules.text.units.converting import convert
from medrules.text.units.reading import UnitProblem, parse_unit

Kind = Literal["labs", "vitals"]
Matches = Literal["same", "other", "no value", "doubtful"]
_TIMED = 6
"""Words around a number in which it is said to be an older one."""


def labs(answer: Answer, entries: tuple[Result, ...]) -> Iterator[Difference | Fault]:
    """Every point on which the answer and the record's laboratory values differ."""
    yield from _measurements(answer, "labs", entries)


def vitals(answer: Answer, entries: tuple[Result, ...]) -> Iterator[Difference | Fault]:
    """Every point on which the answer and the record's vital signs differ."""
    yield from _measurements(answer, "vitals", entries)


def _measurements(answer: Answer, kind: Kind, entries: tuple[Result, ...]) -> Iterator[Difference | Fault]:
    places = answer.find(measured_names())
    yield from _left_out(kind, entries, places)
    for number, place in enumerate(places):
        stop = answer.sentence(place.first)[1]
        if number + 1 < len(places):
            stop = min(stop, places[number + 1].first)
        for name, said in values_said(answer, place, stop):
            if name in vocabulary()[kind]:
                results = [result for result in entries if result.name == name]
                yield from _held(answer, kind, name, results, said)


def _left_out(kind: Kind, entries: Sequence[Result], places: Sequence[Place[str]]) -> Iterator[Difference]:
    pairs = vocabulary()["pairs"]
    named = {part for place in places for part in pairs.get(place.thing, {}).get("parts", [place.thing])}
    told = set[str]()
    for result in reversed(entries):
        if result.name not in named | told and result.text not in told:
            yield differ("omission", kind, result.text, None)
        told |= {result.name, result.text}


def _held(
    answer: Answer, kind: Kind, name: str, results: Sequence[Result], said: Said
) -> Iterator[Difference | Fault]:
    quote = answer.quote(said.first, said.last, name)
    if not results:
        yield from _invented(answer, kind, name, said)
        return
    latest = results[-1]
    if latest.value.quantity is None:
        yield Fault(f"the record states {name} as “{latest.value.text}”, in which no amount can be read")
        return
    match = _match(name, latest, said)
    if match in ("same", "no value") or any(amount == latest.value.quantity.amount for amount in said.others):
        return
    older = next((one for one in reversed(results[:-1]) if _match(name, one, said) == "same"), None)
    if older is None:
        yield differ("contradiction", kind, latest.text, quote, WEAK if match == "doubtful" else said.level)
    elif not _is_earlier(answer, said):
        dated = f"{latest.text}; before: {older.text}"
        yield differ("outdated", kind, dated, quote, said.level)


def _invented(answer: Answer, kind: Kind, name: str, said: Said) -> Iterator[Difference]:
    """A value of something that the record nowhere measures, and that nobody told."""
    unit = parse_unit(said.quantity.unit)
    if said.quantity.unit is not None and not isinstance(unit, UnitProblem) and _is_dose(unit.dimension):
        return
    names = _names_of(kind, name)
    if answer.was_told(name, names):
        return
    quote = answer.quote(said.first, said.last, name)
    found = search(answer.record, names)
    if found is None:
        yield differ("invention", kind, None, quote, said.level)
    elif found.status == "outdated":
        yield differ("outdated", kind, found.quote, quote, said.level)


@lru_cache(maxsize=256)
def _names_of(kind: Kind, name: str) -> Names[str]:
    """All names of a test or vital sign, those of the pair that it is part of among them."""
    paired = [entry["aliases"] for entry in vocabulary()["pairs"].values() if name in entry["parts"]]
    spellings = (name, *vocabulary()[kind][name]["aliases"], *(alias for aliases in paired for alias in aliases))
    return Names([(spelling, name) for spelling in spellings])


def _match(name: str, result: Result, said: Said) -> Matches:
    """Whether a value said is the one recorded, rounded as either of them is."""
    recorded = result.value.quantity
    if recorded is None:
        return "no value"
    amount = recorded.amount
    if said.quantity.unit is not None and recorded.unit is not None and said.quantity.unit != recorded.unit:
        source, target = parse_unit(recorded.unit), parse_unit(said.quantity.unit)
        if isinstance(source, UnitProblem) or isinstance(target, UnitProblem):
            return "doubtful"
        converted = convert(amount, source, target, name)
        if isinstance(converted, UnitProblem):
            return "no value" if _is_dose(target.dimension) else "doubtful"
        amount = converted
    if result.value.bound in ("above", "at least") and said.quantity.amount >= amount:
        return "same"
    if result.value.bound in ("below", "at most") and said.quantity.amount <= amount:
        return "same"
    decimals = min(said.decimals, _decimals(recorded.amount))
    return "same" if abs(amount - said.quantity.amount) <= 0.5 * 10.0**-decimals + 1e-9 else "other"


def _decimals(amount: float) -> int:
    return len(f"{amount:g}".partition(".")[2])


def _is_dose(dimension: tuple[tuple[str, int], ...]) -> bool:
    """A plain mass or count is a dose (*potassium 20 mEq daily*), no result."""
    return len(dimension) == 1 and dimension[0][0] in ("mass", "equivalent", "substance", "activity", "tablets")


def _is_earlier(answer: Answer, said: Said) -> bool:
    """An older value that is told as one."""
    first, last = answer.sentence(said.first)
    return answer.cue("earlier", max(first, said.first - _TIMED), min(last, said.last + _TIMED)) is not None
