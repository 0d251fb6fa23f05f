"""Reads verdicts back from the file that ``medrules check --verdicts`` wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any

from medrules.model.case import Unreadable
from medrules.model.reading import Cue, Reading
from medrules.model.verdict import Discrepancy, Evidence, Verdict

_KINDS: dict[str, Any] = {
    **dict.fromkeys(("case", "sample", "rule", "statement", "verdict", "harm"), str),
    **dict.fromkeys(("model", "category", "hazard"), (str, NoneType)),
    "obligation": int,
    "points": (int, float),
}
"""What stands under the names that something is made of."""


class NotAVerdict(Exception):
    """A line that no verdict stands on; its text says which and why."""


def read_verdicts(path: Path) -> Iterator[Verdict]:
    """The verdicts of a file, one a line; rows of answers that could not be read are passed over.

    Raises:
        OSError: the file cannot be read.
        NotAVerdict: a line is none that ``medrules check`` writes.
    """
    return (row for row in read_rows(path) if isinstance(row, Verdict))


def read_rows(path: Path) -> Iterator[Verdict | Unreadable]:
    """The same, with the rows that could not be read.

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
                unreadable = row["verdict"] == "error" and not row.get("rule")
                yield _unreadable(row) if unreadable else _verdict(row)
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
    for name, kind in _KINDS.items():
        if not isinstance(fields[name], kind) or isinstance(fields[name], bool):
            raise KeyError(f"a '{name}' of the right kind")
    return Verdict(**fields)


def _unreadable(row: dict[str, Any]) -> Unreadable:
    return Unreadable(
        file=row["file"],
        line=row["line"],
        id=row["sample"],
        case=row["case"],
        model=row["model"],
        category=row["category"],
        code=row.get("code") or "",
        reason=row["reason"],
        hint=row.get("hint"),
    )


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
