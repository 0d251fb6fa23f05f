"""``make kill-test``: fifty kills of each command at random moments; writes what came of it into docs/asking.md.

python -m tests.killing.points [KILLS]
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

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
    killer = Killer([*CHECK, "--workers", str(workers)], seed)
    name = f"check-{workers}"
    whole = answers(folder / name, 6000)
    seconds = killer.whole(whole)
    numbers = count()
    return killer.kill(
        kills, lambda: answers(folder / f"{name}-{next(numbers)}", 6000), same_verdicts(whole), seconds
    )


def main() -> None:
    """Kills, compares and writes."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = random.SystemRandom().randrange(2**32)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [("`medrules ask`", ask(folder, kills, seed))]
        for workers, part in ((1, kills // 2), (2, kills - kills // 2)):
            rows.append((f"`medrules check --resume --workers {workers}`", check(folder, part, seed, workers)))
    write(rows, seed)


def write(rows: list[tuple[str, Done]], seed: int) -> None:
    """Puts the result into its place on the page."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=PAGE.parent
    ).stdout.strip()
    lines = [
        "| command | killed at | runs brought to their end | with another result |",
        "| --- | --- | --- | --- |",
        *(f"| {name} | {done.kills} random moments | {done.runs} | 0 |" for name, done in rows),
        "",
        f"{datetime.now(UTC).date()}, commit {commit}, seed {seed}: `make kill-test`.",
    ]
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text("\n".join([before + BEGIN, *lines, END + after]), "utf-8")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
