"""The report of a sign-off as a page: the decision and its reasons first, then what a committee files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from medrules.model.decision import Dossier
from medrules.model.finding import Finding
from medrules.model.risk import source
from medrules.model.verdict import Evidence
from medrules.reports.failure_modes import mode_map
from medrules.reports.findings import rows
from medrules.reports.html import page
from medrules.reports.risk_matrix import matrix
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


def validity() -> dict[str, Any]:
    """How well the matcher reads labelled text: made from ``docs/accuracy.md`` by ``benchmarks.validity``."""
    read: dict[str, Any] = json.loads(files("medrules.reports").joinpath("validity.json").read_text("utf-8"))
    return read


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
        matrix=matrix(card.hazards),
        matrix_source=source(),
        modes=mode_map(dossier.book, card, rows(verdicts)),
        validity=validity(),
        review=dossier.review,
        last=dossier.last,
    )
