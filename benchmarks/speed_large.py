"""``python -m benchmarks.speed_large DATA``: ten million answers, by the command itself.

Writes the answers into a temporary file, checks them with ``medrules check --resume``, kills it with SIGKILL
on the way, and runs the same command again to the end.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks import generated
from benchmarks.folder import Folder
from medrules.text.words import split

_LOOK = 0.5
"""Seconds between two looks at the memory."""


class Run(NamedTuple):
    """One start of the command."""

    seconds: float
    code: int
    """Exit code; negative: the signal that ended it."""
    peaks: list[float]
    """Peak memory of the process so far, in MB, at every look."""
    said: str
    """What it printed."""


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--answers", default=10_000_000, show_default=True)
@click.option("--rules", "size", default=100, show_default=True, help="Generated rules.")
@click.option("--workers", default=1, show_default=True)
@click.option("--kill-after", default=900.0, show_default=True, help="Seconds until the first start is killed.")
def main(data: Path, answers: int, size: int, workers: int, kill_after: float) -> None:
    """Check so many answers, made of bulk_answers of DATA by repetition with changes."""
    texts = [text for row in Folder(data).rows("bulk_answers") if split(text := row["output"] or "").forms]
    if not texts:
        raise click.ClickException(f"{data} holds no bulk_answers")
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "generated.rules").write_text(generated.rules(texts, size).text, encoding="utf-8")
        generated.write_answers(room / "answers.jsonl", texts, answers)
        click.echo(f"{answers:,} answers, {(room / 'answers.jsonl').stat().st_size / 1e9:.1f} GB, {size} rules")
        command = _command(room, workers)
        killed = _run(command, kill_after)
        if killed.code != -signal.SIGKILL:
            raise click.ClickException(
                f"the first start came to its end in {killed.seconds:,.0f} s, so nothing was resumed: "
                f"write a smaller --kill-after than {kill_after:g}"
            )
        click.echo(f"killed: {_said(killed)}")
        finished = _run(command, None)
        click.echo(f"resumed: {_said(finished)}")
        _check_end(room, finished, answers)
        click.echo(f"{answers / (killed.seconds + finished.seconds):,.0f} answers a second over both")


def _command(room: Path, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "medrules.cli", "check", str(room / "answers.jsonl")),
        *("--rules", str(room / "generated.rules"), "--verdicts", str(room / "verdicts.jsonl")),
        *("--workers", str(workers), "--resume"),
    ]


def _run(command: Sequence[str], kill_after: float | None) -> Run:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        peaks: list[float] = []
        while process.poll() is None:
            time.sleep(_LOOK)
            peaks += _peak(process.pid)
            if kill_after is not None and time.perf_counter() - start > kill_after:
                process.send_signal(signal.SIGKILL)
                process.wait()
        said.seek(0)
        printed = said.read().decode("utf-8", "replace")
        if process.returncode not in (0, 1, -signal.SIGKILL):
            raise click.ClickException(printed)
        return Run(time.perf_counter() - start, process.returncode, peaks, printed)


def _peak(pid: int) -> list[float]:
    """The peak memory of a process until now, in MB; nothing once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return []
    return [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")]


def _said(run: Run) -> str:
    if not run.peaks:
        return f"{run.seconds:,.0f} s; memory was not seen"
    tenth, last = run.peaks[len(run.peaks) // 10], run.peaks[-1]
    return f"{run.seconds:,.0f} s; peak memory {tenth:.0f} MB after a tenth of the time, {last:.0f} MB at the end"


def _answers_counted(said: str) -> int | None:
    """The number in ``Checked  10,000,000 answers · …``; None where the command says none."""
    for line in said.splitlines():
        first, *rest = line.split() or [""]
        if first == "Checked" and rest:
            return int(rest[0].replace(",", ""))
    return None


def _check_end(room: Path, finished: Run, answers: int) -> None:
    """That the second start came to the end, and counted every answer once."""
    if finished.code < 0:
        raise click.ClickException(f"the run was ended by signal {-finished.code}")
    if (counted := _answers_counted(finished.said)) != answers:
        raise click.ClickException(f"{counted} answers were counted, not {answers:,}:\n{finished.said}")
    verdicts = sum(1 for _ in (room / "verdicts.jsonl").open("rb"))
    click.echo(f"{verdicts:,} lines of verdicts, {verdicts / answers:.3f} an answer")


if __name__ == "__main__":
    main()
