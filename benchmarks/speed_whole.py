"""One whole run in a process of its own: ``python -m benchmarks.speed_whole RULES ANSWERS WORKERS``.

Checks the answers of a file of JSON Lines, and prints as JSON the seconds, the findings, and the peak memory of
this process and of its largest worker in MB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from medrules import load_rules
from medrules.checking.checker import Checker
from medrules.engines.batch import Batch
from medrules.engines.local import run
from medrules.garbage import seldom_collected
from medrules.sources.columns import Columns


class Whole(NamedTuple):
    """What one whole run took."""

    seconds: float
    """From the first answer in to the last verdict out."""
    findings: int
    own: float
    """Peak memory of the process, MB."""
    worker: float
    """Peak memory of its largest worker, MB; 0 without workers."""


def measure(rules: Path, answers: Path, workers: int) -> Whole:
    """Runs this module in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed_whole", str(rules), str(answers), str(workers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Whole(*json.loads(done.stdout.splitlines()[-1]))


def whole(rules: Path, answers: Path, workers: int) -> Whole:
    """Checks the answers of a file in this process and its workers, as the command does without ``--verdicts``."""
    with seldom_collected():
        book = load_rules(rules)
        checker = Checker(book)
        start = time.perf_counter()
        rows = Batch([answers], Columns(), {})
        found = run(rows, book, workers=workers, checker=checker, compared=(), detail=False)
        findings = sum(len(checked.verdicts) for checked in found)
        seconds = time.perf_counter() - start
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 if workers > 1 else 0.0
    return Whole(seconds, findings, _peak(), worker)


def _peak() -> float:
    """Peak memory of this process; what it was before the program began does not count."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(whole(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))) + "\n")
