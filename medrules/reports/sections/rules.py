"""The section of the rules: what each found, and of those with findings each obligation."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.decision import Dossier
from medrules.model.tallies import ObligationTally, RuleTally
from medrules.reports import charts, figures
from medrules.reports.sections.blocks import Block, Cell, Column, Paragraph, Section, Table

_COLUMNS = (
    Column("Rule, obligation", 2.9, "name"),
    Column("Id", 2.05, "code"),
    Column("Harm", 0.9, "harm"),
    Column("Cases", 0.5, "number"),
    Column("Violated", 0.85),
    Column("Rate", 1.6),
    Column("Review as violated", 1.1),
    Column("Not determined", 0.85),
    Column("Waived", 0.65, "number"),
)
_LONGEST = 64
"""Characters of an obligation; the whole of it stands in the rule."""


def rules(dossier: Dossier) -> Section:
    """Rules with findings and their obligations, then those met every time."""
    card = dossier.scorecard
    found, clean = charts.with_findings(card.rules), charts.without_findings(card.rules)
    blocks: list[Block] = [Paragraph(_lead(dossier))]
    if found:
        blocks.append(_with_obligations(found))
    if clean:
        title = f"Met every time ({figures.caveat(card.coverage)})"
        blocks.append(Table(_COLUMNS, tuple(map(_rule, clean)), title=title))
    return Section("rules", "Rules", tuple(blocks))


def _lead(dossier: Dossier) -> str:
    card, coverage = dossier.scorecard, dossier.scorecard.coverage
    lead = f"{coverage.exercised:,} of {figures.counted(coverage.rules, 'rule')} applied at least once."
    if coverage.always_violated:
        lead += (
            f" Violated every time: {', '.join(coverage.always_violated)}. Read them again: a rule that always "
            "fires is often wrong."
        )
    if figures.uneven(card.overall):
        lead += (
            " Cases have unequal numbers of answers and weigh the same: a rate need not be its count ÷ its total."
        )
    return lead


def _with_obligations(found: list[RuleTally]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    heads = set()
    for rule in found:
        heads.add(len(rows))
        rows.append(_rule(rule))
        rows.extend(_obligations(rule))
    return Table(_COLUMNS, tuple(rows), title="With findings", heads=frozenset(heads))


def _rule(rule: RuleTally) -> tuple[Cell, ...]:
    rate = rule.violation
    return (
        rule.title,
        rule.id,
        rule.harm,
        rule.cases,
        figures.fraction(rate.without_review),
        figures.rate(rate.without_review),
        figures.brief(rate.with_review),
        figures.fraction(rule.undetermined),
        rule.outcomes.all_waived,
    )


def _obligations(rule: RuleTally) -> Iterator[tuple[Cell, ...]]:
    if len(rule.obligations) > 1:
        yield from (_obligation(each) for each in rule.obligations)


def _obligation(each: ObligationTally) -> tuple[Cell, ...]:
    counts, rate = each.outcomes, each.violation
    shown = (
        figures.fraction(rate.without_review),
        figures.rate(rate.without_review),
        figures.brief(rate.with_review),
        f"{counts.review + counts.error:,} of {counts.applicable:,}",
    )
    return (
        figures.shortened(each.text, _LONGEST),
        f"#{each.number}",
        each.harm,
        each.cases,
        *(shown if counts.applicable else ("never applied", *[figures.NOTHING] * 3)),
        counts.all_waived,
    )
