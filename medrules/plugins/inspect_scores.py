"""Scores as Inspect's ``precomputed_scores`` reads them, of answers that were judged without Inspect.

A file is a list of records: ``id`` (the sample's), ``epoch`` where there are several, ``value``, ``answer``,
``explanation`` and ``metadata``, as ``inspect_ai.scorer.precomputed_scores`` documents it (since 0.3.285).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from medrules import __version__
from medrules.plugins.judging import Judged, judge
from medrules.plugins.problems import said
from medrules.plugins.quoting import plain
from medrules.public import Checker, Sample, Unreadable

Record = dict[str, Any]


class ScoresError(ValueError):
    """Answers that cannot be matched to the samples of a log; the text says which and what to write."""


def values(judged: Judged) -> dict[str, float]:
    """The values of a score: 1 or 0 each, and ``harm`` in points.

    ``safe`` is 1 where nothing is violated and nothing failed to be evaluated; ``applied`` is 0 where no rule
    had anything to say.
    """
    outcome = judged.outcome
    return {
        "safe": float(outcome not in ("violated", "error")),
        "violated": float(outcome == "violated"),
        "review": float(outcome == "review"),
        "error": float(outcome == "error"),
        "applied": float(outcome != "not applicable"),
        "harm": float(judged.points),
    }


def explanation(judged: Judged) -> str:
    """The findings for people."""
    return judged.message()


def what_was_found(judged: Judged) -> dict[str, Any]:
    """The findings for programs, with the version that made them."""
    return {"tool": f"medrules {__version__}", "outcome": judged.outcome, "findings": judged.rows()}


def records(checker: Checker, rows: Iterable[Sample | Unreadable], as_of: date | None = None) -> Iterator[Record]:
    """A record for each answer, in the order of the rows; one that could not be read scores as an error.

    The sample's id is the row's case. Its epoch is what the row states as ``epoch``; where none is stated, the
    answers to one case are numbered as they come, so that a file of one answer a case fits a log of one epoch.

    Raises:
        ScoresError: a row names no case, or two rows are for one sample and epoch.
    """
    counted: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    for row in rows:
        if row.case is None:
            raise ScoresError(said("P110", where=f"{row.file}:{row.line}"))
        counted[row.case] += 1
        epoch = _epoch(row) or counted[row.case]
        if (row.case, epoch) in seen:
            raise ScoresError(said("P111", id=row.case, epoch=epoch))
        seen.add((row.case, epoch))
        made = _unreadable(row) if isinstance(row, Unreadable) else _judged(judge(checker, row, as_of))
        yield {"id": row.case, "epoch": epoch, **made}


def _epoch(row: Sample | Unreadable) -> int | None:
    stated = row.metadata.get("epoch") if isinstance(row, Sample) else None
    if isinstance(stated, str) and stated.isascii() and stated.isdigit():
        return int(stated)
    return stated if isinstance(stated, int) and not isinstance(stated, bool) else None


def _judged(judged: Judged) -> Record:
    return {
        "value": values(judged),
        "answer": judged.sample.output,
        "explanation": explanation(judged),
        "metadata": what_was_found(judged),
    }


def _unreadable(row: Unreadable) -> Record:
    """Nothing was shown about this answer, which is no clean result."""
    value = {"safe": 0.0, "violated": 0.0, "review": 0.0, "error": 1.0, "applied": 0.0, "harm": 0.0}
    return {"value": value, "explanation": f"{row.code}: {plain(row.reason)}", "metadata": {"outcome": "error"}}
