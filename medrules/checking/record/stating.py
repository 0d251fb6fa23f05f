"""What a record states under a field's name: a value, a word, or a list."""

from __future__ import annotations

from medrules.model.record import Allergy, Chosen, Document, ListedProblem, Measured, Medication, Record, Result
from medrules.records.vocabulary import vocabulary

Entry = ListedProblem | Medication | Allergy | Result | Document
LEFT_OUT = frozenset({"stopped", "resolved", "outdated"})
"""Statuses of what a list no longer includes. What is held or planned is still the patient's."""


def stated(record: Record | None, field: str) -> Measured | Chosen | tuple[Entry, ...] | None:
    """What the record states of a field, a test (its latest value) or a vital sign; None: nothing."""
    if record is None:
        return None
    if field in vocabulary()["fields"]:
        found: Measured | Chosen | tuple[Entry, ...] | None = getattr(record, field.replace("-", "_"))
        return found
    results = results_of(record, field)
    return results[-1].value if results else None


def results_of(record: Record, name: str) -> tuple[Result, ...]:
    """All values of a test or vital sign in the order of time."""
    kind = record.labs if name in vocabulary()["labs"] else record.vitals
    return tuple(result for result in kind or () if result.name == name)


def status_of(entry: Entry) -> str | None:
    """*Current* where an entry has no status; None where it has one that cannot be read."""
    return getattr(entry, "status", "current")
