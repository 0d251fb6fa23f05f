"""One pass over a batch: verdicts to a file, figures to the tally, the worst to the report, the exit code."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medrules.engines.local import run
from medrules.model.case import Unreadable
from medrules.model.scorecard import FileHash
from medrules.reports import jsonl
from medrules.scoring.tally import Tally
from medrules.scoring.waiving import Waiving
from medrules.scoring.worst import Worst
from medrules.signoff.lock import canonical
from medrules.sources.answers import companions
from medrules.sources.item import named
from medrules.sources.perturbed import variants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from medrules.checking.checker import Checker
    from medrules.engines.local import Engine
    from medrules.model.approval import Approvals
    from medrules.model.book import RuleBook, Weights
    from medrules.model.case import Sample, Vignette
    from medrules.model.verdict import Checked
    from medrules.sources.columns import Columns

CLEAN, VIOLATED, NOT_EVALUATED = 0, 1, 3
_COUNTS = ("violated", "review", "waived", "errors", "applied")


class Run:
    """Checks the rows of one batch and keeps what is to be said about them."""

    def __init__(
        self,
        book: RuleBook,
        weights: Weights,
        checker: Checker,
        approvals: Approvals | None = None,
        variants: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self._book = book
        self._weights = weights
        self._checker = checker
        self._waiving = Waiving(approvals) if approvals is not None else None
        self.tally = Tally(book, weights, approvals, variants)
        self.worst = Worst(book, weights)
        self.violated = 0
        self.review = 0
        self.waived = 0
        """Violated or to review, and covered by a waiver in force; not among the other two."""
        self.errors = 0
        """Rows that could not be read, and verdicts that could not be given."""
        self.applied = False
        """True where at least one rule applied to at least one answer."""

    @property
    def exit_code(self) -> int:
        """3 over 1 over 0."""
        if self.errors or not self.applied:
            return NOT_EVALUATED
        return VIOLATED if self.violated else CLEAN

    def check(
        self,
        rows: Iterable[Sample | Unreadable],
        *,
        workers: int = 1,
        everything: bool = False,
        detail: bool = True,
        write: Callable[[str], object] | None = None,
        counted: Callable[[], object] | None = None,
        engine: Engine = "local",
    ) -> None:
        """Checks every row; the verdicts go to ``write`` as lines of JSON.

        ``detail``: as in ``Checker.check_batch``; for what is neither written nor reported it can be left out.
        ``counted`` is called when all that a row comes to was counted and written.
        """
        results = run(
            rows,
            self._book,
            self._weights,
            everything=everything,
            workers=workers,
            checker=self._checker,
            compared=self.tally.compared_cases,
            detail=detail,
            engine=engine,
        )
        for result in results:
            checked = self._waiving.mark(result) if self._waiving is not None else result
            self._count(checked)
            if write is not None:
                for line in jsonl.lines_of(checked):
                    write(line)
            if counted is not None:
                counted()

    def state(self) -> dict[str, Any]:
        """All that was counted so far, as plain data."""
        from medrules.scoring.keeping import kept, kept_findings

        counts = {name: getattr(self, name) for name in _COUNTS}
        return {**counts, "tally": kept(self.tally), "worst": kept_findings(self.worst)}

    def restore(self, state: dict[str, Any]) -> None:
        """Count on from a state of a run with the same rules, weights and approvals."""
        from medrules.scoring.keeping import restore, restore_findings

        for name in _COUNTS:
            setattr(self, name, state[name])
        restore(self.tally, state["tally"])
        restore_findings(self.worst, state["worst"])

    def _count(self, checked: Checked) -> None:
        self.errors += isinstance(checked.sample, Unreadable)
        self.applied |= bool(checked.met)
        for verdict in checked.verdicts:
            self.waived += verdict.waived
            self.violated += verdict.verdict == "violated" and not verdict.waived
            self.review += verdict.verdict == "review" and not verdict.waived
            self.errors += verdict.verdict == "error"
            self.applied |= verdict.verdict != "not applicable"
        self.tally.add(checked)
        self.worst.add(checked)


def variants_of(
    vignettes: Mapping[str, Vignette], files: Iterable[Path] = (), columns: Columns | None = None
) -> dict[str, tuple[str, str]]:
    """By case, the one that it is a variant of and the kind of variant: as vignettes say, and HELM's own files."""
    stated = {
        each.id: (each.variant_of, each.variant_kind or "kind not stated")
        for each in vignettes.values()
        if each.variant_of is not None
    }
    return variants(files, columns) | stated


def hashes(
    answers: Iterable[Path],
    rules: Iterable[Path],
    vignettes: Iterable[Path],
    *,
    reviews: Iterable[Path] = (),
    requests: Iterable[Path] = (),
    weights: Weights | None = None,
) -> tuple[FileHash, ...]:
    """The files that decided the figures; shipped ones by their place in the product, others as named.

    With answers stand the files beside them that say what was asked, as in a run folder of HELM's. Weights stand
    by their name and what they charge, as those that no file declares are in none.
    """
    read = list(answers)
    kinds = (
        ("rules", rules),
        ("vignettes", vignettes),
        ("answers", read),
        ("review", reviews),
        ("requests", [*requests, *companions(read)]),
    )
    found = tuple(
        FileHash(kind=kind, name=_name(path), sha256=_sha256(path))
        for kind, paths in kinds
        for path in sorted(set(paths))
    )
    return (*found, _weights(weights)) if weights is not None else found


def _weights(weights: Weights) -> FileHash:
    charged = canonical({"points": weights.points, "multipliers": weights.multipliers})
    return FileHash(kind="weights", name=weights.name, sha256=hashlib.sha256(charged.encode()).hexdigest())


def _name(path: Path) -> str:
    from medrules.shipped import folder

    for shipped in ("rules", "vignettes", "samples"):
        home = folder(shipped).parent
        if path.is_absolute() and path.is_relative_to(home / shipped):
            return f"shipped {path.relative_to(home).as_posix()}"
    return named(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
