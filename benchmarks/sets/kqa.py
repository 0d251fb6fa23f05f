"""Is a statement said in an answer? Three physicians' vote on pairs of an answer and a statement.

File ``kqa_claim_nli`` (K-QA): ``claim`` and ``majority`` (Entailment, Neutral, Contradiction).
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import metrics
from benchmarks.folder import Folder, case_key, is_left_out
from benchmarks.readers import Reader
from benchmarks.sets.base import Answer, Figure, LabelledSet, Row


class ClaimSaid(LabelledSet):
    """Entailed, or not."""

    name = "kqa_claim_nli"
    files = ("kqa_claim_nli",)

    def rows(self, folder: Folder) -> Iterator[Row]:
        for record in folder.rows("kqa_claim_nli"):
            labels = record["labels"]
            gold = (labels["majority"] == "Entailment", labels["claim"])
            question = record["input"] or record["id"]
            yield Row(
                record["id"],
                question,
                is_left_out(case_key(record)),
                record["output"],
                gold,
                asked=record["input"],
            )

    def answer(self, reader: Reader, row: Row) -> Answer:
        return Answer(reader.says(row.gold[1], row.asked, row.text))

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (
            Figure("entailed or not: balanced accuracy", _entailed, metrics.balanced_accuracy, 0.75),
            Figure("  recall of entailed", _entailed, metrics.class_recall(1)),
            Figure("  recall of the rest", _entailed, metrics.class_recall(0)),
        )

    def is_wrong(self, row: Row, label: bool) -> bool:
        return bool(row.gold[0] != label)

    def kind(self, row: Row, label: bool) -> str:
        return f"{'entailed' if row.gold[0] else 'not entailed'} → {'said' if label else 'not said'}"


def _entailed(row: Row, label: bool) -> metrics.Counts | None:
    return metrics.cell(row.gold[0], label, 2)
