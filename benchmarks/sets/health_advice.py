"""Sentences of papers that give no, weak or strong advice.

File ``health_advice`` (Li, Wang and Yu 2021, Detecting health advice in medical research literature): ``advice``.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import metrics
from benchmarks.folder import Folder, case_key, is_left_out
from benchmarks.readers import Advice, Reader
from benchmarks.sets.base import Answer, Figure, LabelledSet, Row

STRENGTHS = ("no_advice", "weak_advice", "strong_advice")


class HealthAdvice(LabelledSet):
    """Advice or none; weak or strong."""

    name = "health_advice"
    files = ("health_advice",)

    def rows(self, folder: Folder) -> Iterator[Row]:
        for record in folder.rows("health_advice"):
            paper = str((record.get("meta") or {}).get("pmid") or record["id"])
            left_out = is_left_out(case_key(record))
            yield Row(record["id"], paper, left_out, record["output"], record["labels"]["advice"])

    def answer(self, reader: Reader, row: Row) -> Answer:
        advice = reader.advice(row.text)
        return Answer(advice, advice.cue, (advice.cue.start, advice.cue.end) if advice.cue else None)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (
            Figure("advice or none: F1 of advice", _any, metrics.class_f1(1), 0.85),
            Figure("weak or strong among advice: macro-F1", _strength, metrics.mean_f1_of(1, 2), 0.80),
            Figure("weak or strong where advice is found: macro-F1", _strength_found, metrics.mean_f1_of(1, 2)),
            Figure("three classes: macro-F1", _three, metrics.macro_f1),
        )

    def is_wrong(self, row: Row, label: Advice) -> bool:
        return bool(row.gold != label.strength)

    def kind(self, row: Row, label: Advice) -> str:
        return f"{row.gold} → {label.strength}"


def _any(row: Row, advice: Advice) -> metrics.Counts | None:
    return metrics.cell(row.gold != "no_advice", advice.strength != "no_advice", 2)


def _strength(row: Row, advice: Advice) -> metrics.Counts | None:
    """Rows that are advice; one that is read as none counts as missed."""
    return None if row.gold == "no_advice" else _three(row, advice)


def _strength_found(row: Row, advice: Advice) -> metrics.Counts | None:
    return None if advice.strength == "no_advice" else _strength(row, advice)


def _three(row: Row, advice: Advice) -> metrics.Counts | None:
    return metrics.cell(STRENGTHS.index(row.gold), STRENGTHS.index(advice.strength), len(STRENGTHS))
