"""A file read in parts gives the rows, and a batch in processes the verdicts, that reading it whole gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medrules.checking.checker import Checker
from medrules.engines.batch import Batch
from medrules.engines.local import run
from medrules.language.loading import load
from medrules.model.book import RuleBook
from medrules.model.case import Sample
from medrules.sources import answers, parts
from medrules.sources.columns import Columns
from medrules.sources.problems import SourceError

RULES = """medrules 1
rule rest.no-aspirin "Aspirin is not advised"
  harm severe
  must never advise "take ... aspirin"
  source "Written for this test"
  fails "Take an aspirin."
"""
LINES = st.lists(
    st.one_of(
        st.builds(
            lambda number, text: json.dumps({"id": f"a{number}", "output": text}).encode(),
            st.integers(0, 12),
            st.sampled_from(["Take an aspirin.", "Rest.", "Ünïcode ☂" * 9]),
        ),
        st.sampled_from(
            [b"", b"  ", b"{broken", b'{"output": "no id"}', b'{"id": true, "output": "x"}', b"\xff\xfe"]
        ),
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    path = tmp_path_factory.mktemp("rules") / "rest.rules"
    path.write_text(RULES, "utf-8")
    return load([path], None)[0]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a few lines."""
    monkeypatch.setattr(parts, "SMALLEST", 64)
    monkeypatch.setattr(parts, "LARGEST", 200)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, ending=st.sampled_from([b"\n", b"\r\n"]), last=st.booleans(), mark=st.booleans())
def test_the_rows_are_those_of_the_whole_file(
    *, lines: list[bytes], ending: bytes, last: bool, mark: bool, tmp_path: Path, small: None, book: RuleBook
) -> None:
    path = tmp_path / "answers.jsonl"
    first = json.dumps({"id": "first", "output": "Rest."}).encode()
    content = ending.join([first, *lines]) + (ending if last else b"")
    path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + content)
    whole = Batch([path], Columns(), {})
    checker = Checker(book)
    alone = list(run(whole, book, checker=checker))
    batch = Batch([path], Columns(), {})
    found = []
    for piece in batch.pieces():
        assert isinstance(piece, parts.Part)
        results = list(run(batch.reading.rows(piece), book, checker=checker))
        found += batch.settled(piece, results, lambda rows: list(run(rows, book, checker=checker)))
    assert found == alone
    assert [each.sample for each in found] == list(answers.read(path))
    assert (batch.lacking, batch.lost_case) == (whole.lacking, whole.lost_case)


def test_processes_read_parts_themselves(tmp_path: Path, small: None, book: RuleBook) -> None:
    first, second = tmp_path / "one.jsonl", tmp_path / "two.csv"
    rows = [{"id": f"a{number % 90}", "output": f"Take an aspirin. {number}"} for number in range(120)]
    first.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    second.write_text("id,output\n1,Take an aspirin.\n2,Rest.\n", "utf-8")
    moved: list[int] = []
    alone = list(run(Batch([first, second], Columns(), {}), book))
    several = list(run(Batch([first, second], Columns(), {}, moved=moved.append), book, workers=2))
    assert several == alone
    assert sum(not isinstance(each.sample, Sample) for each in alone) == 30
    assert moved == sorted(moved)
    assert moved[-1] <= first.stat().st_size + second.stat().st_size


def test_packed_files_have_no_parts(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "answers.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "1", "output": "Rest."}\n'))
    assert parts.parts(path, Columns()) is None


def test_a_file_that_shrinks_is_no_clean_run(tmp_path: Path, small: None) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text('{"id": "1", "output": "Rest."}\n' * 9, "utf-8")
    cut = parts.parts(path, Columns())
    assert cut is not None
    found = list(cut)
    path.write_text('{"id": "1", "output": "Rest."}\n', "utf-8")
    with pytest.raises(SourceError) as refused:
        list(parts.read(found[-1], Columns()))
    assert refused.value.problem.code == "S101"


def test_a_long_line_is_one_part(tmp_path: Path, small: None) -> None:
    path = tmp_path / "answers.jsonl"
    long = json.dumps({"id": "1", "output": "Rest. " * 400_000})
    path.write_text(f'{long}\n{{"id": "2", "output": "Rest."}}\n', "utf-8")
    cut = parts.parts(path, Columns())
    assert cut is not None
    assert [(part.start, part.line) for part in cut] == [(0, 0), (len(long) + 1, 1)]
