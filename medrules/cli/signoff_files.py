"""The files of a bundle, one line each: who reads them, and what writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from medrules.model.decision import Dossier
from medrules.reports import signoff
from medrules.signoff.lock import canonical

Writer = Callable[[Dossier], str | bytes]


def _decision(dossier: Dossier) -> str:
    return canonical(dossier.decision.model_dump(mode="json"))


def _scorecard(dossier: Dossier) -> str:
    return canonical(dossier.scorecard.model_dump(mode="json"))


FILES: Mapping[str, Writer] = {
    "lock.json": lambda dossier: dossier.lock,
    "decision.json": _decision,
    "scorecard.json": _scorecard,
    "report.html": signoff.render,
}


def write_files(folder: Path, dossier: Dossier) -> None:
    """Write every file of a bundle but its verdicts, which are streamed."""
    for name, write in FILES.items():
        content = write(dossier)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
