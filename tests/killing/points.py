"""``make kill-test``: fifty kills of each command at random moments; writes what came of it into docs/asking.md.

python -m tests.killing.points [KILLS [PART OF A COMMAND'S NAME]]
"""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from click.testing import CliRunner

from medrules.cli.main import main as cli
from tests.endpoints.server import Server
from tests.killing.harness import (
    CHECK,
    Done,
    Killer,
    answers,
    questions,
    same_answers,
    same_verdicts,
    unsteady,
)

PAGE = Path(__file__).parents[2] / "docs" / "asking.md"
HEAD = (
    "`make kill-test` kills with SIGKILL at random moments, lets the command go on, and compares byte for byte:",
    "",
    "| command | kills | runs brought to their end | of them with another result | when |",
    "| --- | --- | --- | --- | --- |",
)
BEGIN, END = "<!-- kill-test: begin -->", "<!-- kill-test: end -->"


def ask(folder: Path, kills: int, seed: int) -> Done:
    """Kills of ``medrules ask``."""
    killer = Killer(["ask", "run.yaml", "--out", "answers.jsonl"], seed)
    with Server() as server:
        server.default, server.delay = unsteady, 0.05
        whole = questions(folder / "ask", server, cases=20)
        seconds = killer.whole(whole)
        numbers = count()
        return killer.kill(
            kills, lambda: questions(folder / f"ask-{next(numbers)}", server, 20), same_answers(whole), seconds
        )


def check(folder: Path, kills: int, seed: int, workers: int) -> Done:
    """Kills of ``medrules check --resume``."""
    killer = Killer([*CHECK, "--workers", str(workers)], seed, forked=True)
    name = f"check-{workers}"
    # Once here, so that every copy of this process has loaded everything.
    with contextlib.chdir(answers(folder / "loading", 100)):
        CliRunner().invoke(cli, CHECK)
    whole = answers(folder / name, 1500)
    seconds = killer.whole(whole)
    numbers = count()
    return killer.kill(
        kills, lambda: answers(folder / f"{name}-{next(numbers)}", 1500), same_verdicts(whole), seconds
    )


def main() -> None:
    """Kills, compares and writes; each command as soon as it is done."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    seed = random.SystemRandom().randrange(2**32)
    parts: dict[str, Callable[[Path], Done]] = {
        "medrules ask": lambda folder: ask(folder, kills, seed),
        "medrules check --resume": lambda folder: check(folder, kills - kills // 5, seed, workers=1),
        "medrules check --resume --workers 2": lambda folder: check(folder, kills // 5, seed, workers=2),
    }
    for name, part in parts.items():
        if only in name:
            with tempfile.TemporaryDirectory() as folder:
                write(name, part(Path(folder)), seed)


def write(name: str, done: Done, seed: int) -> None:
    """Puts the result of one command into its place on the page, beside those of the others."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=PAGE.parent
    ).stdout.strip()
    day = datetime.now(UTC).date()
    row = f"| `{name}` | {done.kills} | {done.runs} | 0 | {day}, commit {commit}, seed {seed} |"
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    shown, _, after = rest.partition(END)
    rows = [line for line in shown.splitlines() if line.startswith("| `") and not line.startswith(f"| `{name}` |")]
    lines = [BEGIN, *HEAD, *sorted([*rows, row]), END]
    PAGE.write_text(before + "\n".join(lines) + after, "utf-8")
    sys.stdout.write(row + "\n")


if __name__ == "__main__":
    main()
