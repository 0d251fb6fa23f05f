"""The section of clinicians' review: agreement, precision and recall of each rule, corrected rates."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.decision import Dossier
from medrules.model.figures import Rate
from medrules.model.review import Acceptability, Agreement, Corrected, Review
from medrules.reports import figures
from medrules.reports.sections.blocks import Block, Cell, Column, Paragraph, Section, Table

_AGREEMENT = (
    Column("Agreement", 2.6, "name"),
    Column("Verdicts", 0.8, "number"),
    Column("Gwet's AC1", 0.9),
    Column("Lower 95 % bound", 1.1),
    Column("Cohen's kappa", 0.9),
)
_RULES = (
    Column("Rule", 2, "code"),
    Column("Reviewed", 0.8, "number"),
    Column("Precision", 2),
    Column("Recall", 2),
)
_RATES = (
    Column("Rate", 2, "name"),
    Column("By the checker", 1),
    Column("Corrected for its errors", 1.6),
    Column("95 % interval", 1.2),
)
_ACCEPTABILITY: tuple[Acceptability, ...] = ("acceptable", "acceptable with changes", "not acceptable")
_ACCEPTABLE = (
    Column("Answers as a whole", 2, "name"),
    *(Column(each.capitalize(), 1, "number") for each in _ACCEPTABILITY),
)
_WITH, _WITHOUT = "review counted as violated", "review left out"


def review(dossier: Dossier) -> Section:
    """All that the review came to."""
    found, title = dossier.review, "Clinicians' review"
    if found is None:
        return Section("review", title, (Paragraph("No review was given."),))
    blocks: list[Block] = [Paragraph(_lead(found)), Table(_AGREEMENT, tuple(_agreements(found)))]
    rules = tuple(
        (each.rule, each.reviewed, _share(each.precision), _share(each.recall)) for each in found.rules_found
    )
    if rules:
        blocks.append(Table(_RULES, rules, title="Precision and recall of each rule"))
    else:
        blocks.append(Paragraph("Of no rule was anything settled."))
    blocks.append(
        Table(_RATES, tuple(map(_corrected, found.rates)), title="Rates corrected for the checker's errors")
    )
    accepted: tuple[tuple[Cell, ...], ...] = tuple(
        (each.reviewer, *(each.counts.get(name, 0) for name in _ACCEPTABILITY)) for each in found.acceptable
    )
    if accepted:
        blocks.append(Table(_ACCEPTABLE, accepted, title="How acceptable reviewers find the answers"))
    return Section("review", title, tuple(blocks))


def _lead(found: Review) -> str:
    by = figures.counted(len(found.reviewers), "reviewer")
    lead = (
        f"{figures.counted(found.verdicts, 'verdict')} in {figures.counted(found.cases, 'case')} were judged by "
        f"{by} who did not see ours. Every figure weighs a verdict by the inverse of its chance of being drawn."
    )
    if found.unsettled:
        lead += f" On {figures.counted(found.unsettled, 'verdict')} reviewers are split."
    return lead


def _agreements(found: Review) -> Iterator[tuple[Cell, ...]]:
    for each in found.checker:
        yield _agreement(each, f"{each.one} and {each.other}, {_WITH}")
    for each in found.checker_without_review:
        yield _agreement(each, f"{each.one} and {each.other}, {_WITHOUT}")
    for each in found.between:
        yield _agreement(each, f"{each.one} and {each.other}")


def _agreement(each: Agreement, name: str) -> tuple[Cell, ...]:
    return (name, each.verdicts, _decimal(each.ac1), _decimal(each.lower), _decimal(each.kappa))


def _decimal(value: float | None) -> str:
    return figures.NOTHING if value is None else f"{value:.2f}"


def _share(rate: Rate) -> str:
    if rate.value is None:
        return figures.NOTHING
    within = rate.interval
    span = f", {100 * within.low:.1f} to {100 * within.high:.1f} %" if within is not None else ""
    return f"{100 * rate.value:.1f} % ({figures.fraction(rate)}{span})"


def _corrected(each: Corrected) -> tuple[Cell, ...]:
    raw = figures.NOTHING if each.raw is None else f"{each.raw:.4g}"
    if each.corrected is None or each.interval is None:
        return (each.name, raw, each.reason or figures.NOTHING, figures.NOTHING)
    return (each.name, raw, f"{each.corrected:.4g}", f"{each.interval.low:.4g} to {each.interval.high:.4g}")
