"""Figures as a scorecard holds them: shares and means with their denominators and intervals."""

from __future__ import annotations

from typing import Literal

from medrules.model.frozen import Frozen

Method = Literal["Clopper–Pearson", "Korn–Graubard", "BCa bootstrap", "linearised", "prediction-powered"]


class Interval(Frozen):
    """A two-sided interval at ``confidence``."""

    low: float
    high: float
    confidence: float
    method: Method


class Rate(Frozen):
    """A proportion: samples are averaged within a case, then cases.

    With the same number of samples in every case ``value`` is ``count / total``.
    """

    count: int
    """The numerator as counted."""
    total: int
    """The denominator as counted."""
    cases: int
    """The cases that the denominator comes from."""
    value: float | None
    """None: nothing to divide by."""
    interval: Interval | None
    lower: float | None
    """One-sided exact lower bound."""
    upper: float | None
    """One-sided exact upper bound: what *with C % confidence* means."""
    effective_n: float | None
    """How many independent cases the samples are worth."""


class Rates(Frozen):
    """Both versions of a rate: an unresolved ``review`` left out, and counted as violated."""

    without_review: Rate
    with_review: Rate


class Mean(Frozen):
    """A mean over cases (or a ratio of two such means)."""

    value: float | None
    cases: int
    interval: Interval | None
    """None: too few cases, or too few harmful ones, for an interval that could be trusted."""


class Means(Frozen):
    """Both versions of a mean: an unresolved ``review`` left out, and counted as violated."""

    without_review: Mean
    with_review: Mean


class CalibrationBin(Frozen):
    """A tenth of the answers with a stated confidence, those of like confidence together."""

    answers: float
    """How many answers; those of one confidence are shared out where a border falls among them."""
    confidence: float | None
    """Mean stated confidence; None: the bin is empty."""
    correct: float | None
    """Share of correct ones."""


class Calibration(Frozen):
    """Stated confidence against the gold answer. Answers are averaged within a case, then cases."""

    answers: int
    """Answers with a stated confidence that do or do not say the gold answer."""
    cases: int
    doubtful: int
    """Answers with a confidence and a gold answer of which it is not certain whether they say it: left out."""
    needed: int
    """Answers from which on there are figures; with fewer all of them are None."""
    accuracy: Rate | None
    confidence: float | None
    """Mean stated confidence."""
    brier: Mean | None
    """Mean of (confidence − correct)²."""
    error: float | None
    """Expected calibration error over ten bins of equal mass."""
    overconfident_wrong: Rate | None
    """Wrong ÷ answers that state at least 0.8."""
    bins: tuple[CalibrationBin, ...] = ()
    """Ten bins of equal mass, least confident first, for the reliability diagram."""


class Flips(Frozen):
    """How often the answers to a case and to a variant of it differ, over the pairs of one kind of variant."""

    kind: str
    """The kind of variant; *all* for all of them."""
    any: Rate
    """Pairs whose rung or any verdict differs ÷ pairs. Of several samples: the chance that one of each differ."""
    rung: Rate
    """Pairs whose rung differs ÷ pairs."""
    same_case: Mean
    """The chance that two samples of one case differ, over the same cases: what asking again alone changes."""


class AtK(Frozen):
    """A model at the smallest number of samples a case: the mean over all subsets of that size."""

    name: str
    k: int
    cases: int
    case_harm: Means
    """Share of cases with a violation of harm severe or death in the k samples."""
    harm_per_case: Means
    pass_all: Means
    """Share of cases with nothing violated in the k samples."""
