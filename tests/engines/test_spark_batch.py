"""``medrules check --engine spark`` writes what one process writes, byte for byte."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from medrules.checking.checker import Checker
from medrules.engines.batch import Batch
from medrules.engines.local import run
from medrules.public import load_rules
from medrules.sources import parts
from medrules.sources.columns import Columns
from medrules.sources.vignettes import load as load_vignettes

MISSING = [
    name for name, there in (("Java 17", shutil.which("java")), ("pyspark", find_spec("pyspark"))) if not there
]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"{' and '.join(MISSING)} not installed: see 'Spark' in the README"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning"),
]
ROOT = Path(__file__).parents[2]


def test_two_executors_give_what_one_process_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession

    monkeypatch.setattr(parts, "SMALLEST", 20_000)
    monkeypatch.setattr(parts, "LARGEST", 20_000)
    monkeypatch.setitem(os.environ, "PYSPARK_PYTHON", sys.executable)
    book = load_rules(ROOT / "rules" / "stroke.rules", ROOT / "rules" / "inbox.rules")
    cases, problems = load_vignettes([ROOT / "vignettes"])
    assert not problems
    files = sorted((ROOT / "samples").glob("*.jsonl"))[:2]
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.executorEnv.PYTHONPATH", str(ROOT))
        .getOrCreate()
    )
    try:
        checker = Checker(book)
        alone, spread = Batch(files, Columns(), cases), Batch(files, Columns(), cases)
        expected = list(run(alone, book, checker=checker))
        assert sum(1 for file in files for _ in parts.parts(file, Columns()) or ()) > 4
        assert list(run(spread, book, checker=checker, engine="spark")) == expected
        assert (spread.lacking, spread.lost_case) == (alone.lacking, alone.lost_case)
        assert any(verdict.verdict == "violated" for each in expected for verdict in each.verdicts)
    finally:
        session.stop()
