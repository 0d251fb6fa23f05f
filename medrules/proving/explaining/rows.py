"""Reads verdicts back from the file that ``medrules check --verdicts`` wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from medrules.model.reading import Cue, Reading
from medrules.model.verdict import Discrepancy, Evidence, Verdict


class NotAVerdict(Exception):
    """A line that no verdict stands on; its text says which and why."""


def read_verdicts(path: Path) -> Iterator[Verdict]:
    """The verdicts of a file, one a line; rows of answers that could not be read are passed over.

    Raises:
        OSError: the file cannot be read.
        NotAVerdict: a line is none that ``medrules check`` writes.
    """
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if row["verdict"] != "error" or row.get("rule"):
                    yield _verdict(row)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                why = "it is no JSON" if isinstance(error, ValueError) else f"it lacks {error}"
                raise NotAVerdict(f"line {number}: {why}") from None


def _verdict(row: dict[str, Any]) -> Verdict:
    fields = {name: row[name] for name in Verdict._fields if name not in Verdict._field_defaults}
    fields["evidence"] = tuple(map(_evidence, row["evidence"]))
    fields["trigger"] = tuple(map(_evidence, row["trigger"]))
    fields["nearest"] = _evidence(row["nearest"]) if row["nearest"] is not None else None
    fields["discrepancies"] = tuple(map(_discrepancy, row.get("discrepancies", ())))
    fields["waived"] = row.get("waived", False)
    return Verdict(**fields)


def _discrepancy(row: dict[str, Any]) -> Discrepancy:
    said = row["said"]
    return Discrepancy(row["kind"], row["field"], row["recorded"], None if said is None else _evidence(said))


def _evidence(row: dict[str, Any]) -> Evidence:
    fields = {name: row[name] for name in Evidence._fields}
    fields["reading"] = _reading(row["reading"]) if row["reading"] is not None else None
    return Evidence(**fields)


def _reading(row: dict[str, Any]) -> Reading:
    cue = row["cue"]
    axes = {name: row[name] for name in Reading._fields if name not in ("cue", "cues")}
    cues = tuple(Cue(**each) for each in row.get("cues", ()))
    return Reading(**axes, cue=None if cue is None else Cue(**cue), cues=cues)
