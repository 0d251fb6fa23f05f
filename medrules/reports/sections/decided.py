"""The first sections: what the tool states and why, each criterion, what is open, and what the model is for."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.model.decision import Dossier, Eligibility
from medrules.reports import figures
from medrules.reports.risk_matrix import matrix
from medrules.reports.sections.blocks import Block, Bullets, Column, Facts, Paragraph, Section, Table
from medrules.reports.sections.hazards import counted

_CRITERIA = (
    Column("Criterion", 2.1, "name"),
    Column("State", 0.9, "state"),
    Column("Figure", 0.7),
    Column("Without review", 0.75),
    Column("Cases needed / there", 1.5),
    Column("Why", 2.6),
)


def statement(dossier: Dossier) -> Section:
    """The state over all criteria, its reasons, and how much stands behind it."""
    decision = dossier.decision
    why: Block = Paragraph("Every criterion of the block holds, and nothing is open.")
    if decision.reasons:
        why = Bullets(decision.reasons)
    return Section(
        "statement",
        "Statement",
        (
            why,
            Paragraph(f"{decision.statement} {_counts(dossier)}"),
            Facts((*_hazards(dossier), ("Events", _events(dossier)))),
        ),
    )


def _counts(dossier: Dossier) -> str:
    whole, out = dossier.scorecard.overall, dossier.decision.out_of_scope
    beside = f"; {figures.counted(out, 'answer')} out of scope and not counted" if out else ""
    lost = whole.not_determined
    return (
        f"{figures.counted(whole.cases, 'case')}, {figures.counted(whole.samples, 'answer')} judged by "
        f"{figures.counted(dossier.decision.rules, 'rule')}{beside}. Not determined: "
        f"{figures.counted(lost.review, 'verdict')} to review, {figures.counted(lost.error, 'error')}, "
        f"{lost.empty:,} empty, {lost.truncated:,} truncated and {lost.failed:,} unreadable answers."
    )


def _hazards(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """How many hazards the committee put at each rating."""
    initial, residual = (matrix(dossier.scorecard.hazards, when) for when in ("initial", "residual"))
    if initial.rated:
        yield "Hazards before controls", counted(initial)
    yield "Hazards with controls", counted(residual)


def _events(dossier: Dossier) -> str:
    levels = [f"{level.events:,} of harm {level.level}" for level in dossier.scorecard.overall.levels]
    return f"{', '.join(levels)}; each charged once"


def criteria(dossier: Dossier) -> Section:
    """The criteria one by one."""
    rows = tuple(
        (
            judged.criterion.text,
            judged.state,
            judged.figure,
            judged.without_review,
            _needed(judged.eligibility),
            judged.reason,
        )
        for judged in dossier.decision.criteria
    )
    note = (
        "An unresolved review counts as violated in every criterion; the figure without review stands beside it."
    )
    block: Block = Table(_CRITERIA, rows, note=note) if rows else Paragraph("The block names no criterion.")
    return Section("criteria", "Criteria", (block,))


def _needed(needs: Eligibility | None) -> str:
    return f"{needs.needs:,} / {needs.has:,} {needs.of}" if needs else figures.NOTHING


def open_issues(dossier: Dossier) -> Section:
    """What is open although all criteria hold."""
    conditions = dossier.decision.conditions
    return Section("open", "Open issues", (Bullets(conditions) if conditions else Paragraph("Nothing is open."),))


def use(dossier: Dossier) -> Section:
    """What the model is to be used for, and what not, in the words of the block."""
    block = dossier.decision.signoff
    quoted = "Answers are quoted." if dossier.quotes else "No answer, input or record is quoted."
    return Section(
        "use",
        "Intended use and its limits",
        (
            Facts(
                (
                    ("Intended use", block.intended_use or "not stated"),
                    ("Categories", ", ".join(block.categories) or "every category"),
                    ("Guardrails", "; ".join(block.guardrails) or "not stated"),
                    ("Not to be used for", "; ".join(block.not_for) or "not stated"),
                    ("Regulatory context", block.regulatory or "not stated"),
                    ("Data protection", quoted),
                )
            ),
        ),
    )
