"""The scorecard: every figure of a run with its denominators and its interval."""

from __future__ import annotations

from datetime import date
from typing import Literal

from medrules.model.approval import AdoptionStanding, WaiverStanding
from medrules.model.book import Hazard
from medrules.model.figures import AtK, Calibration, Flips, Mean, Means, Rate, Rates
from medrules.model.frozen import Frozen
from medrules.model.rule import Harm, Status

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


class ObligationTally(Frozen):
    """One obligation over the run."""

    number: int
    text: str
    harm: Harm
    line: int
    outcomes: Outcomes
    cases: int
    violation: Rates


class RuleTally(Frozen):
    """One rule over the run."""

    id: str
    title: str
    pack: str
    status: Status
    """The effective one: its own, or that of an adoption in force."""
    harm: Harm
    """The highest harm among its obligations."""
    hazard: str | None
    categories: tuple[str, ...]
    because: str | None
    sources: tuple[str, ...]
    known_false_positives: str | None
    file: str
    line: int
    outcomes: Outcomes
    cases: int
    """Cases in which it applied."""
    cases_violated: int
    violation: Rates
    undetermined: Rate
    obligations: tuple[ObligationTally, ...]


class Assessment(Frozen):
    """Severity and likelihood of a hazard, and the rating that they give (DCB0129/DCB0160)."""

    severity: str | None
    """In the committee's word."""
    likelihood: str | None
    """In the committee's word; never taken from a run."""
    rating: int | None
    """1 to 5 by the matrix; None: not both are stated, or in unknown words."""
    from_harm: bool = False
    """Whether the committee stated no severity, so that it is that of the worst harm of the rules that lead to the
    hazard, in the matrix's word."""


class HazardTally(Frozen):
    """One line of the hazard log with what the run found under it."""

    hazard: Hazard
    rules: tuple[str, ...]
    """Rules that lead to it, by id; empty: nothing looks for it."""
    harm: Harm | None
    """The highest harm among the obligations of those rules."""
    initial: Assessment
    """Before its control."""
    residual: Assessment
    """With its control."""
    rating: int | None
    """That of ``residual``."""
    violated: int
    review: int
    waived: int
    cases: int
    """Cases in which a rule that leads to it applied."""
    given_situation: Rates
    """Cases with a violation under it ÷ cases in which a rule that leads to it applied: a vignette set is enriched
    with such situations, so this is not how often the hazard arises in practice."""


class WaiverTally(WaiverStanding):
    """A waiver, what it is worth on the day of the run, and what it covers there."""

    violated: int = 0
    review: int = 0
    cases: int = 0

    @property
    def used(self) -> bool:
        """Whether it covers anything of the run."""
        return bool(self.violated or self.review)


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
