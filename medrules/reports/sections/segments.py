"""The figures of parts of a run: MedHELM categories and subcategories, risk, setting, supervision, subgroups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medrules.model.decision import Dossier
from medrules.model.figures import Rate
from medrules.model.segment import Segment
from medrules.reports import charts, figures
from medrules.reports.sections.blocks import Bar, Block, Cell, Column, Paragraph, Section, Table


def _columns(end: float) -> tuple[Column, ...]:
    """Those of every table of segments; ``end``: of the axis of the bars."""
    return (
        Column("Answers", 0.7, "number"),
        Column("Cases", 0.6, "number"),
        Column(f"0 to {figures.percent(end)}", 0.75, "bar"),
        Column("Harmful cases", 1.45),
        Column("Review as violated", 1.05),
        Column("Harm per case", 0.7),
        Column("Violation rate", 1.5),
        Column("Not determined", 0.9),
    )


def segment_table(first: str, segments: Sequence[Segment], note: str = "") -> Table:
    """A row a segment."""
    end = charts.scale([each.case_harm.without_review for each in segments])
    rows = tuple((each.name, *_figures(each, end)) for each in segments)
    return Table((Column(first, 2.2, "name"), *_columns(end)), rows, note=note)


def _figures(segment: Segment, end: float) -> tuple[Cell, ...]:
    harm = segment.case_harm
    return (
        segment.rows,
        segment.cases,
        _bar(harm.without_review, end),
        figures.rate(harm.without_review),
        figures.brief(harm.with_review),
        figures.points(segment.harm_per_case.without_review.value),
        figures.rate(segment.violation.without_review),
        figures.fraction(segment.not_determined.verdicts),
    )


def _bar(rate: Rate, end: float) -> Bar | None:
    span = charts.span(rate, end)
    return Bar(*span) if span else None


def categories(dossier: Dossier) -> Section:
    """Every category and subcategory, those without answers or rules too."""
    card = dossier.scorecard
    end = charts.scale([part.case_harm.without_review for _, _, part, _ in _parts(dossier) if part])
    rows: list[tuple[Cell, ...]] = []
    heads = set()
    for name, rules, segment, head in _parts(dossier):
        if head:
            heads.add(len(rows))
        lacking: tuple[Cell, ...] = (0, 0, None, "no answers", *[figures.NOTHING] * 4)
        rows.append((name, rules, *(_figures(segment, end) if segment else lacking)))
    covered, bare = len(card.coverage.covered), len(card.coverage.uncovered)
    general = card.coverage.general_rules
    everywhere = (
        f"; {figures.counted(general, 'rule')} of no category {'applies' if general == 1 else 'apply'} everywhere"
    )
    lead = f"{covered} of {covered + bare} subcategories are named by a rule{everywhere if general else ''}."
    note = (
        "Harmful cases: those with a violation of harm severe or death, with their interval. Where no rule is "
        "named, a clean figure says nothing."
    )
    columns = (Column("Category", 2.5, "name"), Column("Rules", 0.55, "number"), *_columns(end))
    table = Table(columns, tuple(rows), note=note, heads=frozenset(heads))
    return Section("categories", "MedHELM categories", (Paragraph(lead), table))


def _parts(dossier: Dossier) -> Iterator[tuple[str, str, Segment | None, bool]]:
    for category in dossier.scorecard.categories:
        yield category.title, str(category.rules or "none"), category.segment, True
        for part in category.subcategories:
            yield part.title, str(part.rules or "none"), part.segment, False
    if dossier.scorecard.uncategorised is not None:
        yield "Uncategorised", "all", dossier.scorecard.uncategorised, True


def segments(dossier: Dossier) -> Section:
    """Risk, setting, supervision and subgroup, where the answers state them."""
    found = [each.model_copy(update={"name": f"{each.kind}: {each.name}"}) for each in dossier.scorecard.segments]
    none = "No answer states its risk, setting, supervision or subgroup."
    block: Block = segment_table("Segment", found) if found else Paragraph(none)
    return Section("segments", "Risk, setting, supervision, subgroups", (block,))
