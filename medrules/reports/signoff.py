"""The report of a sign-off as a page: the decision and its reasons first, then what a committee files."""

from __future__ import annotations

from pathlib import Path

from medrules.model.decision import Dossier
from medrules.model.risk import source
from medrules.reports import trend
from medrules.reports.failure_modes import mode_map
from medrules.reports.findings import rows
from medrules.reports.html import page
from medrules.reports.monitoring import plan
from medrules.reports.risk_matrix import matrix
from medrules.reports.signoff_words import measured, unquoted, used_packs
from medrules.reports.view import cards


def render(dossier: Dossier, verdicts: Path) -> str:
    """The report as text; the same dossier gives the same bytes.

    Args:
        dossier: what is shown.
        verdicts: the bundle's file of every finding.
    """
    card = dossier.scorecard
    return page(
        "signoff.html.j2",
        "style.css",
        "signoff.css",
        title=f"Sign-off: {dossier.decision.signoff.title}",
        decision=dossier.decision,
        block=dossier.decision.signoff,
        packs=used_packs(dossier),
        card=card,
        whole=card.overall,
        identity=dossier.identity,
        found=dossier.found,
        verdicts="verdicts.jsonl",
        cards=cards(dossier.findings, card.rules, card.waivers) if dossier.quotes else [],
        quoted=len(dossier.findings) if dossier.quotes else 0,
        unquoted=[] if dossier.quotes else unquoted(dossier.findings),
        quotes=dossier.quotes,
        matrix=matrix(card.hazards),
        initial_matrix=matrix(card.hazards, "initial"),
        matrix_source=source(),
        unseen=sum(not each.rules for each in card.hazards),
        modes=mode_map(dossier.book, card, rows(verdicts)),
        validity=measured(),
        review=dossier.review,
        last=dossier.last,
        trend=dossier.trend,
        trends=trend,
        plan=plan(dossier),
    )
