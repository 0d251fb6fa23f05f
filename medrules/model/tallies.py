"""What a run came to by rule, by hazard and by waiver."""

from __future__ import annotations

from medrules.model.approval import WaiverStanding
from medrules.model.book import Hazard
from medrules.model.figures import Rate, Rates
from medrules.model.frozen import Frozen
from medrules.model.rule import Harm, Status
from medrules.model.segment import Outcomes


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
