"""The page that keeps the result: what was measured, on what, beside whom, and what is still wrong, by kind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from benchmarks import table
from benchmarks.labels import error_kinds
from benchmarks.measure import SetResult, wrong_rows
from benchmarks.sets.catalogue import VIEWS, by_name

_KINDS = 8
_PARTS = ("page_head.md", "page_packs.md", "page_notes.md")
"""``page_packs.md`` is kept by ``benchmarks.packs``, which measures apart."""

_HERE = Path(__file__).parent
_HOW_JUDGED = """Counted over the development rows of sets where a figure is missed or the left-out rows
lie too far below: first by what was confused with what, then by the kind of language that misled, which one
reader judged of each row (`benchmarks/labels/error_kinds.tsv`). Rows that are left out were not opened: the
table alone counts their errors.
In *bioscope, row by row* most cues too many are the other negation of a sentence that the file holds twice.
"""


def write(results: Sequence[SetResult], body: str) -> str:
    """The whole page."""
    head, packs, notes = ((_HERE / name).read_text(encoding="utf-8") for name in _PARTS)
    return "\n".join([head, body, "", packs, notes, _errors(results)])


def _errors(results: Sequence[SetResult]) -> str:
    """The kinds of error in the sets where a target is missed, counted over development rows."""
    out = ["## What is still wrong, by kind\n", _HOW_JUDGED]
    for result in results:
        if not _misses(result):
            continue
        sights = [by_name(result.name), *(view for view in VIEWS if view.name.startswith(f"{result.name}-"))]
        for sight in sights:
            answered = result.answers[table.OURS]
            wrong, confused = wrong_rows(sight, answered)
            rows = sum(not row.left_out for row, _ in answered)
            listed = "; ".join(f"{kind} {count}" for kind, count in confused.most_common(_KINDS))
            out.append(f"- **{sight.name}**: {len(wrong)} of {rows} rows. By what was confused: {listed}.")
            kinds = error_kinds.judged(sight.name, (one.key for one in wrong))
            if set(kinds) != {error_kinds.UNJUDGED}:
                out += [f"  - {kind}: {count}" for kind, count in kinds.most_common()]
    return "\n".join(out)


def _misses(result: SetResult) -> bool:
    for line in result.lines:
        mine = line.values.get(table.OURS)
        if not mine or math.isnan(mine["all"].value):
            continue
        if table.is_met(line.figure, mine["all"].value) is False or table.is_close(line) is False:
            return True
    return False
