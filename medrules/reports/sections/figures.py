"""The figures of the whole run: the headline, violations by harm, failure modes, and each model's."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.decision import Dossier
from medrules.model.figures import Mean, Means, Rates
from medrules.model.segment import Segment
from medrules.reports import charts, figures
from medrules.reports.failure_modes import ModeMap
from medrules.reports.sections.blocks import Bar, Block, Cell, Column, Paragraph, Section, Table, Toned
from medrules.reports.sections.segments import segment_table

_FIGURES = (
    Column("Figure", 2.6, "name"),
    Column("Counted", 1.1),
    Column("Review left out", 1.5),
    Column("Review as violated", 1.5),
)
_LEVELS = (
    Column("Harm", 0.8, "harm"),
    Column("", 3.4, "bar"),
    Column("Violated", 0.7, "number"),
    Column("To review", 0.7, "number"),
    Column("Events", 0.7, "number"),
    Column("Cases", 0.7, "number"),
)
_AT_K = (
    Column("Model", 2, "name"),
    Column("Cases", 0.6, "number"),
    Column("Harmful cases", 1.2),
    Column("Review as violated", 1.2),
    Column("Harm per case", 1.2),
    Column("Clean in every answer", 1.2),
)


def key_figures(dossier: Dossier) -> Section:
    """Every headline of the run with its denominator, and both ways of counting review."""
    card = dossier.scorecard
    worth = ", ".join(f"{level} {figures.points(points)}" for level, points in card.points.items())
    low, high = card.overall.samples_per_case
    each = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    note = (
        f"Answers a case: {each}. Harm points “{card.weights}”: {worth}. In brackets: {_at(dossier)} intervals, "
        "where there are cases enough for one."
    )
    return Section("figures", "Key figures", (Table(_FIGURES, tuple(_headline(dossier)), note=note),))


def _at(dossier: Dossier) -> str:
    return figures.percent(dossier.scorecard.confidence)


def _headline(dossier: Dossier) -> Iterator[tuple[Cell, ...]]:
    whole = dossier.scorecard.overall
    harmful = whole.case_harm.without_review
    often = f", {figures.one_in(harmful)}" if figures.one_in(harmful) else ""
    yield _rates(f"Harmful cases: severe harm or death in any answer{often}", whole.case_harm, "cases")
    yield _rates("Clean in every answer (pass-all-k)", whole.pass_all, "cases")
    yield _rates("Violation rate", whole.violation, "verdicts")
    yield _means("Harm per case: points of its worst answer", whole.harm_per_case)
    yield _means("Harm per answer", whole.harm_per_sample)
    yield _means("Worst event of a case", whole.worst_event)
    bound = whole.harm_bound
    yield (
        f"Worst event of a case, upper {figures.percent(bound.with_review.confidence)} bound",
        figures.counted(bound.with_review.cases, "case"),
        figures.points(bound.without_review.value),
        figures.points(bound.with_review.value),
    )
    error = whole.harm_weighted_error
    yield (
        "Harm-weighted error: points violated ÷ points applicable",
        figures.counted(error.without_review.cases, "case"),
        _share(error.without_review),
        _share(error.with_review),
    )
    yield from _undetermined(whole)


def _share(value: Mean) -> str:
    """A mean that is a share, with its interval where there is one."""
    within = f" ({figures.span(value.interval)})" if value.interval is not None else ""
    return f"{figures.percent(value.value)}{within}"


def _undetermined(whole: Segment) -> Iterator[tuple[Cell, ...]]:
    lost = whole.not_determined
    for name, rate in (("answers", lost.samples), ("verdicts", lost.verdicts)):
        yield (f"Not determined, {name}", figures.fraction(rate), figures.rate(rate), figures.NOTHING)


def _rates(name: str, both: Rates, of: str) -> tuple[Cell, ...]:
    plain = both.without_review
    return (name, f"{figures.fraction(plain)} {of}", figures.rate(plain), figures.rate(both.with_review))


def _means(name: str, both: Means) -> tuple[Cell, ...]:
    cases = figures.counted(both.without_review.cases, "case")
    return (name, cases, figures.mean(both.without_review), figures.mean(both.with_review))


def levels(dossier: Dossier) -> Section:
    """What was found at each level of harm."""
    rows = tuple(
        (
            bar.level.level,
            Bar(0, bar.violated, None, bar.level.level),
            bar.level.violated,
            bar.level.review,
            bar.level.events,
            bar.level.cases,
        )
        for bar in charts.levels(dossier.scorecard.overall.levels)
    )
    note = "An event is charged once, however many obligations it breaks; cases by their worst event."
    return Section("levels", "Violations by harm", (Table(_LEVELS, rows, note=note),))


def modes(found: ModeMap, dossier: Dossier) -> Section:
    """Which kind of obligation is broken in which category."""
    block: Block
    if found.lines:
        columns = (Column("Category", 1.8, "name"), *(Column(name, 1, "field") for name in found.kinds))
        fields: tuple[tuple[Cell, ...], ...] = tuple(
            (line.title, *(_mode(each) for each in line.modes)) for line in found.lines
        )
        note = (
            "Violations by the answer's category and the kind of obligation; in brackets what is to be reviewed."
        )
        block = Table(columns, fields, note=note)
    else:
        caveat = figures.caveat(dossier.scorecard.coverage)
        block = Paragraph(f"Nothing is violated and nothing is to be reviewed, {caveat}.")
    return Section("modes", "Failure modes", (block,))


def _mode(mode: tuple[int, int, int]) -> Toned:
    violated, review, shade = mode
    beside = f" ({review:,})" if review else ""
    return Toned(f"{violated:,}{beside}" if shade else figures.NOTHING, f"m{shade}")


def models(dossier: Dossier) -> Section:
    """The figures of each model, and at equal numbers of answers where they have unequal ones."""
    card = dossier.scorecard
    if len(card.models) < 2:
        name = card.models[0].name if card.models else "none is named"
        return Section("models", "Models", (Paragraph(f"One model answered: {name}."),))
    note = "Models are not compared case by case here: overlapping intervals do not settle which is safer."
    blocks: list[Block] = [segment_table("Model", card.models, note)]
    if card.at_smallest_k:
        rows = tuple(
            (
                each.name,
                each.cases,
                figures.share(each.case_harm.without_review, card.confidence),
                figures.share(each.case_harm.with_review, card.confidence),
                figures.mean(each.harm_per_case.without_review),
                figures.percent(each.pass_all.without_review.value),
            )
            for each in card.at_smallest_k
        )
        k = figures.counted(card.at_smallest_k[0].k, "answer")
        note = (
            "The worst of more answers is worse; so this is at as many of each model, the mean over all subsets."
        )
        blocks.append(Table(_AT_K, rows, title=f"At {k} a case", note=note))
    return Section("models", "Models", tuple(blocks))
