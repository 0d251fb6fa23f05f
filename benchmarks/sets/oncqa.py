"""Replies to cancer patients' messages: do they advise a visit, a plan for a contingency, do they ask back?

File ``oncqa_content`` (OncQA): a physician's labels by the guideline that comes with the set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from benchmarks import metrics
from benchmarks.folder import Folder, case_key, is_left_out
from benchmarks.readers import Reader, Reply
from benchmarks.sets.base import Answer, Figure, LabelledSet, Row

CONTENTS = ("UrgentVisit", "NonurgentVisit", "Contingency", "Clarify")


class OncQA(LabelledSet):
    """Four contents of a reply."""

    name = "oncqa_content"
    files = ("oncqa_content",)

    def rows(self, folder: Folder) -> Iterator[Row]:
        for record in folder.rows("oncqa_content"):
            scenario = str((record.get("meta") or {}).get("scenario") or record["id"])
            gold = frozenset(name for name in CONTENTS if record["labels"].get(name))
            yield Row(record["id"], scenario, is_left_out(case_key(record)), record["output"], gold)

    def answer(self, reader: Reader, row: Row) -> Answer:
        reply = reader.reply(row.text)
        return Answer(reply, reply.cue)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (
            Figure("micro-F1 over the four", _pooled(CONTENTS), metrics.pooled_f1, 0.90),
            *(Figure(f"  {name} F1", _pooled((name,)), metrics.pooled_f1) for name in CONTENTS),
        )

    def is_wrong(self, row: Row, label: Reply) -> bool:
        return bool(row.gold != label.holds)

    def kind(self, row: Row, label: Reply) -> str:
        missed = [f"misses {name}" for name in CONTENTS if name in row.gold - label.holds]
        return "; ".join(missed + [f"adds {name}" for name in CONTENTS if name in label.holds - row.gold])


def _pooled(names: tuple[str, ...]) -> Callable[[Row, Reply], metrics.Counts | None]:
    def counts(row: Row, reply: Reply) -> metrics.Counts | None:
        found, gold = reply.holds & set(names), row.gold & set(names)
        return np.array([float(len(found & gold)), float(len(found)), float(len(gold))])

    return counts
