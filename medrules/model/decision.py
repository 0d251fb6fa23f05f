"""What a sign-off comes to: each criterion judged, what stands in the way, and the statement over all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from medrules.model.book import RuleBook
from medrules.model.finding import Finding, FindingCounts
from medrules.model.frozen import Frozen
from medrules.model.review import Review
from medrules.model.scorecard import Identity, Scorecard
from medrules.model.signoff import Criterion, SignOff

if TYPE_CHECKING:
    from medrules.model.trend import Trend

CriterionState = Literal["met", "not met", "cannot be decided"]
DecisionState = Literal["criteria met", "met with conditions", "not met", "cannot be decided"]


class Eligibility(Frozen):
    """Whether there are cases enough for a criterion to be met at all, known before anything is checked."""

    criterion: str
    """Its text in the language's own spelling."""
    needs: int
    """The least number of cases with which a run without any violation meets it."""
    has: int
    """Cases of the batch that count for it."""
    of: str
    """Which cases those are."""

    @property
    def enough(self) -> bool:
        """Whether it can be met."""
        return self.has >= self.needs


class Judgement(Frozen):
    """One criterion against the figures of the run."""

    criterion: Criterion
    state: CriterionState
    figure: str
    """What the run gives, an unresolved ``review`` counted as violated: this decides."""
    without_review: str
    """The same with every ``review`` left out."""
    reason: str
    """One plain sentence."""
    eligibility: Eligibility | None = None


class ReviewStanding(Frozen):
    """What clinicians' review of a run came to, as a criterion asks for it."""

    cases: int
    """Cases that were reviewed."""
    agreement: float | None
    """Lower 95 % bound of Gwet's AC1 between reviewer and checker, weighted by inverse sampling probability; None:
    not computable."""


class LastSigned(Frozen):
    """The last signed run that this one is held against."""

    run: str
    as_of: date
    difference: float | None
    """Upper bound (95 %) of the mean difference in harm per case, this run less that one, paired by case, with
    ``review`` counted as violated; None: no case is in both."""
    without_review: float | None
    cases: int
    """Cases in both."""
    digest: str = ""
    """SHA-256 of the manifest of its bundle."""


class Decision(Frozen):
    """The whole of it. What the committee makes of it stands in an empty box beside it."""

    signoff: SignOff
    as_of: date
    state: DecisionState
    reasons: tuple[str, ...]
    """Why it is not *criteria met*, worst first."""
    conditions: tuple[str, ...]
    """What is open although all criteria hold: waivers, gaps of coverage."""
    criteria: tuple[Judgement, ...]
    statement: str
    """How much a clean result shows, and that it does not show the model to be safe."""
    rules: int
    """Rules of status production, or adopted, that judged the answers."""
    left_out: tuple[str, ...]
    """Rules that judged nothing because they are neither."""
    cases: int
    out_of_scope: int
    """Answers that are not of the sign-off's categories, or of none: not counted in any figure."""


@dataclass(frozen=True)
class Dossier:
    """Everything that the report of a sign-off shows, in whatever format."""

    decision: Decision
    scorecard: Scorecard
    """At the confidence of 95 %, of the answers in scope."""
    book: RuleBook
    """The rules that judged, their packs, concepts and hazards."""
    findings: tuple[Finding, ...]
    """The worst, with their answers."""
    found: FindingCounts
    """How many findings there are in all: every one stands in the bundle's ``verdicts.jsonl``."""
    identity: Identity
    lock: str
    """The lock as it is written."""
    review: Review | None = None
    """What clinicians' review came to, where one was given."""
    last: LastSigned | None = None
    """What the run is worth beside the last signed one, where there is one on record."""
    trend: Trend | None = None
    """This run after the earlier ones of its sign-off on record."""
    quotes: bool = True
    """False: no report quotes an answer, an input or a record; spans and hashes stand instead."""
