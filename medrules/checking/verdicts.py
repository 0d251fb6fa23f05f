"""Turns judgements into verdicts, with their points."""

from __future__ import annotations

from medrules.checking.compiling import CompiledObligation, CompiledRule
from medrules.checking.obligations.judgement import Judgement
from medrules.checking.weights import points
from medrules.model.book import Weights
from medrules.model.case import Sample
from medrules.model.verdict import Evidence, Verdict


def verdict(
    sample: Sample,
    compiled: CompiledRule,
    obligation: CompiledObligation,
    judgement: Judgement,
    trigger: tuple[Evidence, ...],
    *,
    weights: Weights,
) -> Verdict:
    """The verdict on one obligation; only a violation has points."""
    rule, stated = compiled.rule, obligation.obligation
    violated = judgement.outcome == "violated"
    return Verdict(
        case=sample.case,
        sample=sample.id,
        model=sample.model,
        rule=rule.id,
        obligation=stated.number,
        statement=stated.text,
        verdict=judgement.outcome,
        harm=stated.harm,
        points=points(weights, stated.harm, sample) if violated else 0.0,
        category=sample.category,
        hazard=rule.hazard,
        evidence=judgement.evidence,
        trigger=trigger,
        nearest=judgement.nearest,
        reason=judgement.reason,
        because=rule.because,
        file=stated.location.file,
        line=stated.location.line,
        discrepancies=judgement.discrepancies,
    )
