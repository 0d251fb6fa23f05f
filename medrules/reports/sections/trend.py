"""How the runs of the sign-off went, one after another: this one, and those before it on record."""

from __future__ import annotations

from medrules.model.decision import Dossier
from medrules.model.trend import Trend, TrendRun
from medrules.reports import figures
from medrules.reports.sections.blocks import Block, Cell, Column, Paragraph, Section, Table

_DIGITS = 12
"""Of a bundle's digest: as ``medrules runs`` lists it."""
_COLUMNS = (
    Column("Run", 1.0, "name"),
    Column("Bundle", 1.15, "code"),
    Column("State", 1.1, "state"),
    Column("Signed", 0.75),
    Column("Model, tool", 1.2),
    Column("Changed before it", 0.9),
    Column("Cases", 0.6, "number"),
    Column("Harmful cases", 1.35),
    Column("Harmful, review left out", 1.35),
    Column("Harm per case", 0.7),
    Column("Harm, review left out", 0.8),
)


def trend(dossier: Dossier) -> Section:
    """Every run that the bundle seals, the latest first."""
    found, title = dossier.trend, "Over the runs"
    if found is None or not found.earlier:
        none = "No earlier run of this sign-off is on record, so there is nothing to be seen beside this one."
        return Section("trend", title, (Paragraph(none),))
    rows = tuple(map(_run, reversed(found.runs)))
    note = "Where something was changed, figures before and after it are not alike. Review counts as violated."
    blocks: tuple[Block, ...] = (Paragraph(_lead(found)), Table(_COLUMNS, rows, note=note))
    return Section("trend", title, blocks)


def _lead(found: Trend) -> str:
    verb = "is" if found.earlier == 1 else "are"
    lead = f"{figures.counted(found.earlier, 'earlier run')} of this sign-off {verb} on record"
    if found.left_out:
        lead += f", of which the latest {found.earlier - found.left_out:,} are shown"
    return f"{lead}." if found.last_signed else f"{lead}; none of the runs before this one is signed."


def _run(run: TrendRun) -> tuple[Cell, ...]:
    return (
        str(run.as_of),
        "this run" if run.digest is None else run.digest[:_DIGITS],
        run.state,
        "signed" if run.signed else figures.NOTHING,
        f"{', '.join(run.models) or 'not named'}; {run.tool}",
        ", ".join(run.changed) or figures.NOTHING,
        run.cases,
        figures.rate(run.case_harm.with_review),
        figures.rate(run.case_harm.without_review),
        figures.points(run.harm_per_case),
        figures.points(run.harm_per_case_without_review),
    )
