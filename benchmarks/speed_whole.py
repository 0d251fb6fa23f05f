"""One whole run in a process of its own: ``python -m benchmarks.speed_whole RULES TEXTS ANSWERS WORKERS``.

Checks so many answers, made of the texts in TEXTS (one JSON string a line), and prints as JSON the seconds, the
findings, and the peak memory of this process and of its largest worker in MB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import generated
from medrules import load_rules
from medrules.checking.checker import Checker
from medrules.engines.local import run
from medrules.model.case import Sample


class Whole(NamedTuple):
    """What one whole run took."""

    seconds: float
    """From the first answer in to the last verdict out."""
    findings: int
    own: float
    """Peak memory of the process, MB."""
    worker: float
    """Peak memory of its largest worker, MB; 0 without workers."""


def measure(rules: Path, texts: Path, answers: int, workers: int) -> Whole:
    """Runs this module in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed_whole", str(rules), str(texts), str(answers), str(workers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Whole(*json.loads(done.stdout.splitlines()[-1]))


def samples(texts: list[str], count: int) -> Iterator[Sample]:
    """Answers as rows, a thousand cases over and over."""
    for number, text in enumerate(generated.answers(texts, count)):
        yield Sample(case=f"c{number % 1000}", id=str(number), output=text, file="generated", line=number + 1)


def whole(rules: Path, texts: Path, answers: int, workers: int) -> Whole:
    """Checks so many answers in this process and its workers; says now and then on stderr how far it is."""
    book = load_rules(rules)
    checker = Checker(book)
    sources = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    start = time.perf_counter()
    findings = 0
    for number, checked in enumerate(
        run(samples(sources, answers), book, workers=workers, checker=checker, compared=(), detail=False)
    ):
        findings += len(checked.verdicts)
        if number % 500_000 == 499_999:
            rate = number / (time.perf_counter() - start)
            sys.stderr.write(f"{number + 1} answers, {rate:.0f} a second, {_peak():.0f} MB\n")
    seconds = time.perf_counter() - start
    return Whole(
        seconds,
        findings,
        _peak(),
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 if workers > 1 else 0.0,
    )


def _peak() -> float:
    """Peak memory of this process; what it was before the program began does not count."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(whole(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))) + "\n"
    )
