"""Marked mentions in real answers: which of six readings, whether hedged, whether of the patient.

File ``mentions``: ``set, id, start, end, reading, hedged, patient``; the text is found in the set's own file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from benchmarks import metrics
from benchmarks.folder import Folder, Record, case_key, is_left_out
from benchmarks.readers import Reader, Use
from benchmarks.sets.base import Answer, Figure, LabelledSet, Row

READINGS = (
    "stated-affirmed",
    "stated-negated",
    "advise-unconditional",
    "advise-conditional",
    "against",
    "question",
)
_TURNED_DOWN = ("stated-negated", "against")


def reading_of(gold: str, use: Use) -> str:
    """The reading that counts: the gold one where the reader does not tell it from its own, else the first."""
    return gold if gold in use.readings else use.readings[0]


class Mentions(LabelledSet):
    """Six readings, hedging and the patient, mention by mention."""

    name = "mentions"
    files: ClassVar[tuple[str, ...]] = ("mentions",)

    def labels(self, folder: Folder) -> Iterator[Record]:
        """The rows of labels."""
        return folder.rows("mentions")

    def rows(self, folder: Folder) -> Iterator[Row]:
        for label in self.labels(folder):
            record = folder.by_id(label["set"]).get(label["id"])
            if record is None:
                continue
            case = case_key(record)
            yield Row(
                key=f"{label['set']}/{label['id']}:{label['start']}",
                case=case,
                left_out=is_left_out(case),
                text=record["output"],
                gold=(label["reading"], label.get("hedged"), label.get("patient")),
                span=(label["start"], label["end"]),
            )

    def answer(self, reader: Reader, row: Row) -> Answer:
        assert row.span is not None
        use = reader.use(row.text, *row.span)
        return Answer(use, use.cue, row.span)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (
            Figure("accuracy", _six, metrics.accuracy, 0.90, proportion=True, within=0.03),
            Figure("macro-F1", _six, metrics.macro_f1, 0.86, within=0.03),
            *(Figure(f"  {name} F1", _six, metrics.class_f1(place)) for place, name in enumerate(READINGS)),
            Figure("turned down (negated or against) F1", _turned_down, metrics.class_f1(1)),
            Figure("hedged F1", _hedged, metrics.class_f1(1), 0.80, needs="hedged"),
            Figure("of this patient now F1", _patient, metrics.class_f1(1), 0.80, needs="patient"),
        )

    def is_wrong(self, row: Row, label: Use) -> bool:
        return row.gold[0] not in label.readings

    def kind(self, row: Row, label: Use) -> str:
        return f"{row.gold[0]} → {reading_of(row.gold[0], label)}"


class Hedged(Mentions):
    """The same mentions, for the list of wrong rows: is it hedged?"""

    name = "mentions-hedged"

    def is_wrong(self, row: Row, label: Use) -> bool:
        return row.gold[1] is not None and (row.gold[1] == "hedged") != bool(label.hedged)

    def kind(self, row: Row, label: Use) -> str:
        return f"{row.gold[1]} → {'hedged' if label.hedged else 'plain'}"


class OfPatient(Mentions):
    """The same mentions, for the list of wrong rows: is it of this patient now?"""

    name = "mentions-patient"

    def is_wrong(self, row: Row, label: Use) -> bool:
        return row.gold[2] is not None and (row.gold[2] == "yes") != (label.patient == "yes")

    def kind(self, row: Row, label: Use) -> str:
        return f"{row.gold[2]} → {label.patient}"


def _six(row: Row, use: Use) -> metrics.Counts | None:
    predicted = reading_of(row.gold[0], use)
    return metrics.cell(READINGS.index(row.gold[0]), READINGS.index(predicted), len(READINGS))


def _turned_down(row: Row, use: Use) -> metrics.Counts | None:
    return metrics.cell(row.gold[0] in _TURNED_DOWN, reading_of(row.gold[0], use) in _TURNED_DOWN, 2)


def _hedged(row: Row, use: Use) -> metrics.Counts | None:
    return None if row.gold[1] is None else metrics.cell(row.gold[1] == "hedged", bool(use.hedged), 2)


def _patient(row: Row, use: Use) -> metrics.Counts | None:
    return None if row.gold[2] is None else metrics.cell(row.gold[2] == "yes", use.patient == "yes", 2)
