"""Free-text triage answers: the level of care advised now, and what that makes of under- and over-triage.

File ``triage_freetext``: ``gold_urgency`` (clinicians; one or two acceptable levels) and ``judged_urgency`` (the
level that two judges agree the answer advises). Rows where the judges differ take no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks import metrics
from benchmarks.folder import Folder, case_key, is_left_out
from benchmarks.readers import Care, Reader
from benchmarks.sets.base import Answer, Figure, LabelledSet, Row

LEVELS = ("self-care", "routine", "urgent", "emergency")
_EMERGENCY = 3
_SIZE_IN_NAME = re.compile(r"(?:^|[-_ ])(\d{1,3})b(?:$|[-_ .])", re.IGNORECASE)


def is_small(system: str) -> bool:
    """Whether a model's name carries a size of at most 30 billion parameters (``gemma-3-4b-it``)."""
    size = _SIZE_IN_NAME.search(system)
    return size is not None and int(size.group(1)) <= 30


def furthest(gold: int, level: int | None) -> int:
    """The predicted level; *not determined* as the one furthest from the gold one: the hardest way to count."""
    if level is not None:
        return level
    return 0 if gold >= 2 else _EMERGENCY


def step(level: int | None) -> int:
    """A level's place in the ladder with *not determined* below every level: it sends nobody anywhere."""
    return 0 if level is None else level + 1


class Triage(LabelledSet):
    """The rung that an answer advises."""

    name = "triage_freetext"
    files = ("triage_freetext",)

    def rows(self, folder: Folder) -> Iterator[Row]:
        for record in folder.rows("triage_freetext"):
            labels = record["labels"]
            if labels.get("judged_urgency") is None:
                continue
            case = case_key(record)
            yield Row(
                key=record["id"],
                case=case,
                left_out=is_left_out(case),
                text=record["output"],
                gold=(labels["judged_urgency"], tuple(labels["gold_urgency"])),
                group="small" if is_small(record["system"] or "") else "frontier",
                asked=record["input"],
            )

    def answer(self, reader: Reader, row: Row) -> Answer:
        care = reader.care(row.text)
        return Answer(care, care.cue, care.span)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (*_level_figures("frontier", 0.92, 0.93), *_level_figures("small", 0.82, 0.82), *_rate_figures())

    def is_wrong(self, row: Row, label: Care) -> bool:
        return bool(row.gold[0] != label.level)

    def kind(self, row: Row, label: Care) -> str:
        return f"{LEVELS[row.gold[0]]} → {'not determined' if label.level is None else LEVELS[label.level]}"


def _level_figures(group: str, exact: float, kappa: float) -> Sequence[Figure]:
    return (
        Figure(f"{group}: rung exact", _level, metrics.accuracy, exact, proportion=True, group=group, within=0.05),
        Figure(f"{group}: weighted kappa", _level, metrics.quadratic_kappa, kappa, group=group, within=0.05),
        Figure(
            f"  {group}: weighted kappa, not determined as furthest",
            _level_furthest,
            metrics.quadratic_kappa,
            group=group,
        ),
        Figure(
            f"{group}: emergency precision", _level, metrics.class_precision(4), 0.85, group=group, compared=False
        ),
        Figure(f"{group}: emergency recall", _level, metrics.class_recall(4), 0.92, group=group, compared=False),
        Figure(f"{group}: emergency F1", _level, metrics.class_f1(4), group=group),
        Figure(f"{group}: not determined", _undetermined, metrics.share, group=group, compared=False),
    )


def _rate_figures() -> Sequence[Figure]:
    return (
        Figure("under-triage by the judges, share", _under_judged, metrics.share, compared=False),
        Figure(
            "under-triage against gold, points over the judges'",
            _under,
            metrics.difference,
            2.0,
            points=True,
        ),
        Figure("over-triage by the judges, share", _over_judged, metrics.share, compared=False),
        Figure("over-triage against gold, points over the judges'", _over, metrics.difference, 2.0, points=True),
    )


def _level(row: Row, care: Care) -> metrics.Counts | None:
    return metrics.cell(step(row.gold[0]), step(care.level), len(LEVELS) + 1)


def _level_furthest(row: Row, care: Care) -> metrics.Counts | None:
    judged = row.gold[0]
    return metrics.cell(judged, furthest(judged, care.level), len(LEVELS))


def _undetermined(_row: Row, care: Care) -> metrics.Counts | None:
    return np.array([float(care.level is None), 1.0])


def _under(row: Row, care: Care) -> metrics.Counts | None:
    """Not determined lies below every level."""
    judged, gold = row.gold
    ours = care.level is None or care.level < min(gold)
    return np.array([float(ours), float(judged < min(gold)), 1.0])


def _over(row: Row, care: Care) -> metrics.Counts | None:
    judged, gold = row.gold
    ours = care.level is not None and care.level > max(gold)
    return np.array([float(ours), float(judged > max(gold)), 1.0])


def _under_judged(row: Row, _care: Care) -> metrics.Counts | None:
    return np.array([float(row.gold[0] < min(row.gold[1])), 1.0])


def _over_judged(row: Row, _care: Care) -> metrics.Counts | None:
    return np.array([float(row.gold[0] > max(row.gold[1])), 1.0])
