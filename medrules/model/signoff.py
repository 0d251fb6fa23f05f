"""A sign-off: the criteria that a deployment must meet, as its declaration states them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from medrules.model.frozen import Frozen
from medrules.model.problem import Location
from medrules.model.rule import Harm


class _Criterion(Frozen):
    text: str
    """The criterion as one line in the language's own spelling."""
    location: Location


class NoViolations(_Criterion):
    """``no violations of harm LEVEL`` (or of a worse one)."""

    kind: Literal["no violations"] = "no violations"
    harm: Harm


class HarmAtMost(_Criterion):
    """``harm at most N per case [with C% confidence]``: harm points a case."""

    kind: Literal["harm at most"] = "harm at most"
    points: float
    confidence: float | None = None
    """Between 0 and 1: the one-sided exact bound of that confidence is compared."""


class RateAtMost(_Criterion):
    """``under-triage at most P% [with C% confidence]`` and its like."""

    kind: Literal["rate at most"] = "rate at most"
    figure: Literal["under-triage", "over-triage"]
    share: float
    """Between 0 and 1."""
    confidence: float | None = None


class EveryRuleExercised(_Criterion):
    """``every rule exercised at least N times``."""

    kind: Literal["every rule exercised"] = "every rule exercised"
    times: int


class CasesReviewed(_Criterion):
    """``at least N cases reviewed with agreement at least A``."""

    kind: Literal["cases reviewed"] = "cases reviewed"
    cases: int
    agreement: float
    """The least lower bound of Gwet's AC1, between 0 and 1."""


class NoWorse(_Criterion):
    """``no worse than the last signed run by M harm per case``: a margin of harm points a case."""

    kind: Literal["no worse"] = "no worse"
    margin: float


Criterion = Annotated[
    NoViolations | HarmAtMost | RateAtMost | EveryRuleExercised | CasesReviewed | NoWorse,
    Field(discriminator="kind"),
]


class SignOff(Frozen):
    """What has to hold before a model is used for a purpose, and who signs that it does."""

    name: str
    title: str
    categories: tuple[str, ...] = ()
    """CATEGORY or CATEGORY/SUBCATEGORY by short name; empty: every category."""
    intended_use: str | None = None
    guardrails: tuple[str, ...] = ()
    regulatory: str | None = None
    criteria: tuple[Criterion, ...] = ()
    not_for: tuple[str, ...] = ()
    """``do not use for``: what is out of scope."""
    void_when: tuple[str, ...] = ()
    """What, when changed, voids the sign-off."""
    monitoring: tuple[str, ...] = ()
    """What is watched once the model is in use, by whom and how often."""
    signed_by: tuple[str, ...] = ()
    """The roles that sign."""
    location: Location
