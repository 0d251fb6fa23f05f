"""The report of a sign-off as a page: the decision and its reasons first, then what a committee files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medrules.model.decision import Dossier
from medrules.model.finding import Finding
from medrules.model.verdict import Evidence
from medrules.reports.html import page
from medrules.reports.view import cards


class Unquoted(NamedTuple):
    """A finding without a word of the answer: where it stands, and hashes that tell the texts it stands in."""

    finding: Finding
    spans: tuple[str, ...]
    answer: str
    """SHA-256 of the answer."""
    question: str | None
    """SHA-256 of the input; None: there is none."""


def unquoted(findings: Sequence[Finding]) -> list[Unquoted]:
    """Findings for a report that quotes nothing."""
    return [
        Unquoted(
            finding,
            tuple(_spans(finding.verdict.evidence)),
            _sha256(finding.sample.output),
            _sha256(finding.sample.input) if finding.sample.input is not None else None,
        )
        for finding in findings
    ]


def _spans(evidence: Sequence[Evidence]) -> Iterator[str]:
    for each in evidence:
        yield f"{each.side} {each.start}–{each.end}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def render(dossier: Dossier) -> str:
    """The report as text; the same dossier gives the same bytes."""
    card = dossier.scorecard
    return page(
        "signoff.html.j2",
        "style.css",
        "signoff.css",
        title=f"Sign-off: {dossier.decision.signoff.title}",
        decision=dossier.decision,
        block=dossier.decision.signoff,
        packs=[each for each in dossier.book.packs if each.title in {rule.pack for rule in dossier.book.rules}],
        card=card,
        whole=card.overall,
        identity=dossier.identity,
        found=dossier.found,
        verdicts="verdicts.jsonl",
        cards=cards(dossier.findings, card.rules, card.waivers) if dossier.quotes else [],
        quoted=len(dossier.findings) if dossier.quotes else 0,
        unquoted=[] if dossier.quotes else unquoted(dossier.findings),
        quotes=dossier.quotes,
        review=dossier.review,
        last=dossier.last,
    )
