"""What several formats of a sign-off's report say alike: the packs that judged, the matcher's validity, places."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from medrules.model.book import Pack
from medrules.model.decision import Dossier
from medrules.model.finding import Finding
from medrules.model.verdict import Evidence


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
            tuple(spans(finding.verdict.evidence)),
            _sha256(finding.sample.output),
            _sha256(finding.sample.input) if finding.sample.input is not None else None,
        )
        for finding in findings
    ]


def spans(evidence: Sequence[Evidence]) -> Iterator[str]:
    """Where pieces of evidence stand: *output 12–30*."""
    for each in evidence:
        yield f"{each.side} {each.start}–{each.end}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def measured() -> dict[str, Any]:
    """How well the matcher reads labelled text: made from ``docs/accuracy.md`` by ``benchmarks.validity``."""
    read: dict[str, Any] = json.loads(files("medrules.reports").joinpath("validity.json").read_text("utf-8"))
    return read


def used_packs(dossier: Dossier) -> list[Pack]:
    """The packs whose rules judged."""
    used = {rule.pack for rule in dossier.book.rules}
    return [pack for pack in dossier.book.packs if pack.title in used]
