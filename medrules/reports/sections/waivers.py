"""The sections of what the hospital decided itself: waivers with what they cover, and adoptions."""

from __future__ import annotations

from medrules.model.approval import AdoptionStanding
from medrules.model.decision import Dossier
from medrules.model.tallies import WaiverTally
from medrules.reports import approvals, figures
from medrules.reports.sections.blocks import Block, Cell, Column, Paragraph, Section, Table

_WAIVERS = (
    Column("Rule", 1.6, "code"),
    Column("State", 1.2),
    Column("Until", 0.9),
    Column("Owner", 1.1),
    Column("Reason", 1.6),
    Column("Renewed", 0.9),
    Column("Covers", 1.1),
)
_ADOPTIONS = (
    Column("Adopted", 2.4, "name"),
    Column("State", 1.9),
    Column("Approved by", 1.6),
    Column("Review by", 0.9),
    Column("Rules", 0.5, "number"),
    Column("Hash of the text", 1.1, "code"),
)
_DIGITS = 16
"""Of a hash: enough to look it up in the rule file, where the whole of it stands."""


def waivers(dossier: Dossier) -> Section:
    """Every waiver, how often it is used, and what the figures would be without any."""
    found, title = dossier.scorecard.waivers, "Waivers"
    if not found:
        return Section("waivers", title, (Paragraph("The rule files hold no waiver."),))
    blocks: list[Block] = [Paragraph(_lead(dossier)), Table(_WAIVERS, tuple(map(_waiver, found)))]
    return Section("waivers", title, tuple(blocks))


def _lead(dossier: Dossier) -> str:
    waived = dossier.scorecard.overall.waived
    if waived is None:
        return "No waiver covers any finding of this run."
    verb = "is" if waived.violated == 1 else "are"
    return (
        f"{figures.counted(waived.violated, 'violation')} and {waived.review:,} to review {verb} waived: charged "
        f"nothing and in no other figure. Counting them as violated: {figures.fraction(waived.case_harm)} cases "
        f"with harm severe or death, {figures.rate(waived.case_harm)}; harm per case "
        f"{figures.mean(waived.harm_per_case)} points; violation rate {figures.rate(waived.violation)}."
    )


def _waiver(found: WaiverTally) -> tuple[Cell, ...]:
    waiver, note = found.waiver, approvals.note(found)
    return (
        approvals.subject(waiver),
        f"{approvals.state(found)}. {note}" if note else approvals.state(found),
        approvals.until(waiver),
        waiver.owner or "nobody named",
        waiver.because or "none stated",
        approvals.renewed(waiver),
        approvals.covers(found),
    )


def adoptions(dossier: Dossier) -> Section:
    """What the hospital approved for its own use."""
    found, title = dossier.scorecard.adoptions, "Adoptions"
    if not found:
        return Section("adoptions", title, (Paragraph("The rule files hold no adoption."),))
    note = "One that has lapsed leaves its rules in the status that their pack gives them."
    return Section("adoptions", title, (Table(_ADOPTIONS, tuple(map(_adoption, found)), note=note),))


def _adoption(found: AdoptionStanding) -> tuple[Cell, ...]:
    adoption = found.adoption
    return (
        approvals.adopted(adoption),
        f"{approvals.STANDINGS[found.standing]}. {found.reason}",
        approvals.approved(adoption),
        str(adoption.review_by or adoption.review_by_written or "no date"),
        len(found.rules),
        (adoption.text or "not stated")[:_DIGITS],
    )
