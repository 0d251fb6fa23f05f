"""What a sign-off is held against besides its own answers: clinicians' review of them, and the last signed run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from medrules.model.decision import ReviewStanding

if TYPE_CHECKING:
    from medrules.history.store import History
    from medrules.model.book import RuleBook, Weights
    from medrules.model.decision import Dossier, LastSigned
    from medrules.model.history import CaseHarm, OnRecord
    from medrules.model.review import Review


def review_of(path: Path | None, answers: Iterable[Path], book: RuleBook) -> Review | None:
    """The review in a file; stops the command where it is none, or of other answers or rules."""
    if path is None:
        return None
    from medrules.cli.rulebook import stop
    from medrules.reviewing.keeping import KeyFileError, read_review
    from medrules.sources.problems import problem

    try:
        review = read_review(path)
    except KeyFileError as error:
        stop([problem("R147", path=path, why=str(error))])
    others = [
        what
        for what, files, reviewed in (
            ("answers", answers, review.answers),
            ("rules", map(Path, book.files), review.rules),
        )
        if _hashes(files) != reviewed
    ]
    if others:
        stop([problem("R150", path=path, what=" and other ".join(others))])
    return review


def _hashes(files: Iterable[Path]) -> tuple[str, ...]:
    return tuple(sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in set(files)))


def review_standing(review: Review | None) -> ReviewStanding | None:
    """What a criterion asks for of a review."""
    return None if review is None else ReviewStanding(cases=review.cases, agreement=review.agreement)


def history_of(path: Path | None, *, make: bool = True) -> History | None:
    """The history in a file; stops the command where it is none."""
    if path is None:
        return None
    from medrules.cli.rulebook import stop
    from medrules.sources.problems import problem

    try:
        from medrules.history.store import History, HistoryError
    except ImportError:
        stop([problem("R152")])
    try:
        return History(path, make=make)
    except HistoryError as error:
        stop([problem("R151", path=path, why=str(error))])


def last_signed(
    history: History | None, sign_off: str, as_of: date, cases: Sequence[CaseHarm], weights: Weights
) -> LastSigned | None:
    """A run held against the last signed one of its sign-off."""
    if history is None:
        return None
    from medrules.cli.rulebook import stop
    from medrules.history.store import HistoryError
    from medrules.scoring.charging import scale
    from medrules.scoring.paired import against_last
    from medrules.sources.problems import problem

    try:
        last = history.last_signed(sign_off, as_of)
        if last is None:
            return None
        points = [value for _, value in scale(weights)]
        return against_last(cases, history.cases(last.digest), last, points)
    except HistoryError as error:
        stop([problem("R151", path=history.path, why=str(error))])


def last_cases(history: History | None, sign_off: str, as_of: date) -> dict[str, float]:
    """The cases of the last signed run of a sign-off, with their multipliers; none: there is no such run."""
    if history is None:
        return {}
    from medrules.cli.rulebook import stop
    from medrules.history.store import HistoryError
    from medrules.sources.problems import problem

    try:
        last = history.last_signed(sign_off, as_of)
        return {} if last is None else {each.case: each.multiplier for each in history.cases(last.digest)}
    except HistoryError as error:
        stop([problem("R151", path=history.path, why=str(error))])


def earlier(history: History | None, sign_off: str, as_of: date) -> OnRecord:
    """The latest runs of a sign-off before a day, oldest first, and how many are on record."""
    from medrules.model.history import OnRecord

    if history is None:
        return OnRecord()
    from medrules.cli.rulebook import stop
    from medrules.history.store import HistoryError
    from medrules.signoff.trend import HARMFUL, MOST
    from medrules.sources.problems import problem

    try:
        return history.earlier(sign_off, as_of, MOST, HARMFUL)
    except HistoryError as error:
        stop([problem("R151", path=history.path, why=str(error))])


def record(history: History, bundle: Path, dossier: Dossier, cases: tuple[CaseHarm, ...]) -> None:
    """Keep a run whose bundle is written."""
    from medrules.cli.rulebook import stop
    from medrules.history.store import HistoryError
    from medrules.model.history import RuleCount, RunRecord, RunSummary
    from medrules.signoff.bundle import manifest_digest
    from medrules.sources.problems import problem

    decision, card = dossier.decision, dossier.scorecard
    harm = card.overall.harm_per_case
    run = RunRecord(
        summary=RunSummary(
            digest=manifest_digest(bundle),
            sign_off=decision.signoff.name,
            as_of=decision.as_of,
            state=decision.state,
            models=tuple(segment.name for segment in card.models),
            tool=dossier.identity.tool,
            cases=decision.cases,
            harm_per_case=harm.with_review.value,
            harm_per_case_without_review=harm.without_review.value,
        ),
        lock=dossier.lock,
        decision=(bundle / "decision.json").read_text("utf-8"),
        cases=cases,
        rules=tuple(
            RuleCount(
                each.id,
                each.outcomes.met,
                each.outcomes.violated,
                each.outcomes.review,
                each.outcomes.error,
                each.outcomes.all_waived,
                each.cases,
            )
            for each in sorted(card.rules, key=lambda rule: rule.id)
        ),
    )
    try:
        history.record(run)
    except HistoryError as error:
        stop([problem("R151", path=history.path, why=str(error))])
