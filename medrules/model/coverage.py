"""What of the categories and of the rules a run reached."""

from __future__ import annotations

from medrules.model.frozen import Frozen
from medrules.model.segment import Segment


class Subcategory(Frozen):
    """One MedHELM subcategory: what covers it, and what was found in it (None: no answers)."""

    name: str
    """CATEGORY/SUBCATEGORY by short names."""
    title: str
    rules: int
    """Rules whose ``for`` names it or its category."""
    segment: Segment | None


class Category(Frozen):
    """One MedHELM category with its subcategories."""

    name: str
    title: str
    rules: int
    """Rules whose ``for`` names it or one of its subcategories."""
    segment: Segment | None
    subcategories: tuple[Subcategory, ...]


class Lacking(Frozen):
    """A field that a rule needed, and how many records did not state it."""

    rule: str
    field: str
    answers: int
    """Answers for which it could not be said whether the rule applies, or what it asks for."""


class Coverage(Frozen):
    """What the rules reached, and what they did not."""

    rules: int
    """Rules that ran."""
    general_rules: int
    """Rules that name no category and so apply to every answer."""
    exercised: int
    never_exercised: tuple[str, ...]
    """Rules that never applied: their situation never arose, or was excused each time."""
    never_violated: tuple[str, ...]
    """Rules that applied and were met each time (0 % hits)."""
    always_violated: tuple[str, ...]
    """Rules that were violated each time they were judged (100 % hits)."""
    covered: tuple[str, ...]
    """Subcategories that a rule's ``for`` names, itself or by its category."""
    uncovered: tuple[str, ...]
    lacking: tuple[Lacking, ...] = ()
    """What records lacked that rules ask for, most answers first."""
