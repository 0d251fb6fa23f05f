"""A rule book: everything that the rule files of one run declare, with every name resolved."""

from __future__ import annotations

from datetime import date

from medrules.model.approval import Adoption, Waiver
from medrules.model.frozen import Frozen
from medrules.model.phrase import Term
from medrules.model.problem import Location
from medrules.model.rule import Harm, Rule, Status
from medrules.model.signoff import SignOff


class Pack(Frozen):
    """A file's title page (the maintenance slots of Arden Syntax)."""

    title: str
    version: str | None = None
    status: Status = "testing"
    owner: str | None = None
    specialist: str | None = None
    approved_by: str | None = None
    approved_on: date | None = None
    review_by: date | None = None
    file: str
    uses: tuple[str, ...] = ()
    """The files of the packs that it uses."""
    location: Location


class Concept(Frozen):
    """A named set of phrases."""

    key: str
    """``FILE-STEM/NAME``: unique over a run."""
    name: str
    title: str | None = None
    terms: tuple[Term, ...]
    location: Location


class Rung(Frozen):
    """One rung of the ladder of escalation, with the phrases that recommend it (of all packs)."""

    name: str
    title: str | None = None
    terms: tuple[Term, ...]
    location: Location


class Hazard(Frozen):
    """A hazard of the hazard log (DCB0129/DCB0160 columns); violations under one hazard are one event."""

    id: str
    title: str
    cause: str | None = None
    effect: str | None = None
    control: str | None = None
    owner: str | None = None
    initial_severity: str | None = None
    """Before its control, as the committee wrote it; and so on."""
    initial_likelihood: str | None = None
    residual_severity: str | None = None
    residual_likelihood: str | None = None
    location: Location


class Weights(Frozen):
    """Harm points per level and multipliers per category, setting and supervision."""

    name: str
    title: str | None = None
    points: dict[Harm, float]
    multipliers: dict[str, dict[str, float]] = {}
    """``{"category": {"patient-communication": 1.5}, "supervision": {"none": 2}}``."""
    location: Location | None = None


class RuleBook(Frozen):
    """The compiled declarations of all rule files of one run."""

    packs: tuple[Pack, ...] = ()
    concepts: dict[str, Concept] = {}
    """By key; every ``ConceptRef`` and ``Named`` of the rules names one of these keys."""
    ladder: tuple[Rung, ...] = ()
    """Rungs, lowest first."""
    hazards: dict[str, Hazard] = {}
    weights: tuple[Weights, ...] = ()
    rules: tuple[Rule, ...] = ()
    signoffs: tuple[SignOff, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    files: tuple[str, ...] = ()
