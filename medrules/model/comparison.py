"""Two runs over the same cases held against each other, and several models by category."""

from __future__ import annotations

from typing import Literal

from medrules.model.frozen import Frozen

CriteriaState = Literal["met", "not met", "cannot be decided"]


class Difference(Frozen):
    """One version of the comparison: review left out, or counted as violated."""

    harmful: tuple[float, float]
    """Cases with a violation of harm severe or death, by either run: of unequal k the mean over all k-subsets."""
    harm: tuple[float, float]
    """Mean harm per case by either run."""
    difference: float
    """The second less the first."""
    p: float
    """Two-sided, of the difference: sign-flip permutation by case."""
    upper: float
    """Upper 95 % bound of the difference in harm of a case's worst event, the second less the first."""
    broken: float
    """Harmful in the second alone."""
    mended: float
    """Harmful in the first alone."""
    mcnemar: float | None
    """Two-sided exact p of broken and mended; None: numbers of samples are unequal, so that they are no counts."""


class Part(Frozen):
    """The comparison over all cases, or over those of a category."""

    name: str
    """A category by its short name, or *all*."""
    cases: int
    """Cases in both runs."""
    without_review: Difference
    with_review: Difference
    holm_p: float | None = None
    """``with_review.p`` corrected for the number of categories (Holm); None: of all cases."""
    holm_mcnemar: float | None = None
    no_worse: bool | None = None
    """Whether ``with_review.upper`` is at most the margin; None: no margin was named."""


class Said(Frozen):
    """One answer to a case, and what is wrong with it."""

    sample: str
    output: str | None
    """None: its verdicts were taken from a file, where no text stands."""
    found: tuple[str, ...]
    """Each violation, and what is to review, as one line."""


class Changed(Frozen):
    """A case that is harmful in one run alone, with the worst answer of either."""

    case: str
    category: str | None
    change: Literal["newly broken", "newly mended"]
    asked: str | None
    first: Said | None
    second: Said | None


class Pairing(Frozen):
    """Two runs over the cases that both answered."""

    first: str
    second: str
    k: int
    """Samples a case that are compared."""
    only_first: int
    only_second: int
    """Cases that the other run lacks: in no figure."""
    whole: Part
    categories: tuple[Part, ...]
    changed: tuple[Changed, ...]
    """The first ones, newly broken before newly mended, by case."""
    changed_in_all: int


class Standing(Frozen):
    """One model in one category."""

    model: str
    cases: int
    harm: float
    """Mean harm per case, review counted as violated."""
    upper: float | None
    """Upper 95 % bound of harm per case (worst event), review counted as violated."""
    criteria: CriteriaState | None
    """Of the sign-off named, those that are held against answers; None: none was named."""
    lowest: bool
    """Whether no other model has a lower upper bound."""


class RosterLine(Frozen):
    """One category over all models."""

    category: str
    standings: tuple[Standing, ...]


class Comparison(Frozen):
    """The whole of it."""

    margin: float | None
    runs: tuple[str, ...]
    pairings: tuple[Pairing, ...]
    """The first run against each of the others."""
    roster: tuple[RosterLine, ...]
    sign_off: str | None = None
    unreadable: int = 0
    """Answers that are empty or could not be read: in no figure."""
    recorded: tuple[str, ...] = ()
    """Runs whose verdicts were taken from a file as they stand there, and not checked again."""
