"""Gathers what the report of a sign-off shows, and the lock of everything that decided its figures."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from medrules import __version__
from medrules.cli.preparing import vignette_files
from medrules.cli.run import hashes
from medrules.model.decision import Dossier
from medrules.model.scorecard import Identity
from medrules.shipped import folder
from medrules.signoff.criteria import DEFAULT_CONFIDENCE
from medrules.signoff.lock import Lock, digest_of_folder, lock_text, versions
from medrules.signoff.trend import digest, earlier_runs, trend

if TYPE_CHECKING:
    from medrules.cli.run import Run
    from medrules.cli.signoff import Options, Ready
    from medrules.model.decision import Decision
    from medrules.model.history import OnRecord
    from medrules.signoff.criteria import Figures


def dossier_of(
    options: Options, ready: Ready, run: Run, decision: Decision, figures: Figures, *, before: OnRecord
) -> Dossier:
    """The dossier of a run that was decided; ``before``: the runs of its sign-off on record."""
    reviews = [options.review] if options.review is not None else []
    asked = options.columns.requests
    cases = vignette_files(ready.vignettes)
    files = hashes(
        ready.files, map(Path, ready.book.files), cases, reviews=reviews, requests=asked, weights=ready.weights
    )
    package = Path(__file__).parent.parent
    last = figures.last.digest if figures.last is not None else None
    said = {
        "category": options.category,
        "last signed run": last,
        "runs on record": digest(earlier_runs(before.runs)) if before.runs else None,
        **asdict(options.columns),
    }
    lock = Lock(
        medrules=__version__,
        as_of=options.as_of,
        seed=options.seed,
        confidence=DEFAULT_CONFIDENCE,
        sign_off=ready.signoff.name,
        weights=ready.weights.name,
        settings={key: value for key, value in said.items() if isinstance(value, str)},
        files=files,
        grammar=digest_of_folder(folder("grammar"), [".lark"]),
        vocabulary=digest_of_folder(package, [".txt", ".tsv", ".toml", ".json", ".gz"]),
        dependencies=versions(),
    )
    card, tool = figures.at(None), f"medrules {__version__}"
    return Dossier(
        decision=decision,
        scorecard=card,
        book=ready.book,
        findings=tuple(run.worst.findings()),
        found=run.worst.counts,
        identity=Identity(tool=tool, files=files, as_of=options.as_of),
        lock=lock_text(lock),
        review=ready.review,
        last=figures.last,
        trend=trend(before, decision, card, lock, last=figures.last),
        quotes=options.quotes,
    )
