"""The section of the worst findings, without a word of an answer: formats that quote put the words beside it."""

from __future__ import annotations

from medrules.model.decision import Dossier
from medrules.model.finding import Finding
from medrules.reports import figures
from medrules.reports.sections.blocks import Block, Cell, Column, Paragraph, Section, Table
from medrules.reports.signoff_words import spans

MOST_FINDINGS = 60
"""Findings that a report for reading holds; all of them stand in the workbook and in the lines of verdicts."""
_COLUMNS = (
    Column("Rule", 1.6, "code"),
    Column("Must", 2.6),
    Column("Verdict", 0.9),
    Column("Harm", 0.8, "harm"),
    Column("Case", 1.2),
    Column("Answer", 1.4),
    Column("Rests on", 1.2),
)
_LONGEST = 200


def findings(dossier: Dossier) -> Section:
    """The worst findings, one a row."""
    title, found = "Findings, worst first", dossier.found
    if not found.all:
        return Section("findings", title, (Paragraph("No finding."),))
    worst = dossier.findings[:MOST_FINDINGS]
    blocks: list[Block] = [Paragraph(_lead(dossier, len(worst))), Table(_COLUMNS, tuple(map(_finding, worst)))]
    return Section("findings", title, tuple(blocks))


def _lead(dossier: Dossier, shown: int) -> str:
    found = dossier.found
    kinds = (
        f"{found.violated:,} violated, {found.review:,} to review, {figures.counted(found.error, 'error')}, "
        f"{found.waived:,} waived."
    )
    if shown < found.all:
        kinds += f" The worst {shown:,} of {found.all:,}; all of them stand in findings.xlsx and verdicts.jsonl."
    return kinds


def _finding(finding: Finding) -> tuple[Cell, ...]:
    verdict = finding.verdict
    return (
        f"{verdict.rule}#{verdict.obligation}",
        figures.shortened(verdict.statement, _LONGEST),
        verdict.verdict + (", waived" if verdict.waived else ""),
        verdict.harm,
        verdict.case,
        verdict.sample,
        ", ".join(spans(verdict.evidence)) or "an absence",
    )
