"""The structured record of a case: what is known of the patient, each item with the words it was written in."""

from __future__ import annotations

from typing import Literal

from medrules.model.frozen import Strict
from medrules.model.quantity import Quantity

MedicationStatus = Literal["current", "stopped", "held", "planned"]
ProblemStatus = Literal["current", "resolved"]
DocumentStatus = Literal["current", "outdated"]
Bound = Literal["exact", "below", "above", "at most", "at least"]


class Measured(Strict):
    """A value as written: ``5.9 mmol/L``, ``<5 ng/L``, ``see chart``."""

    text: str
    quantity: Quantity | None = None
    """None: no amount can be read."""
    bound: Bound = "exact"
    """``below`` of ``<5``: the value is somewhere below the quantity."""


class Chosen(Strict):
    """A word of a closed list, as written."""

    text: str
    value: str | None = None
    """None: none of the list's words."""


class ListedProblem(Strict):
    """One entry of the problem list."""

    text: str
    name: str
    status: ProblemStatus | None = "current"
    """None: a status is there and cannot be read."""
    since: str | None = None


class Medication(Strict):
    """One medicine."""

    text: str
    name: str
    dose: Measured | None = None
    """Of one dose. None: not stated."""
    route: str | None = None
    frequency: str | None = None
    status: MedicationStatus | None = "current"
    """None: a status is there and cannot be read."""
    started: str | None = None
    stopped: str | None = None


class Allergy(Strict):
    """One allergy or intolerance."""

    text: str
    substance: str
    reaction: str | None = None


class Result(Strict):
    """One value of a laboratory test or a vital sign."""

    text: str
    name: str
    """By its name in the language."""
    value: Measured
    date: str | None = None
    """As written; of several results of one name the last in time counts, which is the last of the list."""


class Document(Strict):
    """A letter, a note or a report that is part of the record."""

    title: str
    text: str = ""
    date: str | None = None
    status: DocumentStatus | None = "current"
    """None: a status is there and cannot be read."""


class Record(Strict):
    """What is known of a patient. None: not stated; an empty list: stated that there are none."""

    age: Measured | None = None
    sex: Chosen | None = None
    pregnant: Chosen | None = None
    breast_feeding: Chosen | None = None
    weight: Measured | None = None
    height: Measured | None = None
    problems: tuple[ListedProblem, ...] | None = None
    medications: tuple[Medication, ...] | None = None
    allergies: tuple[Allergy, ...] | None = None
    labs: tuple[Result, ...] | None = None
    """In the order of time, as far as dates tell; else as written."""
    vitals: tuple[Result, ...] | None = None
    documents: tuple[Document, ...] | None = None
