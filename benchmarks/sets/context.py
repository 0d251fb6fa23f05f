"""Sentences of clinical notes with one marked condition: negated, historical, of somebody else?

File ``context`` (the ConText test sentences, chapmanbe/negex): ``condition, negation, temporality, experiencer``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks import metrics
from benchmarks.folder import Folder, case_key, is_left_out
from benchmarks.readers import Reader, Use
from benchmarks.sets.base import Answer, Figure, LabelledSet, Row


def find_condition(text: str, condition: str) -> tuple[int, int] | None:
    """Where the condition stands: as it is, in another case, else its longest word found; None where none is."""
    lowered, wanted = text.lower(), condition.lower().strip()
    if len(lowered) != len(text):
        lowered = text
    for piece in (wanted, *sorted(wanted.split(), key=len, reverse=True)):
        start = lowered.find(piece)
        if start >= 0 and piece:
            return start, start + len(piece)
    return None


class Context(LabelledSet):
    """Negation, temporality and experiencer of the marked condition."""

    name = "context"
    files = ("context",)

    def rows(self, folder: Folder) -> Iterator[Row]:
        for record in folder.rows("context"):
            labels = record["labels"]
            span = find_condition(record["output"], labels["condition"])
            if span is None:
                continue
            case = case_key(record)
            gold = (labels["negation"], labels["temporality"], labels["experiencer"])
            yield Row(record["id"], case, is_left_out(case), record["output"], gold, span)

    def answer(self, reader: Reader, row: Row) -> Answer:
        assert row.span is not None
        use = reader.use(row.text, *row.span)
        return Answer(use, use.cue, row.span)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (
            Figure("negation F1", _negation, metrics.class_f1(1), 0.98),
            Figure("temporality, historical F1", _historical, metrics.class_f1(1), 0.85, needs="time"),
            Figure("temporality, recent F1", _historical, metrics.class_f1(0), needs="time"),
            Figure("of other people: found", _other, metrics.share, needs="experiencer"),
        )

    def is_wrong(self, row: Row, label: Use) -> bool:
        return bool((row.gold[0] == "negated") != label.negated)

    def kind(self, row: Row, label: Use) -> str:
        return f"{row.gold[0]} → {'negated' if label.negated else 'affirmed'}"


class ContextTime(Context):
    """The same sentences, for the list of wrong rows: recent or historical?"""

    name = "context-time"

    def is_wrong(self, row: Row, label: Use) -> bool:
        return bool(row.gold[1] in ("recent", "historical") and row.gold[1] != label.time)

    def kind(self, row: Row, label: Use) -> str:
        return f"{row.gold[1]} → {label.time}"


def _negation(row: Row, use: Use) -> metrics.Counts | None:
    return metrics.cell(row.gold[0] == "negated", use.negated, 2)


def _historical(row: Row, use: Use) -> metrics.Counts | None:
    if row.gold[1] not in ("recent", "historical"):
        return None
    return metrics.cell(row.gold[1] == "historical", use.time == "historical", 2)


def _other(row: Row, use: Use) -> metrics.Counts | None:
    if row.gold[2] == "patient":
        return None
    return np.array([float(use.experiencer == "other"), 1.0])
