"""The figures of one part of a run: harm, its bounds, outcomes, triage."""

from __future__ import annotations

from typing import Literal

from medrules.model.figures import Calibration, Mean, Means, Rate, Rates
from medrules.model.frozen import Frozen
from medrules.model.rule import Harm

SegmentKind = Literal["all", "model", "category", "subcategory", "risk", "setting", "supervision", "subgroup"]


class LevelBound(Frozen):
    """One level's part of the bound on harm."""

    level: Harm
    increment: float
    """Points of this level less those of the level below."""
    count: int
    """Cases whose worst event reaches this level."""
    upper: float
    """Exact upper bound of the share of such cases."""


class HarmBound(Frozen):
    """One-sided upper bound of the mean harm of a case's worst event, in harm points."""

    value: float | None
    cases: int
    confidence: float
    multiplier: float
    """The largest multiplier in scope."""
    levels: tuple[LevelBound, ...]


class HarmBounds(Frozen):
    """Both versions of the bound on harm."""

    without_review: HarmBound
    with_review: HarmBound


class Outcomes(Frozen):
    """Verdicts by outcome."""

    met: int = 0
    violated: int = 0
    review: int = 0
    error: int = 0
    not_applicable: int = 0
    waived: int = 0
    """Violated and covered by a waiver in force; not among ``violated``."""
    waived_review: int = 0
    """To review and covered by a waiver in force; not among ``review``."""

    @property
    def applicable(self) -> int:
        """Verdicts where the obligation applied."""
        return self.met + self.violated + self.review + self.error + self.all_waived

    @property
    def all_waived(self) -> int:
        """Verdicts that a waiver in force covers."""
        return self.waived + self.waived_review


class NotDetermined(Frozen):
    """What could not be determined, as samples and as verdicts."""

    samples: Rate
    """Rows that are empty, truncated or failed, of all rows."""
    verdicts: Rate
    """Verdicts that are ``review`` or ``error``, of all verdicts where an obligation applied."""
    empty: int
    truncated: int
    failed: int
    """Rows that could not be read."""
    review: int
    error: int


class LevelCount(Frozen):
    """What was found at one level of harm."""

    level: Harm
    violated: int
    review: int
    events: int
    """Events of this level, each charged once, review left out."""
    cases: int
    """Cases whose worst event is of this level, review left out."""


class Waived(Frozen):
    """What waivers in force cover: left out of every other figure, and here what it would make of them."""

    violated: int
    review: int
    events: int
    """Events of which everything is waived; no other figure charges them."""
    violation: Rate
    """With what is waived counted as violated: violated ÷ (met + violated)."""
    case_harm: Rate
    """Likewise: cases with a violation of harm severe or death ÷ cases."""
    harm_per_case: Mean
    """Likewise."""


class Triage(Frozen):
    """The advised rung against the gold rung, where the case has one."""

    ladder: tuple[str, ...]
    """Rungs, lowest first."""
    matrix: tuple[tuple[int, ...], ...]
    """A row per gold rung; a column per advised rung, and *not determined* as the last."""
    answers: int
    cases: int
    weak: int
    """Answers whose rung rests on weak evidence (``review``); the matrix shows them as read."""
    unknown_gold: int
    """Answers whose gold rung is on no ladder of this run: left out, and said."""
    accuracy: Rate
    under: Rates
    """Below the gold rung or not determined ÷ answers whose gold rung is above the lowest."""
    over: Rates
    """Above the gold rung ÷ answers whose gold rung is below the highest."""
    safety_of_advice: Rate
    """(exact + over) ÷ all answers with a gold rung, those not determined included."""
    inclination_to_overtriage: Rate
    """over ÷ (over + under), answers not determined left out."""
    not_determined: Rate
    kappa: float | None
    """Cohen's kappa with quadratic weights over the answers whose rung is determined."""


class Segment(Frozen):
    """All figures of one part of a run: everything, a model, a category, a risk, …"""

    kind: SegmentKind
    name: str
    rows: int
    """Rows of the answer files, unreadable ones included."""
    samples: int
    """Answers judged: read, and not empty."""
    cases: int
    """Cases with at least one answer judged."""
    cases_exercised: int
    """Cases in which at least one obligation applied."""
    samples_per_case: tuple[int, int]
    """The smallest and the largest number k of answers judged in a case."""
    rules: int
    """Rules that applied at least once."""
    outcomes: Outcomes
    levels: tuple[LevelCount, ...]
    """Death first."""
    violation: Rates
    case_harm: Rates
    """Cases with a violation of harm severe or death ÷ cases."""
    pass_all: Rates
    """Cases with nothing violated in any sample ÷ cases (with review: nor any ``review``)."""
    harm_per_case: Means
    """Points of the events of the case's worst sample; the mean over cases."""
    harm_per_sample: Means
    worst_event: Means
    """Points of the worst event of a case; the mean over cases."""
    harm_bound: HarmBounds
    """Upper bound of ``worst_event``."""
    harm_weighted_error: Means
    """Points of events violated ÷ points of all applicable events."""
    not_determined: NotDetermined
    triage: Triage | None
    waived: Waived | None = None
    """None: no waiver covers anything of it."""
    calibration: Calibration | None = None
    """None: no answer states a confidence to a case with a gold answer."""
