"""Judges each criterion of a sign-off; an unresolved ``review`` counts as violated, both versions are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from medrules.model.decision import CriterionState, Eligibility, Judgement, LastSigned, ReviewStanding
from medrules.model.figures import Mean, Rate
from medrules.model.rule import HARMS
from medrules.model.scorecard import Scorecard
from medrules.model.segment import HarmBound
from medrules.model.signoff import (
    CasesReviewed,
    Criterion,
    EveryRuleExercised,
    HarmAtMost,
    NoViolations,
    NoWorse,
    RateAtMost,
)

DEFAULT_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Figures:
    """What the criteria are held against."""

    scorecards: Mapping[float, Scorecard]
    """By the confidence of their bounds; there is one for each confidence that a criterion names, and for 95 %."""
    review: ReviewStanding | None = None
    last: LastSigned | None = None

    def at(self, confidence: float | None) -> Scorecard:
        """The scorecard whose bounds have a confidence."""
        return self.scorecards[confidence if confidence is not None else DEFAULT_CONFIDENCE]


@dataclass(frozen=True)
class _Found:
    state: CriterionState
    figure: str
    without_review: str
    reason: str


def judge(criterion: Criterion, figures: Figures, eligible: Eligibility | None) -> Judgement:
    """One criterion against the figures of a run."""
    found = _KINDS[type(criterion)](criterion, figures)
    return Judgement(
        criterion=criterion,
        state=found.state,
        figure=found.figure,
        without_review=found.without_review,
        reason=_enough(found, eligible),
        eligibility=eligible,
    )


def _enough(found: _Found, eligible: Eligibility | None) -> str:
    if found.state == "met" or eligible is None or eligible.enough:
        return found.reason
    return f"{found.reason} It needs at least {eligible.needs:,} {eligible.of}, and has {eligible.has:,}."


def _missing(reason: str) -> _Found:
    return _Found("cannot be decided", "–", "–", reason)


def _no_violations(criterion: NoViolations, figures: Figures) -> _Found:
    segment = figures.at(None).overall
    worse = HARMS[HARMS.index(criterion.harm) :]
    levels = [level for level in segment.levels if level.level in worse]
    violated, review = sum(level.violated for level in levels), sum(level.review for level in levels)
    if not segment.cases:
        return _missing("No answer in scope was judged.")
    if not violated + review:
        return _Found("met", "0", "0", f"No violation of harm {criterion.harm} or worse was found.")
    parts = [f"{violated:,} violated" if violated else "", f"{review:,} to review" if review else ""]
    reason = f"Of harm {criterion.harm} or worse: {' and '.join(part for part in parts if part)}."
    return _Found("not met", f"{violated + review:,}", f"{violated:,}", reason)


def _harm_at_most(criterion: HarmAtMost, figures: Figures) -> _Found:
    segment = figures.at(criterion.confidence).overall
    both: tuple[HarmBound | Mean, HarmBound | Mean] = (
        (segment.harm_bound.with_review, segment.harm_bound.without_review)
        if criterion.confidence is not None
        else (segment.harm_per_case.with_review, segment.harm_per_case.without_review)
    )
    name = f"upper {100 * criterion.confidence:.4g} % bound" if criterion.confidence is not None else "mean"
    return _compared(
        both[0].value, both[1].value, criterion.points, f"harm per case ({name})", lambda value: f"{value:.2f}"
    )


def _rate_at_most(criterion: RateAtMost, figures: Figures) -> _Found:
    triage = figures.at(criterion.confidence).overall.triage
    if triage is None:
        return _missing("No answer in scope has a right level of care (gold) to be held against.")
    rates = triage.under if criterion.figure == "under-triage" else triage.over
    strict, plain = (_of_rate(rate, criterion.confidence) for rate in (rates.with_review, rates.without_review))
    name = criterion.figure + (" (upper bound)" if criterion.confidence is not None else "")
    return _compared(strict, plain, criterion.share, name, lambda value: f"{100 * value:.1f} %")


def _of_rate(rate: Rate, confidence: float | None) -> float | None:
    return rate.upper if confidence is not None else rate.value


def _compared(
    strict: float | None, plain: float | None, limit: float, name: str, shown: Callable[[float], str]
) -> _Found:
    if strict is None:
        return _missing(f"There is nothing to compute {name} from.")
    holds = strict <= limit
    reason = f"{name[:1].upper()}{name[1:]} is {shown(strict)}, {'at most' if holds else 'above'} {shown(limit)}."
    return _Found("met" if holds else "not met", shown(strict), shown(plain) if plain is not None else "–", reason)


def _exercised(criterion: EveryRuleExercised, figures: Figures) -> _Found:
    rules = figures.at(None).rules
    if not rules:
        return _missing("No rule judged anything.")
    short = sorted((rule.cases, rule.id) for rule in rules if rule.cases < criterion.times)
    least = min(rule.cases for rule in rules)
    if not short:
        return _Found("met", f"{least:,}", f"{least:,}", f"Each rule applied in at least {least:,} cases.")
    named = ", ".join(f"{rule} ({cases})" for cases, rule in short[:5])
    more = f" and {len(short) - 5:,} more" if len(short) > 5 else ""
    reason = (
        f"{len(short):,} of {len(rules):,} rules applied in fewer cases than {criterion.times}: {named}{more}."
    )
    return _Found("not met", f"{least:,}", f"{least:,}", reason)


def _reviewed(criterion: CasesReviewed, figures: Figures) -> _Found:
    review = figures.review
    if review is None:
        return _missing("No clinicians' review was given (--review FILE).")
    figure = f"{review.cases:,} cases, agreement –"
    if review.agreement is None:
        return _Found("cannot be decided", figure, figure, "Agreement cannot be computed from what was reviewed.")
    figure = f"{review.cases:,} cases, agreement {review.agreement:.2f}"
    if review.cases < criterion.cases:
        reason = f"{review.cases:,} cases were reviewed, fewer than {criterion.cases:,}."
        return _Found("not met", figure, figure, reason)
    holds = review.agreement >= criterion.agreement
    reason = (
        f"The lower bound of agreement (AC1) is {review.agreement:.2f}, "
        f"{'at least' if holds else 'below'} {criterion.agreement:.2f}."
    )
    return _Found("met" if holds else "not met", figure, figure, reason)


def _no_worse(criterion: NoWorse, figures: Figures) -> _Found:
    last = figures.last
    if last is None:
        return _missing("No signed run is on record to be compared with.")
    if last.difference is None:
        return _missing(f"No case of this run is in the last signed run ({last.run}).")
    name = f"difference in harm per case to {last.run} (upper bound, {last.cases:,} cases)"
    return _compared(last.difference, last.without_review, criterion.margin, name, lambda value: f"{value:+.2f}")


_KINDS: dict[type, Callable[[Any, Figures], _Found]] = {
    NoViolations: _no_violations,
    HarmAtMost: _harm_at_most,
    RateAtMost: _rate_at_most,
    EveryRuleExercised: _exercised,
    CasesReviewed: _reviewed,
    NoWorse: _no_worse,
}
