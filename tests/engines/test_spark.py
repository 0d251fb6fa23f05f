"""Spark gives the verdicts that one process gives, however the rows lie on the executors."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from medrules.checking.checker import Checker
from medrules.engines.local import run
from medrules.model.book import RuleBook
from medrules.public import load_rules
from medrules.reports import jsonl
from medrules.sources.columns import Columns
from medrules.sources.joining import join
from medrules.sources.problems import SourceError
from medrules.sources.rows import Rows
from medrules.sources.vignettes import load as load_vignettes

MISSING = [
    name for name, there in (("Java 17", shutil.which("java")), ("pyspark", find_spec("pyspark"))) if not there
]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"{' and '.join(MISSING)} not installed: see 'Spark' in the README"),
    # PySpark itself warns of what pandas and its own sockets do.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning"),
]
ROOT = Path(__file__).parents[2]
FIELDS = ("id", "case", "model", "input", "output")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Two executors, each a process of its own."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "37")
        .config("spark.executorEnv.PYTHONPATH", str(ROOT))
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules(
        ROOT / "rules" / "stroke.rules", ROOT / "rules" / "inbox.rules", ROOT / "rules" / "crisis.rules"
    )


def rows() -> list[dict[str, Any]]:
    """The sample answers that ship, each with an id over all files; one has no answer."""
    found = []
    for path in sorted((ROOT / "samples").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            stated = {field: row.get(field) for field in FIELDS}
            found.append({**stated, "id": f"{path.stem}-{len(found)}", "model": path.stem})
    found.append({"id": "no-answer", "case": None, "model": "m", "input": "I have chest pain.", "output": None})
    return found


def frame(spark: Any, given: list[dict[str, Any]], partitions: int) -> Any:
    schema = ", ".join(f"{field} string" for field in FIELDS)
    scattered = sorted(given, key=lambda row: (row["output"] or "")[::-1])
    values = [tuple(row[field] for field in FIELDS) for row in scattered]
    return spark.createDataFrame(values, schema).repartition(partitions)


def alone(book: RuleBook, given: list[dict[str, Any]]) -> tuple[list[str], Counter[tuple[Any, ...]]]:
    """The lines and counts of one process."""
    vignettes, problems = load_vignettes([ROOT / "vignettes"])
    assert not problems
    read = Rows(Path("DataFrame"), Columns())
    stated = [{name: value for name, value in row.items() if value is not None} for row in given]
    samples = [join(read.read(row, 0), vignettes) for row in stated]
    lines: list[str] = []
    counts: Counter[tuple[Any, ...]] = Counter()
    checker = Checker(book)
    for checked in run(samples, book, checker=checker):
        lines += (line.rstrip("\n") for line in jsonl.lines_of(checked))
        for position in checked.met:
            rule, obligation = checker.obligations[position]
            counts[checked.sample.model, rule.id, obligation.number, "met"] += 1
        for each in checked.verdicts:
            counts[each.model, each.rule, each.obligation, each.verdict] += 1
    return sorted(lines), counts


@pytest.mark.parametrize("partitions", [1, 5])
def test_the_verdicts_are_those_of_one_process(spark: Any, book: RuleBook, partitions: int) -> None:
    from medrules.spark import check

    given = rows()
    checks = check(frame(spark, given, partitions), book, vignettes=[ROOT / "vignettes"])
    lines, counts = alone(book, given)
    assert any('"verdict":"violated"' in line for line in lines)
    assert sorted(row["json"] for row in checks.verdicts.select("json").collect()) == lines
    tallies = checks.tallies.collect()
    found: Counter[tuple[Any, ...]] = Counter()
    for row in tallies:
        if row["rule"] is not None:
            found[row["model"], row["rule"], row["obligation"], row["verdict"]] += row["answers"]
    assert found == counts
    answers = Counter[str]()
    for row in tallies:
        if row["rule"] is None:
            answers[row["verdict"]] += row["answers"]
    assert answers == {"read": len(given) - 1, "error": 1}


def test_harm_points_are_summed(spark: Any, book: RuleBook) -> None:
    from medrules.spark import check

    checks = check(frame(spark, rows(), 3), book, vignettes=[ROOT / "vignettes"])
    charged = {(row["rule"], row["sample"], row["obligation"]): row["points"] for row in checks.verdicts.collect()}
    assert sum(charged.values()) == pytest.approx(sum(row["points"] for row in checks.tallies.collect()))
    assert sum(charged.values()) > 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([("a", "x"), ("a", "y")], "S191"),
        ([("a", "x"), (None, "y")], "S192"),
    ],
)
def test_ids_that_tell_nothing_are_refused(
    spark: Any, book: RuleBook, given: list[tuple[str | None, str]], code: str
) -> None:
    from medrules.spark import check

    with pytest.raises(SourceError) as refused:
        check(spark.createDataFrame(given, "id string, output string"), book)
    assert refused.value.problem.code == code


@pytest.mark.parametrize(
    ("schema", "code"), [("name string, output string", "S190"), ("id string, x string", "S106")]
)
def test_columns_that_are_not_there_are_refused(spark: Any, book: RuleBook, schema: str, code: str) -> None:
    from medrules.spark import check

    with pytest.raises(SourceError) as refused:
        check(spark.createDataFrame([("a", "b")], schema), book)
    assert refused.value.problem.code == code
