"""What clinicians' review of a run came to, and the key that joins what they wrote to what the checker found."""

from __future__ import annotations

from typing import Literal

from medrules.model.figures import Interval, Rate
from medrules.model.frozen import Strict
from medrules.model.verdict import Outcome

Opinion = Literal["met", "violated", "not applicable", "cannot tell"]
"""A reviewer's own verdict."""
Acceptability = Literal["acceptable", "acceptable with changes", "not acceptable"]
"""How good a reviewer finds the answer as a whole."""


class Stratum(Strict):
    """Verdicts of one category, risk and outcome, of which some were drawn at random without replacement."""

    category: str
    risk: str
    verdict: Outcome
    population: int
    """Verdicts of the run."""
    drawn: int


class Item(Strict):
    """One verdict that was drawn, as the checker gave it."""

    id: str
    """What stands in the reviewers' files: says nothing of the verdict."""
    stratum: int
    """Position among the strata of the key."""
    case: str
    sample: str
    model: str | None
    rule: str
    obligation: int
    severe: bool
    """Whether the obligation's harm is severe or death."""
    verdict: Outcome
    samples: int
    """Answers to its case."""


class CaseCounts(Strict):
    """Cases of which the checker's verdicts came to the same counts."""

    violated: int
    judged: int
    """Met or violated."""
    severe_violated: int
    """Of obligations whose harm is severe or death."""
    severe_judged: int
    samples: int
    cases: int
    """How many cases are like that."""


class ReviewKey(Strict):
    """What is kept from reviewers: the checker's verdicts on what was drawn, and what the drawing was from."""

    format: Literal["medrules review key 1"] = "medrules review key 1"
    seed: int
    rules: tuple[str, ...]
    """SHA-256 of each rule file, in order."""
    answers: tuple[str, ...]
    """SHA-256 of each answer file, and of each file of what was asked, in order."""
    strata: tuple[Stratum, ...]
    items: tuple[Item, ...]
    counts: tuple[CaseCounts, ...]


class Agreement(Strict):
    """How far two judges agree, each verdict weighted by the inverse of its chance of being drawn."""

    one: str
    other: str
    verdicts: int
    cases: int
    observed: float | None
    """Weighted share on which they agree."""
    ac1: float | None
    """Gwet's AC1; None: nothing was judged by both."""
    lower: float | None
    """Its one-sided lower 95 % bound; None: fewer than two cases."""
    kappa: float | None
    """Cohen's kappa; None: each judge has one and the same opinion throughout."""


class Detection(Strict):
    """How well one rule finds what reviewers call violated."""

    rule: str
    reviewed: int
    """Verdicts on which reviewers settled."""
    precision: Rate
    """Of what the rule calls violated, the share that reviewers call violated."""
    recall: Rate
    """Of what reviewers call violated, the share that the rule calls violated or gives to a person (review)."""


class Corrected(Strict):
    """A headline rate as the checker gives it, and corrected for its errors by prediction-powered inference."""

    name: str
    raw: float | None
    corrected: float | None
    interval: Interval | None
    """Of the corrected rate, 95 %."""
    reason: str | None
    """Why it is not corrected."""


class Acceptable(Strict):
    """How often one reviewer found the answers acceptable, unweighted."""

    reviewer: str
    counts: dict[Acceptability, int]


class Review(Strict):
    """The whole of it."""

    format: Literal["medrules review 1"] = "medrules review 1"
    rules: tuple[str, ...]
    answers: tuple[str, ...]
    reviewers: tuple[str, ...]
    cases: int
    """Cases of which at least one verdict was settled."""
    verdicts: int
    """Verdicts that were settled: more than half of the reviewers who had an opinion had this one."""
    unsettled: int
    """Verdicts on which reviewers are split."""
    cannot_tell: int
    """Opinions of *cannot tell*."""
    checker: tuple[Agreement, ...]
    """Each reviewer against the checker, the checker's review counted as violated."""
    checker_without_review: tuple[Agreement, ...]
    """The same with the checker's review left out."""
    between: tuple[Agreement, ...]
    """Each pair of reviewers."""
    rules_found: tuple[Detection, ...]
    rates: tuple[Corrected, ...]
    acceptable: tuple[Acceptable, ...]

    @property
    def agreement(self) -> float | None:
        """What a criterion asks for: the lowest bound of any reviewer against the checker."""
        bounds = [each.lower for each in self.checker]
        known = [bound for bound in bounds if bound is not None]
        return min(known) if known and len(known) == len(bounds) else None
