"""How long the command takes before it does anything, each time in a process of its own.

``python -m benchmarks.speed_start RULES ANSWERS`` is such a process: it runs ``medrules check`` and prints when
the first answer was judged, by the clock that all processes share.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple


class Start(NamedTuple):
    """Milliseconds by the clock, medians of the passes; of a process that is started from nothing."""

    help: float
    """``medrules --help``."""
    new: float
    """Until the first answer is judged; nothing is kept of these rules."""
    kept: float
    """Until the first answer is judged; the rules were read before."""
    whole: float
    """Until the command has ended, its summary printed; the rules were read before."""


def measure(rules: Path, answers: Path, passes: int) -> Start:
    """Runs each in turn; a first pass, in which Python writes its bytecode, is not counted."""
    home = rules.parent / "kept"
    found: list[tuple[float, ...]] = []
    for _ in range(passes + 1):
        shutil.rmtree(home, ignore_errors=True)
        helped = _taken([sys.executable, "-m", "medrules.cli", "--help"], home)
        new, _ = _first(rules, answers, home)
        found.append((helped, new, *_first(rules, answers, home)))
    return Start(*(statistics.median(each) * 1000 for each in zip(*found[1:], strict=True)))


def _taken(command: list[str], home: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment(home))
    return time.perf_counter() - start


def _first(rules: Path, answers: Path, home: Path) -> tuple[float, float]:
    """Seconds until the first answer is judged, and until the end."""
    command = [sys.executable, "-m", "benchmarks.speed_start", str(rules), str(answers)]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_environment(home))
    end = time.perf_counter()
    return float(done.stdout.splitlines()[-1]) - start, end - start


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "MEDRULES_CACHE": str(home)}


def first(rules: str, answers: str) -> float:
    """When the first answer was judged and counted, by the clock, of a whole run of the command."""
    from medrules.cli.main import main
    from medrules.scoring import tally

    judged: list[float] = []
    count = tally.Tally.add

    def counted(self: tally.Tally, *given: Any) -> None:
        judged.append(time.perf_counter())
        count(self, *given)

    tally.Tally.add = counted  # type: ignore[assignment, method-assign]
    try:
        main(["check", answers, "--rules", rules])
    except SystemExit as end:
        if end.code not in (0, 1):
            raise
    return judged[0]


if __name__ == "__main__":
    sys.stdout.write(f"\n{first(sys.argv[1], sys.argv[2])}\n")
