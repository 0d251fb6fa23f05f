"""A history of runs: what is kept comes back, several processes write to it, and what is none is refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from medrules.history.store import History, HistoryError
from medrules.model.history import CaseHarm, RuleCount, RunRecord, RunSummary

CASES = (
    CaseHarm("a", "patient-communication/messaging", 3, 3, 10.0, 10.0, 1.0),
    CaseHarm("b", None, -1, 2, 0.0, 3.0, 1.5),
)
RULES = (RuleCount("arm.call", 1, 1, 0, 0, 0, 2),)


def run(digest: str, day: int = 1, sign_off: str = "pilot") -> RunRecord:
    summary = RunSummary(
        digest=digest,
        sign_off=sign_off,
        as_of=date(2026, 11, day),
        state="not met",
        models=("m 1",),
        tool="medrules 0",
        cases=2,
        harm_per_case=6.5,
        harm_per_case_without_review=None,
    )
    return RunRecord(summary=summary, lock="{}", decision="{}", cases=CASES, rules=RULES)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite", make=True)
    history.record(run("d1"))
    history.record(run("d1"))
    again = History(tmp_path / "h.sqlite")
    assert again.runs() == [run("d1").summary]
    assert again.cases("d1") == list(CASES)
    assert again.rules("d1") == list(RULES)
    assert again.cases("d2") == []


def test_the_last_signed_run_is_of_the_same_sign_off_and_not_of_a_later_day(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite", make=True)
    for record in (run("old", 1), run("new", 5), run("unsigned", 6), run("later", 9), run("x", 5, "other")):
        history.record(record)
    assert history.last_signed("pilot", date(2026, 11, 7)) is None
    for digest in ("later", "new", "old", "x"):
        assert history.sign(digest)
    assert not history.sign("nothing")
    last = history.last_signed("pilot", date(2026, 11, 7))
    assert last is not None and (last.digest, last.signed) == ("new", True)


def test_several_processes_write_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    program = (
        "import sys; from pathlib import Path; from medrules.history.store import History;"
        "from tests.history.test_store import run;"
        "[History(Path(sys.argv[1]), make=True).record(run(f'{sys.argv[2]}-{n}')) for n in range(10)]"
    )
    root = Path(__file__).parents[2]
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path), str(n)], cwd=root) for n in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert len(History(path).runs()) == 30


def database(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in ("CREATE TABLE IF NOT EXISTS other (x)", *statements):
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def test_what_is_no_history_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("no database, but longer than its head", encoding="utf-8")
    later = tmp_path / "later.sqlite"
    History(later, make=True)
    database(later, "PRAGMA user_version = 99")
    for path, why in (
        (tmp_path, "folder"),
        (tmp_path / "none", "no such file"),
        (text, "no SQLite database"),
        (database(tmp_path / "other"), "something else"),
        (later, "version is 99"),
    ):
        with pytest.raises(HistoryError, match=why):
            History(path)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    history = History(path, make=True)
    for number in range(50):
        history.record(run(f"d{number}"))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(HistoryError):
        History(path)


def test_earlier_runs_are_those_before_the_day_and_signed_ones_of_it(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite", make=True)
    for record in (
        run("first", 1),
        run("second", 5),
        run("again", 9),
        run("signed", 9),
        run("later", 10),
        run("x", 5, "other"),
    ):
        history.record(record)
    history.sign("signed")
    found, number = history.earlier("pilot", date(2026, 11, 9), 2, 2)
    assert ([each.summary.digest for each in found], number) == (["second", "signed"], 3)
    assert [(each.harmful, each.harmful_review) for each in found] == [(1, 2), (1, 2)]
    assert [each.lock for each in found] == ["{}", "{}"]
    assert history.earlier("pilot", date(2026, 11, 9), 12, 3).runs[0][2:] == (1, 1)
    assert history.earlier("nothing", date(2026, 11, 9), 12, 3) == ((), 0)
