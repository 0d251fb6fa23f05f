"""The hazard matrix, and the hazard log in the columns of DCB0129 and DCB0160 with what the run found."""

from __future__ import annotations

from medrules.model.decision import Dossier
from medrules.model.risk import source
from medrules.model.tallies import Assessment, HazardTally
from medrules.reports import figures
from medrules.reports.risk_matrix import Matrix, matrix
from medrules.reports.sections.blocks import Block, Cell, Column, Facts, Paragraph, Section, Table, Toned

_LOG = (
    Column("Hazard", 1.5, "name"),
    Column("Cause", 1.3),
    Column("Effect", 1.3),
    Column("Harm", 0.8, "harm"),
    Column("Initial", 1),
    Column("Control", 1.3),
    Column("Owner", 0.9),
    Column("Residual", 1),
)
_FOUND = (
    Column("Hazard", 2.2, "name"),
    Column("Rules", 0.5, "number"),
    Column("Violated", 0.65, "number"),
    Column("To review", 0.65, "number"),
    Column("Waived", 0.6, "number"),
    Column("Cases", 0.5, "number"),
    Column("Given this situation", 1.5),
    Column("Review as violated", 1.5),
)
_RATING = (
    "Initial: before the control; residual: with it; rated 1 to 5 by severity × likelihood, in the committee's "
    "words (–: not stated). Its harm: no initial severity is stated, so the worst harm of the rules stands for it."
)
_NONE = "The rules declare no hazard."


def hazard_matrix(dossier: Dossier) -> Section:
    """How many hazards stand in each field of the 5×5 matrix."""
    title = "Hazard matrix"
    if not dossier.scorecard.hazards:
        return Section("matrix", title, (Paragraph(_NONE),))
    initial, residual = (matrix(dossier.scorecard.hazards, when) for when in ("initial", "residual"))
    lead = (
        "Hazards by the severity and likelihood that the committee stated; in brackets the rating of the field. A "
        "likelihood is never taken from a run, and no run changes a rating."
    )
    blocks: list[Block] = [Paragraph(lead)]
    if initial.rated:
        blocks.append(_matrix(initial, "Before the controls (initial)"))
    else:
        blocks.append(Paragraph("None is rated before its control."))
    blocks.append(_matrix(residual, "With the controls (residual)"))
    blocks.append(Facts(tuple((str(each.rating), each.meaning) for each in residual.ratings)))
    blocks.append(Paragraph(f"Matrix and meanings: {source()}."))
    return Section("matrix", title, tuple(blocks))


def _matrix(found: Matrix, title: str) -> Table:
    columns = (
        Column("Likelihood, severity →", 1.2, "name"),
        *(Column(name, 1, "field") for name in found.severity),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (line.likelihood, *(_field(field.hazards, field.rating) for field in line.fields)) for line in found.lines
    )
    return Table(columns, rows, title=f"{title}: {counted(found)}")


def counted(found: Matrix) -> str:
    """How many hazards have each rating, the worst first: *0 rated 5, 1 rated 4, …; 2 not rated*."""
    rated = ", ".join(f"{each.hazards:,} rated {each.rating}" for each in found.ratings)
    return f"{rated}; {found.unrated:,} not rated"


def _field(hazards: int, rating: int) -> Toned:
    return Toned(f"{hazards:,} ({rating})" if hazards else f"({rating})", f"r{rating}")


def hazard_log(dossier: Dossier) -> Section:
    """The log itself, and beside it what the run found under each hazard that a rule leads to."""
    title, hazards = "Hazard log", dossier.scorecard.hazards
    if not hazards:
        return Section("hazards", title, (Paragraph(_NONE),))
    looked_for = [each for each in hazards if each.rules]
    rest = len(hazards) - len(looked_for)
    lead = (
        "Violations of rules that lead to one hazard are one event. Given this situation: cases with a violation "
        "÷ cases in which a rule that leads to the hazard applied. A set of vignettes is enriched with such "
        "situations, so it is not how often the hazard arises in practice."
    )
    blocks: list[Block] = [Paragraph(lead)]
    note = f"For {figures.counted(rest, 'other hazard')} of the log no rule of this run looks." if rest else ""
    if looked_for:
        blocks.append(Table(_FOUND, tuple(map(_found, looked_for)), title="What the run found", note=note))
    else:
        blocks.append(Paragraph("No rule of this run leads to a hazard of the log."))
    blocks.append(
        Table(_LOG, tuple(map(_logged, hazards)), title="The log, as the rule files state it", note=_RATING)
    )
    return Section("hazards", title, tuple(blocks))


def _found(found: HazardTally) -> tuple[Cell, ...]:
    share = found.given_situation
    rates = (figures.rate(share.without_review), figures.rate(share.with_review))
    return (
        found.hazard.title,
        len(found.rules),
        found.violated,
        found.review,
        found.waived,
        found.cases,
        *(rates if found.cases else ("never applied", figures.NOTHING)),
    )


def _logged(found: HazardTally) -> tuple[Cell, ...]:
    hazard = found.hazard
    return (
        hazard.title,
        hazard.cause or "not stated",
        hazard.effect or "not stated",
        found.harm or figures.NOTHING,
        _rated(found.initial),
        hazard.control or "not stated",
        hazard.owner or "not stated",
        _rated(found.residual),
    )


def _rated(found: Assessment) -> str:
    """The rating, and the severity and likelihood that give it, as the committee wrote them."""
    if found.severity is None and found.likelihood is None:
        return "not stated"
    severity = (found.severity or figures.NOTHING) + (" (its harm)" if found.from_harm else "")
    rating = "not rated" if found.rating is None else str(found.rating)
    return f"{rating}: {severity} × {found.likelihood or figures.NOTHING}"
