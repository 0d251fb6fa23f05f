"""Checks rows that come as Arrow batches; gives verdicts and counts as Arrow batches: the work of one executor."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from medrules.checking.checker import Checker, Wanted
from medrules.engines.pieces import checked_rows
from medrules.model.case import Sample, Unreadable
from medrules.reports import jsonl
from medrules.scoring.waiving import Waiving
from medrules.sources.joining import join
from medrules.sources.parts import Every
from medrules.sources.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from medrules.model.approval import Approvals
    from medrules.model.book import RuleBook, Weights
    from medrules.model.case import Vignette
    from medrules.model.verdict import Checked
    from medrules.sources.columns import Columns

LARGEST_BATCH = 512
"""Rows that are checked together."""

SCHEMA = pa.schema(
    [
        ("of", pa.string()),
        ("case", pa.string()),
        ("sample", pa.string()),
        ("model", pa.string()),
        ("category", pa.string()),
        ("rule", pa.string()),
        ("obligation", pa.int32()),
        ("verdict", pa.string()),
        ("harm", pa.string()),
        ("hazard", pa.string()),
        ("points", pa.float64()),
        ("waived", pa.bool_()),
        ("reason", pa.string()),
        ("json", pa.string()),
        ("answers", pa.int64()),
    ]
)
"""One shape for both: a verdict (``of`` is ``verdict``, ``json`` its line in a file of verdicts) and a count
(``of`` is ``tally``, ``answers`` how many; without ``rule``: answers by whether they could be read)."""


class Job(NamedTuple):
    """What every executor needs to know."""

    book: RuleBook
    weights: Weights
    approvals: Approvals | None
    vignettes: Mapping[str, Vignette]
    columns: Columns
    category: str | None
    everything: bool
    name: str
    """What stands as the file in a verdict."""
    digest: str
    """Of book and weights: a process builds its checker once."""


def digest(book: RuleBook, weights: Weights) -> str:
    """The same for the same rules and weights."""
    texts = (book.model_dump_json(), weights.model_dump_json())
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


_checkers: dict[str, Checker] = {}


def _checker(job: Job) -> Checker:
    """The checker of a job; of the last job alone, as a process may serve many one after the other."""
    if job.digest not in _checkers:
        _checkers.clear()
        _checkers[job.digest] = Checker(job.book, job.weights)
    return _checkers[job.digest]


def judge(job: Job, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The verdicts of each batch as they come, and at the end what was counted, as rows of ``SCHEMA``."""
    checker, wanted = _checker(job), Wanted(job.everything, compared=())
    waiving = Waiving(job.approvals) if job.approvals is not None else None
    counts: Counter[tuple[Any, ...]] = Counter()
    rows = _rows(job, batches)
    while chunk := list(islice(rows, LARGEST_BATCH)):
        found: list[dict[str, Any]] = []
        for result in checked_rows(checker, chunk, wanted):
            checked = waiving.mark(result) if waiving is not None else result
            _count(checked, checker, counts)
            found += _verdicts(checked)
        if found:
            yield pa.RecordBatch.from_pylist(found, schema=SCHEMA)
    yield pa.RecordBatch.from_pylist([_tally(key, count) for key, count in counts.items()], schema=SCHEMA)


def _rows(job: Job, batches: Iterable[pa.RecordBatch]) -> Iterator[Sample | Unreadable]:
    read = Rows(Path(job.name), job.columns, Every())
    for batch in batches:
        for row in batch.to_pylist():
            yield join(read.read(_stated(row), 0), job.vignettes, job.category)


def _stated(value: Any) -> Any:
    """Without the fields of structs that a row does not state: to Arrow they are there, and null."""
    if isinstance(value, dict):
        return {key: _stated(item) for key, item in value.items() if item is not None}
    return [_stated(item) for item in value] if isinstance(value, list) else value


def _count(checked: Checked, checker: Checker, counts: Counter[tuple[Any, ...]]) -> None:
    sample = checked.sample
    of_whom = (sample.model, sample.category)
    if isinstance(sample, Unreadable):
        counts[(*of_whom, None, None, None, None, "error", 0.0, False)] += 1
        return
    counts[(*of_whom, None, None, None, None, "read", 0.0, False)] += 1
    for position in checked.met:
        rule, obligation = checker.obligations[position]
        counts[(*of_whom, rule.id, obligation.number, rule.harm, rule.hazard, "met", 0.0, False)] += 1
    for each in checked.verdicts:
        if each.verdict in ("violated", "review", "error"):
            judged = (each.rule, each.obligation, each.harm, each.hazard, each.verdict, each.points, each.waived)
            counts[(*of_whom, *judged)] += 1


def _tally(key: tuple[Any, ...], count: int) -> dict[str, Any]:
    names = ("model", "category", "rule", "obligation", "harm", "hazard", "verdict", "points", "waived")
    return {"of": "tally", **dict(zip(names, key, strict=True)), "answers": count}


def _verdicts(checked: Checked) -> Iterator[dict[str, Any]]:
    sample = checked.sample
    if isinstance(sample, Unreadable):
        yield _shown(jsonl.unreadable_row(sample))
    for each in checked.verdicts:
        yield _shown(jsonl.row(each))


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: row[name] for name in SCHEMA.names if name in row}
    return {"of": "verdict", **shown, "json": jsonl.line_of(row).rstrip("\n")}
