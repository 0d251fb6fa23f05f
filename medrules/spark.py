"""Checks the answers in a Spark DataFrame: ``medrules.spark.check(df, rules)``.

Verdicts and tallies come as DataFrames. Driver and executors need the extra ``spark``, and Java 17 or newer. Rules
are compiled once in each Python process of an executor; rows go through ``mapInArrow``, so nothing is collected on
the driver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medrules.checking.weights import in_force as weights_in_force
from medrules.language.adopting import adopted_hashes
from medrules.model.book import RuleBook, Weights
from medrules.model.problem import RulesError
from medrules.public import load_rules
from medrules.scoring.approvals import in_force
from medrules.sources.columns import Columns
from medrules.sources.problems import SourceError, listed, problem
from medrules.sources.vignettes import load as load_vignettes

try:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql import functions as f
except ImportError as error:
    raise ImportError(
        "medrules.spark needs PySpark and PyArrow. Install them: pip install 'medrules[spark]'"
    ) from error

from medrules.engines.frames import SCHEMA, Job, digest, judge

if TYPE_CHECKING:
    from medrules.model.case import Vignette

__all__ = ["Checks", "check"]

_TYPES = {
    pa.string(): "string",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
}
_DDL = ", ".join(f"`{field.name}` {_TYPES[field.type]}" for field in SCHEMA)
_COUNTED = ("model", "category", "rule", "obligation", "harm", "hazard", "verdict", "waived")


@dataclass(frozen=True)
class Checks:
    """What became of the rows of a DataFrame; computed when an action asks for it, as everything in Spark."""

    results: DataFrame
    """Both in one: persist it (``checks.results.persist()``) to use verdicts and tallies of one computation."""
    verdicts: DataFrame
    """One row a verdict; ``json`` is its line in a file of verdicts (``medrules check --verdicts``)."""
    tallies: DataFrame
    """``answers`` and harm ``points`` by model, category, rule, obligation and verdict. Rows without a rule count
    the answers themselves: ``read``, or ``error`` where a row could not be read."""


def check(
    df: DataFrame,
    rules: RuleBook | str | Path | Iterable[str | Path],
    *,
    columns: Columns | None = None,
    vignettes: Iterable[str | Path] = (),
    weights: Weights | None = None,
    category: str | None = None,
    as_of: date | None = None,
    everything: bool = False,
    name: str = "DataFrame",
) -> Checks:
    """Check every row of ``df``.

    Args:
        df: one answer a row, under the names that a file of answers has (``id``, ``input``, ``output`` …).
        rules: a book of ``load_rules``, or files and folders of rules.
        columns: which column holds what, where the names differ.
        vignettes: files and folders of the cases that are answered.
        weights: harm points; None: those of the rules.
        category: of answers that name none.
        as_of: the day by which waivers hold; None: waivers are left aside.
        everything: the verdicts *met* and *not applicable* as well.
        name: what stands as the file in a verdict. Rows of a DataFrame have no order: ``line`` is 0.

    Raises:
        RulesError: rules or vignettes that cannot be used.
        SourceError: no column holds ids or answers, or an id stands twice (which takes one pass over the ids).
    """
    columns = columns or Columns()
    _check_columns(df, columns, name)
    book = rules if isinstance(rules, RuleBook) else _load(rules, vignettes)
    cases = _vignettes(vignettes)
    given = weights or weights_in_force(book.weights)
    approvals = in_force(book, as_of, adopted_hashes(book)) if as_of is not None else None
    job = Job(book, given, approvals, cases, columns, category, everything, name, digest(book, given))
    results = df.mapInArrow(partial(_judged, job), _DDL)
    return Checks(results, _verdicts(results), _tallies(results))


def _judged(job: Job, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield from judge(job, batches)


def _load(rules: str | Path | Iterable[str | Path], vignettes: Iterable[str | Path]) -> RuleBook:
    paths = [rules] if isinstance(rules, str | Path) else list(rules)
    return load_rules(*paths, vignettes=vignettes)


def _vignettes(paths: Iterable[str | Path]) -> dict[str, Vignette]:
    cases, problems = load_vignettes([Path(path) for path in paths])
    if problems:
        raise RulesError(problems, "\n\n".join(each.message for each in problems))
    return cases


def _check_columns(df: DataFrame, columns: Columns, name: str) -> None:
    """Refuses a DataFrame whose answers or ids could not be told."""
    for field, code in (("id", "S190"), ("output", "S106")):
        wanted = columns.names[field] if field == "id" else (*columns.names[field], *columns.names["messages"])
        if not set(wanted) & set(df.columns):
            raise SourceError(problem(code, path=name, columns=listed(df.columns), nearest="COLUMN"))
    id_ = next(column for column in columns.names["id"] if column in df.columns)
    ids = df.groupBy(f.col(f"`{id_}`").alias("id")).count()
    for wrong in ids.where("count > 1 or id is null").limit(1).collect():
        code = "S192" if wrong["id"] is None else "S191"
        raise SourceError(problem(code, path=name, column=id_, id=str(wrong["id"])[:80]))


def _verdicts(results: DataFrame) -> DataFrame:
    return results.where("of = 'verdict'").drop("of", "answers")


def _tallies(results: DataFrame) -> DataFrame:
    # Points are summed as decimals: a sum of doubles would depend on how the rows lie on the executors.
    charged = (f.col("points") * f.col("answers")).cast("decimal(38, 6)")
    return (
        results.where("of = 'tally'")
        .groupBy(*_COUNTED)
        .agg(f.sum("answers").alias("answers"), f.sum(charged).cast("double").alias("points"))
    )
