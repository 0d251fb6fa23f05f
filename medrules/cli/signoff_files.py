"""The files of a bundle, one line each: who reads them, and what writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from medrules.model.decision import Dossier
from medrules.model.trend import Trend
from medrules.reports import sarif, signoff, signoff_junit, signoff_markdown, signoff_pdf, xlsx
from medrules.signoff.lock import canonical

VERDICTS = "verdicts.jsonl"
"""Every violated, review and error verdict; it is streamed while the answers are checked."""
Writer = Callable[[Dossier, Path, Path], None]
"""Writes one file of a dossier and of the bundle's verdicts."""


def _text(render: Callable[[Dossier], str]) -> Writer:
    def write(dossier: Dossier, _verdicts: Path, path: Path) -> None:
        path.write_bytes(render(dossier).encode("utf-8", errors="replace"))

    return write


def _bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _review(dossier: Dossier, _verdicts: Path, path: Path) -> None:
    """Written where a review was given, and not otherwise."""
    if dossier.review is not None:
        _bytes(path, canonical(dossier.review.model_dump(mode="json")).encode())


FILES: Mapping[str, Writer] = {
    "lock.json": _text(lambda dossier: dossier.lock),
    "decision.json": _text(lambda dossier: canonical(dossier.decision.model_dump(mode="json"))),
    "scorecard.json": _text(lambda dossier: canonical(dossier.scorecard.model_dump(mode="json"))),
    "trend.json": _text(lambda dossier: canonical((dossier.trend or Trend()).model_dump(mode="json"))),
    "review.json": _review,
    "report.html": lambda dossier, verdicts, path: _bytes(
        path, signoff.render(dossier, verdicts).encode("utf-8", errors="replace")
    ),
    "report.pdf": lambda dossier, verdicts, path: _bytes(path, signoff_pdf.render(dossier, verdicts)),
    "report.md": lambda dossier, verdicts, path: _bytes(
        path, signoff_markdown.render(dossier, verdicts).encode("utf-8", errors="replace")
    ),
    "findings.xlsx": xlsx.write,
    "junit.xml": signoff_junit.write,
    "findings.sarif": sarif.write,
}


def write_files(folder: Path, dossier: Dossier) -> None:
    """Write every file of a bundle but its verdicts, which stand there already."""
    for name, write in FILES.items():
        write(dossier, folder / VERDICTS, folder / name)
