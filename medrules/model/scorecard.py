"""The scorecard: every figure of a run with its denominators and its interval."""

from __future__ import annotations

from datetime import date
from typing import Literal

from medrules.model.approval import AdoptionStanding
from medrules.model.coverage import Category, Coverage
from medrules.model.figures import AtK, Flips
from medrules.model.frozen import Frozen
from medrules.model.rule import Harm
from medrules.model.segment import Segment
from medrules.model.tallies import HazardTally, RuleTally, WaiverTally


class RowError(Frozen):
    """A row that could not be read."""

    file: str
    line: int
    reason: str
    hint: str | None = None


class RowErrors(Frozen):
    """Rows that could not be read for one reason, with the first few."""

    code: str
    count: int
    examples: tuple[RowError, ...]


class Configuration(Frozen):
    """One way in which the rows say that a model was asked."""

    stated: dict[str, str]
    """``decoding.temperature``, ``system_sha256`` and the like, as the rows state them; seeds are left out."""
    rows: int


class Answered(Frozen):
    """A model and version whose answers were checked."""

    model: str | None
    version: str | None
    rows: int
    configurations: tuple[Configuration, ...] = ()
    """How its rows say that it was asked, most rows first; of very many, some. Silent rows are left out."""


class Scorecard(Frozen):
    """Everything that was counted in one run."""

    confidence: float
    weights: str
    """Name of the weights in force."""
    points: dict[Harm, float]
    overall: Segment
    models: tuple[Segment, ...]
    categories: tuple[Category, ...]
    uncategorised: Segment | None
    segments: tuple[Segment, ...]
    """Risk, setting, supervision and subgroup, where the answers state them."""
    rules: tuple[RuleTally, ...]
    """Those that did most harm first."""
    coverage: Coverage
    errors: tuple[RowErrors, ...]
    answered: tuple[Answered, ...]
    at_smallest_k: tuple[AtK, ...] = ()
    """Several models with unequal numbers of samples a case, at the smallest; empty: they are comparable as is."""
    flips: tuple[Flips, ...] = ()
    """All kinds of variants together, then each; empty: no case and variant of it were both answered."""
    hazards: tuple[HazardTally, ...] = ()
    """The hazard log: those with most violations first."""
    as_of: date | None = None
    """The day by which waivers, adoptions and reviews were judged."""
    waivers: tuple[WaiverTally, ...] = ()
    adoptions: tuple[AdoptionStanding, ...] = ()


class FileHash(Frozen):
    """A file that decided the figures, and the SHA-256 of its bytes."""

    kind: Literal["rules", "vignettes", "answers", "weights", "review", "requests"]
    name: str
    sha256: str


class Identity(Frozen):
    """What was run: enough to run it again and get the same figures."""

    tool: str
    """Name and version of the tool: ``medrules 0.1.0``."""
    files: tuple[FileHash, ...] = ()
    as_of: date | None = None
    """The day by which everything expires."""
