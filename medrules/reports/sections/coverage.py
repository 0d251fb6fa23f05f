"""What the run did not reach, how well the matcher reads, and the packs that the rules are from."""

from __future__ import annotations

from medrules.model.book import Pack
from medrules.model.decision import Dossier
from medrules.reports import figures
from medrules.reports.sections.blocks import Block, Column, Facts, Paragraph, Section, Table
from medrules.reports.signoff_words import measured, used_packs

_PACKS = (
    Column("Pack", 2, "name"),
    Column("Version", 0.7),
    Column("Own status", 0.8),
    Column("Owner", 1.5),
    Column("Specialist", 1.5),
    Column("Review by", 0.9),
)
_VALIDITY = (
    Column("Labelled text", 1.5, "name"),
    Column("Figure", 2.4),
    Column("Target", 0.8),
    Column("Reached", 1),
    Column("All rows", 1.7),
    Column("Not looked at in development", 1.7),
    Column("Rows / cases", 1.1),
)
_KEYS = ("set", "figure", "target", "reached", "all", "left_out", "rows")


def left_out(dossier: Dossier) -> Section:
    """Rules in scope that judged nothing."""
    found, title = dossier.decision.left_out, "Rules that judged nothing"
    if not found:
        return Section("left-out", title, (Paragraph("Every rule in scope is in production or adopted."),))
    verb = "is" if len(found) == 1 else "are"
    lead = f"{figures.counted(len(found), 'rule')} of these files {verb} neither in production nor adopted."
    return Section("left-out", title, (Paragraph(lead), Paragraph(", ".join(found))))


def coverage(dossier: Dossier) -> Section:
    """Categories without rules, rules that never applied, records that lack what rules ask for."""
    card, reached = dossier.scorecard, dossier.scorecard.coverage
    parts = [part for category in card.categories for part in category.subcategories]
    bare = [part.title for part in parts if part.name in reached.uncovered]
    lacking = [
        f"{each.field} ({each.rule}, {figures.counted(each.answers, 'answer')})" for each in reached.lacking
    ]
    lead = (
        f"Where nothing is named below a clean figure still shows only that "
        f"{figures.counted(reached.rules, 'rule')} found nothing; where something is, it shows nothing."
    )
    facts = (
        (f"Subcategories that no rule names ({len(bare)} of {len(parts)})", ", ".join(bare) or "none"),
        (
            f"Rules that never applied ({len(reached.never_exercised)} of {reached.rules:,})",
            ", ".join(reached.never_exercised) or "none",
        ),
        ("What records lack", "; ".join(lacking) or "nothing that a rule asked for"),
        ("Answers of other categories", f"{dossier.decision.out_of_scope:,}, not counted in any figure"),
    )
    return Section("coverage", "Coverage", (Paragraph(lead), Facts(facts)))


def validity(_dossier: Dossier) -> Section:
    """Precision and recall of the matcher on labelled text: the figures that have a target."""
    read = measured()
    rows = tuple(
        tuple(each[key] or figures.NOTHING for key in _KEYS) for each in read["figures"] if each["target"]
    )
    lead = (
        f"How well medrules reads text that other people labelled, measured on {read['measured']} at commit "
        f"{read['commit']}; figures with a target. All of them, with what each set is: {read['page']} of the "
        "medrules repository. It is measured on other answers than these: how often the verdicts of this run are "
        "right, the clinicians' review shows."
    )
    blocks: tuple[Block, ...] = (Paragraph(lead), Table(_VALIDITY, rows))
    return Section("validity", "Validity of the matcher", blocks)


def packs(dossier: Dossier) -> Section:
    """The packs whose rules judged."""
    found = used_packs(dossier)
    block: Block = Table(_PACKS, tuple(map(_pack, found))) if found else Paragraph("No rule is of a pack.")
    return Section("packs", "Rule packs", (block,))


def _pack(pack: Pack) -> tuple[str, ...]:
    return (
        pack.title,
        pack.version or "not stated",
        pack.status,
        pack.owner or "not stated",
        pack.specialist or "not stated",
        pack.review_by.isoformat() if pack.review_by else "not stated",
    )
