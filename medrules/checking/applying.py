"""Applies one rule to one situation: does it apply, what is excused, how is each obligation judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medrules.checking.clauses.truth import AN_ANSWER, Truth
from medrules.checking.compiling import CompiledObligation, CompiledRule
from medrules.checking.obligations.judgement import Judgement, undecided
from medrules.checking.situation import Situation
from medrules.model.verdict import Evidence

Applied = tuple[CompiledObligation, Judgement, tuple[Evidence, ...]]
"""An obligation, its judgement, and what made the rule apply."""


def concerns(rule: CompiledRule, category: str | None) -> bool:
    """Whether a rule is for samples of this category; the uncategorised ones are everybody's.

    A sample whose category has no subcategory may belong to any of them. A case's own rule is for its answers,
    whatever their category.
    """
    if rule.rule.case is not None:
        return True
    if category is None or not rule.rule.categories:
        return True
    return any(
        category == wanted or category.startswith(wanted + "/") or wanted.startswith(category + "/")
        for wanted in rule.rule.categories
    )


def apply(rule: CompiledRule, situation: Situation, *, assume_when: bool = False) -> Iterator[Applied]:
    """Every obligation of the rule, judged.

    Args:
        rule: a rule that concerns the sample's category.
        situation: the sample, read.
        assume_when: take ``when`` as true (an example that is given nothing).
    """
    truth = Truth(True) if assume_when or rule.when is None else rule.when.holds(situation, None)
    for obligation in rule.obligations:
        yield obligation, _judged(obligation, situation, truth), truth.evidence


def settle(rule: CompiledRule, situation: Situation) -> Sequence[int] | None:
    """The obligations that are met, where no rule has to be applied to tell; None: this one has to be.

    Most rules surely do not apply, or apply where nothing that they forbid is found.
    """
    when = rule.when
    applies = True if when is None else when.settles(situation)
    if applies is False:
        return ()
    if not applies or rule.forbidden is None or situation.empty or situation.output.conversation is not None:
        return None
    found = any(
        (text := situation.text("input" if side == "input" else "output")) and text.mentions(group, None)
        for side, group in rule.forbidden
    )
    return None if found else rule.positions


def not_concerned(rule: CompiledRule) -> Iterator[Applied]:
    """Every obligation of a rule that is for other categories."""
    for obligation in rule.obligations:
        yield obligation, Judgement("not applicable", "The rule is for other categories."), ()


def failed(rule: CompiledRule, error: Exception) -> Iterator[Applied]:
    """Every obligation of a rule on which the checker itself failed."""
    reason = f"The checker failed on this answer ({type(error).__name__}: {error}); please report it."
    for obligation in rule.obligations:
        yield obligation, Judgement("error", reason), ()


def _judged(obligation: CompiledObligation, situation: Situation, when: Truth) -> Judgement:
    if when.value is False:
        return Judgement("not applicable", "What follows 'when' does not hold.")
    if situation.empty and (when.value or AN_ANSWER in when.lacks):
        return Judgement("error", "The answer is empty.")
    if when.value is None:
        return undecided(when, "the rule applies")
    unless = obligation.unless
    if unless is None:
        return obligation.duty.judge(situation, None)
    found = unless.holds(situation, None)
    if found.value:
        return Judgement("not applicable", "What follows 'unless' holds.", situation.read(found.evidence))
    if found.faults:
        return undecided(found, "the exception holds")
    judged = obligation.duty.judge(situation, unless if unless.bound else None)
    return _not_excused(judged, found) if found.value is None else judged


def _not_excused(judged: Judgement, unless: Truth) -> Judgement:
    """An exception that nobody can decide excuses nothing."""
    fields = tuple(dict.fromkeys(unless.unrecorded))
    if not fields or judged.outcome not in ("violated", "review"):
        return judged
    reason = f"{judged.reason} (What follows 'unless' is not known: the record lacks {' and '.join(fields)}.)"
    return judged._replace(reason=reason, lacking=(*judged.lacking, *fields))
