"""``medrules check --resume``: a batch that is killed anywhere goes on, and ends as one that was not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main
from medrules.cli.resuming import Checkpoints
from medrules.sources.problems import SourceError

from .conftest import Files

OWN = ("--rules", "rules", "--vignettes", "vignettes", "--as-of", "2026-11-22")
RESUMED = ("--verdicts", "v.jsonl", "--report", "r.html", "--resume", "--checkpoint-every", "0")
TEXTS = (
    "Call 911 now.",
    "Rest at home. It is nothing to worry about.",
    "If it gets worse, call 911.",
    "",
    "You might want to call 911.",
)


class Stopped(BaseException):
    """The process ends here, as it were."""


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's files, which somebody may be writing at while the tests run, are taken as unchanged."""
    monkeypatch.setattr("medrules.signoff.lock.digest_of_folder", lambda *_: "as it is")


def rows(number: int) -> str:
    lines = []
    for n in range(number):
        row = {"id": f"a{n}", "case": "arm-001", "model": f"m{n % 2}", "output": f"{TEXTS[n % 5]}", "extra": [n]}
        lines.append("{broken" if n % 41 == 40 else json.dumps(row))
    return "\n".join(lines) + "\n"


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", "answers.jsonl", *arguments, *OWN], catch_exceptions=False)


def results(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "v.jsonl").read_bytes(), (folder / "r.html").read_bytes()


@pytest.fixture
def whole(files: Files) -> tuple[bytes, bytes, str, int]:
    """What one run gives: verdicts, report, summary and exit code."""
    files.write("answers.jsonl", rows(700))
    result = check("--verdicts", "v.jsonl", "--report", "r.html")
    assert result.exit_code == 3, result.output
    found = (*results(files.folder), result.stdout, result.exit_code)
    for name in ("v.jsonl", "r.html"):
        (files.folder / name).unlink()
    return found


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"answers.jsonl", "rules", "vignettes"}


def test_without_an_interruption(files: Files, whole: tuple[bytes, bytes, str, int]) -> None:
    result = check(*RESUMED)
    assert (*results(files.folder), result.stdout, result.exit_code) == whole
    assert left(files.folder) == {"v.jsonl", "r.html"}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_going_on_from_several_places(
    workers: str, files: Files, whole: tuple[bytes, bytes, str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(4)  # noqa: S311 (places to stop at)
    real = Checkpoints.counted
    for _ in range(4 if workers == "1" else 1):
        stop = chance.randrange(30, 150)

        def counted(self: Checkpoints, stop: int = stop) -> None:
            real(self)
            if self._rows % 160 == stop:
                raise Stopped

        monkeypatch.setattr(Checkpoints, "counted", counted)
        with pytest.raises(Stopped):
            check(*RESUMED, "--workers", workers)
        with (files.folder / "v.jsonl.part").open("ab") as stream:
            stream.write(b'{"torn')
    monkeypatch.setattr(Checkpoints, "counted", real)
    result = check(*RESUMED, "--workers", workers)
    assert (*results(files.folder), result.stdout, result.exit_code) == whole
    assert left(files.folder) == {"v.jsonl", "r.html"}


def test_ended_before_the_report_and_after_the_verdicts_have_their_name(
    files: Files, whole: tuple[bytes, bytes, str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr("medrules.cli.check._finish", stopped)
        check(*RESUMED)
    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr("medrules.cli.resuming.sync_folder", stopped)
        patch.setattr(Checkpoints, "save", lambda _: None)
        check(*RESUMED)
    assert left(files.folder) == {"v.jsonl", "r.html", "v.jsonl.checkpoint"}
    result = check(*RESUMED)
    assert (*results(files.folder), result.stdout, result.exit_code) == whole
    assert left(files.folder) == {"v.jsonl", "r.html"}


def test_what_a_killed_run_left_beside_its_report_goes(files: Files, whole: tuple[bytes, bytes, str, int]) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    mine = files.write(f".r.html.{os.getppid()}.part", "of one that runs")
    files.write(f".r.html.{gone.pid}.part", "of one that was killed")
    files.write(".r.html.notes.part", "of somebody else")
    for strange in ("²", "9" * 30):
        files.write(f".r.html.{strange}.part", "of nobody")
    check(*RESUMED)
    assert left(files.folder) == {"v.jsonl", "r.html", mine, ".r.html.notes.part"} | {
        ".r.html.².part",
        f".r.html.{'9' * 30}.part",
    }


def begun(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that was interrupted after 100 rows."""
    files.write("answers.jsonl", rows(200))
    real = Checkpoints.counted

    def counted(self: Checkpoints) -> None:
        real(self)
        if self._rows == 100:
            raise Stopped

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(Checkpoints, "counted", counted)
        patch.setattr("medrules.cli.resuming.COST", 0)
        check(*RESUMED)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("answers", "the file answers.jsonl"),
        ("rules", "the file rules/arm.rules"),
        ("vignettes", "the file vignettes/arm.yaml"),
        ("options", "--verdicts-all"),
        ("day", "--as-of 2026-11-22"),
        ("program", "the program"),
    ],
)
def test_another_batch_is_refused(change: str, said: str, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(files, monkeypatch)
    more: list[str] = []
    if change == "answers":
        files.write("answers.jsonl", rows(201))
    elif change == "program":
        monkeypatch.setattr("medrules.signoff.lock.digest_of_folder", lambda *_: "another")
    elif change == "options":
        more = ["--verdicts-all"]
    elif change == "day":
        more = ["--as-of", "2026-11-23"]
    else:
        path = next((files.folder / change).iterdir())
        path.write_text(path.read_text("utf-8") + "\n# One more line.\n", "utf-8")
    command = ["check", "answers.jsonl", *RESUMED, *OWN, *more]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 2
    assert "R171" in result.stderr
    assert said in result.stderr.replace("\n", " ")
    assert (files.folder / "v.jsonl.checkpoint").exists()


@pytest.mark.parametrize("damage", ["checkpoint", "verdicts gone", "verdicts shorter", "empty"])
def test_what_is_damaged_is_said(damage: str, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(files, monkeypatch)
    path, part = files.folder / "v.jsonl.checkpoint", files.folder / "v.jsonl.part"
    if damage == "checkpoint":
        path.write_bytes(path.read_bytes().replace(b'"size"', b'"Size"'))
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "verdicts gone":
        part.unlink()
    else:
        part.write_bytes(part.read_bytes()[:50])
    result = check(*RESUMED)
    assert result.exit_code == 2
    assert "R172" in result.stderr
    path.unlink()
    assert check(*RESUMED).exit_code == 3, "without the checkpoint it begins again"


def test_checkpoints_grow_rarer_where_they_are_dear(tmp_path: Path) -> None:
    from unittest.mock import Mock

    now = 0.0
    run = Mock()

    def state() -> dict[str, object]:
        nonlocal now
        now += 2.0
        return {}

    run.state = state
    made = Checkpoints(tmp_path / "v.jsonl", {}, 5, run, clock=lambda: now)
    made._open(None)
    made.save()
    assert made._pause == 40
    made.close()


@pytest.mark.parametrize("between", ["renamed", "begun anew"])
def test_a_run_that_ended_between_two_looks_loses_nothing(
    between: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run ends, or begins, while this one has looked at the checkpoint and not yet locked the verdicts."""
    from unittest.mock import Mock

    path = tmp_path / "v.jsonl"
    made = Checkpoints(path, {}, 5, Mock())
    part = tmp_path / "v.jsonl.part"
    part.write_text("all verdicts")

    def ended(*_: object) -> None:
        if between == "renamed":
            part.rename(path)
        else:
            (tmp_path / "v.jsonl.checkpoint").write_text("of another run")

    monkeypatch.setattr("medrules.cli.resuming._alone", ended)
    with pytest.raises(SourceError) as failed:
        made.check([], workers=1, everything=False)
    assert failed.value.problem.code == "R173"
    assert (path if between == "renamed" else part).read_text() == "all verdicts"


def test_resume_needs_verdicts(files: Files) -> None:
    files.answers("Rest.")
    assert "--resume needs --verdicts" in check("--resume").stderr


@pytest.mark.skipif(os.name != "posix", reason="no kill -9 there")
@pytest.mark.parametrize(("workers", "kills"), [("1", 2), ("2", 1)])
def test_killed(workers: str, kills: int, files: Files, whole: tuple[bytes, bytes, str, int]) -> None:
    """Killed again and again, each time as soon as it has got on, and then left to come to its end."""
    command = [
        sys.executable,
        "-m",
        "medrules.cli",
        "check",
        "answers.jsonl",
        *OWN,
        *RESUMED,
        "--workers",
        workers,
    ]
    checkpoint = files.folder / "v.jsonl.checkpoint"

    def run() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    killed = 0
    for _ in range(kills):
        before = checkpoint.stat().st_mtime_ns if checkpoint.exists() else None
        process = run()
        while process.poll() is None and (not checkpoint.exists() or checkpoint.stat().st_mtime_ns == before):
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
    assert killed
    process = run()
    out, _ = process.communicate()
    assert (*results(files.folder), out.decode(), process.returncode) == whole
    assert left(files.folder) == {"v.jsonl", "r.html"}
