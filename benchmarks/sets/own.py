"""The project's own labels of more varied answers: labels and spans are kept here, texts in the data folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.folder import Folder, Record
from benchmarks.sets.mentions import Mentions, OfPatient
from benchmarks.sets.rungs import Rungs

_LABELS = Path(__file__).parent.parent / "labels"


def _read(name: str) -> Iterator[Record]:
    with (_LABELS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


class OwnMentions(Mentions):
    """Mentions labelled here by ``mentions_guide.md``."""

    name = "own mentions"
    files = ()

    def labels(self, folder: Folder) -> Iterator[Record]:
        return (label for label in _read("mentions") if label["set"] in folder.present)


class OwnOfPatient(OfPatient, OwnMentions):
    """The same mentions, for the list of wrong rows: is it of this patient now?"""

    name = "own mentions-patient"


class OwnRungs(Rungs):
    """Answers labelled here by ``rungs_guide.md``."""

    name = "own rungs"
    files = ()

    def labels(self, folder: Folder) -> Iterator[Record]:
        return (label for label in _read("rungs") if label["set"] in folder.present)
