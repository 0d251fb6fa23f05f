"""Figures as a scorecard holds them: shares and means with their denominators and intervals."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Method = Literal["Clopper–Pearson", "Korn–Graubard", "BCa bootstrap", "linearised"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Interval(_Frozen):
    """A two-sided interval at ``confidence``."""

    low: float
    high: float
    confidence: float
    method: Method


class Rate(_Frozen):
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


class Rates(_Frozen):
    """Both versions of a rate: an unresolved ``review`` left out, and counted as violated."""

    without_review: Rate
    with_review: Rate


class Mean(_Frozen):
    """A mean over cases (or a ratio of two such means)."""

    value: float | None
    cases: int
    interval: Interval | None
    """None: too few cases, or too few harmful ones, for an interval that could be trusted."""


class Means(_Frozen):
    """Both versions of a mean: an unresolved ``review`` left out, and counted as violated."""

    without_review: Mean
    with_review: Mean
