"""What a process or an executor is given at once, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from medrules.checking.checker import Checker, Wanted
from medrules.engines.batch import Reading
from medrules.model.book import RuleBook, Weights
from medrules.model.case import Sample, Unreadable
from medrules.model.verdict import Checked
from medrules.sources.parts import Part
from medrules.sources.rows import failed

LARGEST_CHUNK = 128
"""Rows that are checked together."""
Row = Sample | Unreadable


class NoSpark(RuntimeError):
    """PySpark is not installed, or it finds no Java or no cluster."""


class Task(NamedTuple):
    """What every worker is told."""

    book: RuleBook
    weights: Weights | None
    wanted: Wanted
    reading: Reading | None = None
    """How the rows of a part of a file come to be."""


Piece = Part | list[Row]
"""A part of a file that is read where it is checked, or rows."""
Sent = tuple[Any, ...]
"""The fields of a ``Checked`` on its way home: without its row, where it is still there and became no other."""


def checked_rows(checker: Checker, chunk: Sequence[Row], wanted: Wanted) -> list[Checked]:
    """A chunk checked; where the checker fails, row by row, so that one answer costs no other its verdicts."""
    try:
        return checker.check_batch(chunk, **wanted._asdict())
    except Exception as error:
        if len(chunk) > 1:
            return [checked for row in chunk for checked in checked_rows(checker, [row], wanted)]
        return [Checked(failed(chunk[0], error), (), (), None)]


def worked(checker: Checker, task: Task, piece: Piece) -> list[Sent]:
    """What came of a piece; of a part with its rows, which nobody else has."""
    if isinstance(piece, Part):
        assert task.reading is not None  # noqa: S101 (parts come from a batch alone)
        return [tuple(each) for each in _in_chunks(checker, task, task.reading.rows(piece))]
    results = checked_rows(checker, piece, task.wanted)
    return [_sent(row, result) for row, result in zip(piece, results, strict=True)]


def _in_chunks(checker: Checker, task: Task, rows: list[Row]) -> Iterator[Checked]:
    for start in range(0, len(rows), LARGEST_CHUNK):
        yield from checked_rows(checker, rows[start : start + LARGEST_CHUNK], task.wanted)


def _sent(row: Row, checked: Checked) -> Sent:
    return None if checked.sample is row else checked.sample, *checked[1:]


def received(piece: Piece, sent: Sequence[Sent]) -> list[Checked]:
    """What ``worked`` gave, with the rows."""
    if isinstance(piece, Part):
        return [Checked(*each) for each in sent]
    return [Checked(each[0] or row, *each[1:]) for row, each in zip(piece, sent, strict=True)]
