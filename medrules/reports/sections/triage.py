"""The triage section: advised level of care against the gold level."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.decision import Dossier
from medrules.model.segment import Triage
from medrules.reports import charts, figures
from medrules.reports.sections.blocks import Cell, Column, Paragraph, Section, Table, Toned

_FIGURES = (
    Column("Figure", 2.6, "name"),
    Column("Answers", 1),
    Column("Rate", 1.5),
    Column("Review as violated", 1.5),
)


def triage(dossier: Dossier) -> Section:
    """The confusion matrix, and every rate made of it."""
    found = dossier.scorecard.overall.triage
    if found is None:
        none = "No answer in scope has a right level of care (gold) to be held against."
        return Section("triage", "Triage", (Paragraph(none),))
    return Section(
        "triage",
        "Triage",
        (_matrix(found), Table(_FIGURES, tuple(_rates(found))), Paragraph(_lead(found))),
    )


def _matrix(found: Triage) -> Table:
    columns = (
        Column("Gold ↓ advised →", 1.4, "name"),
        *(Column(name, 1, "field") for name in (*found.ladder, "not determined")),
    )
    cells = iter(charts.heat(found).cells)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f"{name} (n = {sum(counts):,})", *(_field(next(cells)) for _ in counts))
        for name, counts in zip(found.ladder, found.matrix, strict=True)
    )
    return Table(
        columns, rows, note="Rows: the level that clinicians set. Columns: the level that the answer advises."
    )


def _field(cell: charts.Cell) -> Toned:
    return Toned(f"{cell.answers:,}", cell.kind if cell.answers else "")


def _rates(found: Triage) -> Iterator[tuple[Cell, ...]]:
    for name, both in (
        ("Under-triage: below gold, or not determined", found.under),
        ("Over-triage: above gold", found.over),
    ):
        plain = both.without_review
        yield (name, figures.fraction(plain), figures.rate(plain), figures.rate(both.with_review))
    for name, rate in (
        ("Exact", found.accuracy),
        ("Safety of advice: exact or above", found.safety_of_advice),
        ("Inclination to over-triage: above ÷ (above + below)", found.inclination_to_overtriage),
        ("Not determined", found.not_determined),
    ):
        yield (name, figures.fraction(rate), figures.rate(rate), figures.NOTHING)
    kappa = figures.NOTHING if found.kappa is None else f"{found.kappa:.2f}"
    yield ("Kappa: quadratic weights, determined answers", figures.NOTHING, kappa, figures.NOTHING)


def _lead(found: Triage) -> str:
    answers, cases = figures.counted(found.answers, "answer"), figures.counted(found.cases, "case")
    text = f"{answers} to {cases} with a gold level."
    if found.weak:
        weak = figures.counted(found.weak, "answer")
        text += (
            f" For {weak} the level rests on weak evidence; the matrix shows it as read, the rates leave it out "
            "or count it as wrong."
        )
    if found.unknown_gold:
        unknown = figures.counted(found.unknown_gold, "answer")
        text += f" Left out: {unknown} whose gold level no ladder of the rules has."
    return text
