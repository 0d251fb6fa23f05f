"""The findings of a bundle, read back row by row from the lines of verdicts that the run streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""A verdict as ``medrules.reports.jsonl`` writes it."""


def rows(path: Path) -> Iterator[Row]:
    """Every violated, review and error verdict, in the order of the run."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            row: Row = json.loads(line)
            if row["verdict"] in ("violated", "review", "error"):
                yield row


def where(row: Row) -> str:
    """The case and the answer that a row is about."""
    return f"{row['case'] or '–'} · {row['sample']}"


def quotes(row: Row) -> list[str]:
    """What a row rests on: the words, or where they are not quoted their place."""
    found = []
    for each in row["evidence"]:
        place = f"{each['side']} {each['start']}–{each['end']}"
        found.append(f"“{each['text']}” ({place})" if "text" in each else place)
    return found
