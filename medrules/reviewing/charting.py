"""The record of a case as a reviewer reads it: every item in the words it was written in."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.record import (
    Allergy,
    Chosen,
    Document,
    ListedProblem,
    Measured,
    Medication,
    Record,
    Result,
)

_Entry = ListedProblem | Medication | Allergy | Result


def charted(record: Record | None) -> str:
    """The record as lines; where the case has none, that."""
    return "\n".join(_lines(record)) if record is not None else "no record"


def _lines(record: Record) -> Iterator[str]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        label = name.replace("_", "-")
        if isinstance(value, Measured | Chosen):
            yield f"{label}: {value.text}"
        elif isinstance(value, tuple) and all(isinstance(each, Document) for each in value) and value:
            for each in value:
                yield f"{each.title}{_in_brackets(each.date, each.status)}: {each.text}"
        elif isinstance(value, tuple):
            yield f"{label}: {'; '.join(map(_entry, value)) or 'none'}"


def _entry(each: _Entry) -> str:
    if isinstance(each, Medication):
        stopped = f"stopped {each.stopped}" if each.stopped else None
        return each.text + _in_brackets(each.status if stopped is None else stopped, None)
    if isinstance(each, ListedProblem):
        return each.text + _in_brackets(each.status, None)
    return each.text + (_in_brackets(each.date, None) if isinstance(each, Result) else "")


def _in_brackets(*notes: str | None) -> str:
    """What is to be added to an item; that it is current goes without saying."""
    said = [note for note in notes if note and note != "current"]
    return f" ({', '.join(said)})" if said else ""
