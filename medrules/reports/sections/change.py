"""The last sections: the last signed run, what voids the sign-off, what is watched after it, and who signs."""

from __future__ import annotations

from medrules.model.decision import Dossier, LastSigned
from medrules.reports import figures
from medrules.reports.monitoring import plan
from medrules.reports.sections.blocks import Block, Boxes, Cell, Column, Facts, Paragraph, Section, Table

CHOICES = ("Approve", "Conditional", "Reject")
_SIGNING = (Column("Role", 1.4, "name"), Column("Name", 1.6), Column("Signature", 2), Column("Date", 1))
_WATCHED = (
    Column("Criterion", 3, "name"),
    Column("At this sign-off", 1),
    Column("Cases that a sample needs", 1.2, "number"),
)


def last(dossier: Dossier) -> Section:
    """How the run stands beside the last signed one."""
    found, title = dossier.last, "The last signed run"
    if found is None:
        return Section("last", title, (Paragraph("No signed run of this sign-off is on record."),))
    return Section("last", title, (Facts(_beside(found)),))


def _beside(found: LastSigned) -> tuple[tuple[str, str], ...]:
    run = (("Run", found.run), ("As of", str(found.as_of)))
    if found.difference is None:
        return (*run, ("Difference", "no case is in both"))
    plain = figures.NOTHING if found.without_review is None else f"{found.without_review:+.2f}"
    bound = (
        f"at most {found.difference:+.2f} a case: upper 95 % bound over {figures.counted(found.cases, 'case')} in "
        f"both, review counted as violated ({plain} with review left out)"
    )
    return (*run, ("Harm of a case's worst event, this run less that one", bound))


def change(dossier: Dossier) -> Section:
    """What voids the sign-off."""
    void = "; ".join(dossier.decision.signoff.void_when) or "not stated"
    facts = (
        ("Void when any of these changes", void),
        ("The lock", "lock.json names everything that decided the figures; the same lock gives the same bytes"),
    )
    return Section("change", "Change control", (Facts(facts),))


def monitored(dossier: Dossier) -> Section:
    """What is watched once the model is in use."""
    found = plan(dossier)
    due = "; ".join(f"{each.day}: {each.what}" for each in found.due)
    block = dossier.decision.signoff
    facts = (
        ("As the committee plans it", "; ".join(block.monitoring) or "not stated"),
        (
            "With this tool",
            "The same sign-off on samples of answers of the model in use, and medrules compare against this "
            "bundle; always before anything under change control changes",
        ),
        ("Ends next", due or "nothing that ends bears a date"),
        ("Guardrails to be seen to", "; ".join(block.guardrails) or "not stated"),
        ("Hazards to watch", "; ".join(found.hazards) or "no violation led to a hazard of the log"),
    )
    blocks: list[Block] = [Facts(facts)]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (each.criterion, each.figure, figures.NOTHING if each.needs is None else each.needs)
        for each in found.watched
    )
    if rows:
        note = "A sample of fewer cases cannot meet the criterion, even with nothing violated."
        blocks.append(Table(_WATCHED, rows, title="What is watched", note=note))
    return Section("monitoring", "Monitoring plan", tuple(blocks))


def signing(dossier: Dossier) -> Section:
    """An empty box for the decision, and a line for each role that signs."""
    lead = "The tool states whether criteria hold. What follows from that is decided by the people who sign."
    rows: tuple[tuple[Cell, ...], ...] = tuple((role, "", "", "") for role in dossier.decision.signoff.signed_by)
    block: Block = Table(_SIGNING, rows) if rows else Paragraph("The block names no role that signs.")
    return Section("signing", "Decision and signatures", (Paragraph(lead), Boxes(CHOICES), block))
