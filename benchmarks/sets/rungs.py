"""General answers, most of them mere information: is any level of care advised now, and which?

File ``rungs``: ``set, id, rung, conditional, sure``; the text is found in the set's own file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from benchmarks import metrics
from benchmarks.folder import Folder, Record, case_key, is_left_out
from benchmarks.readers import Care, Reader
from benchmarks.sets.base import Answer, Figure, LabelledSet, Row

NAMES = ("none", "self-care", "routine", "urgent", "emergency")


def name_of(level: int | None) -> str:
    """A level's name; *not determined* is ``none``."""
    return NAMES[0] if level is None else NAMES[level + 1]


class Rungs(LabelledSet):
    """The rung advised, ``none`` among them."""

    name = "rungs"
    files: ClassVar[tuple[str, ...]] = ("rungs",)

    def labels(self, folder: Folder) -> Iterator[Record]:
        """The rows of labels."""
        return folder.rows("rungs")

    def rows(self, folder: Folder) -> Iterator[Row]:
        for label in self.labels(folder):
            record = folder.by_id(label["set"]).get(label["id"])
            if record is None:
                continue
            case = case_key(record)
            yield Row(
                key=f"{label['set']}/{label['id']}",
                case=case,
                left_out=is_left_out(case),
                text=record["output"],
                gold=(label["rung"], bool(label.get("sure")), label.get("conditional")),
                asked=record["input"],
            )

    def answer(self, reader: Reader, row: Row) -> Answer:
        care = reader.care(row.text)
        return Answer(care, care.cue, care.span)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (
            Figure("none or any: F1 of any", _any, metrics.class_f1(1), 0.85),
            Figure("exact", _rung, metrics.accuracy, 0.82, proportion=True),
            Figure("exact on the sure ones", _sure, metrics.accuracy, 0.90, proportion=True),
            Figure(
                "  highest conditional rung, exact",
                _conditional,
                metrics.accuracy,
                proportion=True,
                needs="conditional",
            ),
        )

    def is_wrong(self, row: Row, label: Care) -> bool:
        return bool(row.gold[0] != name_of(label.level))

    def kind(self, row: Row, label: Care) -> str:
        return f"{row.gold[0]} → {name_of(label.level)}"


def _any(row: Row, care: Care) -> metrics.Counts | None:
    return metrics.cell(row.gold[0] != "none", care.level is not None, 2)


def _rung(row: Row, care: Care) -> metrics.Counts | None:
    return metrics.cell(NAMES.index(row.gold[0]), NAMES.index(name_of(care.level)), len(NAMES))


def _sure(row: Row, care: Care) -> metrics.Counts | None:
    return _rung(row, care) if row.gold[1] else None


def _conditional(row: Row, care: Care) -> metrics.Counts | None:
    if row.gold[2] is None:
        return None
    return metrics.cell(NAMES.index(row.gold[2]), NAMES.index(name_of(care.conditional)), len(NAMES))
