"""Kills ``medrules ask`` and ``medrules check`` with SIGKILL at random moments, lets them go on, and compares."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

from medrules.cli.main import main
from tests.cli.conftest import RULES, VIGNETTES
from tests.endpoints.server import Request, Server, chat, http

KEY = "sk-of-the-kill-test-0123"
Compare = Callable[[Path], None]


class Done(NamedTuple):
    """What was done."""

    kills: int
    runs: int
    """Runs that came to their end after one kill or more, each compared with the run that was never killed."""


class _Forked:
    """The command in a copy of this process, which has loaded everything already: no time is lost to that."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._out = folder / ".out"
        self.returncode: int | None = None
        self._pid = os.fork()
        if self._pid == 0:
            self._run(command, folder)

    def _run(self, command: list[str], folder: Path) -> NoReturn:
        os.chdir(folder)
        to = os.open(self._out, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(to, 1)
        os.dup2(to, 2)
        code = 99
        try:
            main(command)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 98
        finally:
            sys.stdout.flush()
            os._exit(code)

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        end = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
            elif end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("medrules", timeout or 0)
            else:
                time.sleep(0.001)
        out = self._out.read_bytes() if self._out.exists() else b""
        self._out.unlink(missing_ok=True)
        return out, b""


class Killer:
    """Runs one command over and over.

    ``forked``: in copies of this process, so that the moments fall into its work and not into its loading.
    """

    def __init__(self, command: list[str], seed: int, *, forked: bool = False) -> None:
        self._arguments = command if forked else None
        self._command = [sys.executable, "-m", "medrules.cli", *command]
        # Chance chooses the moments; the seed is printed, the moments are not the same on another machine.
        self._chance = random.Random(seed)  # noqa: S311
        self._environment = {**os.environ, "MODEL_A_KEY": KEY, "MODEL_B_KEY": KEY}

    def whole(self, folder: Path) -> float:
        """Runs it to its end; the seconds it took."""
        begun = time.monotonic()
        process = self._start(folder)
        out, err = process.communicate(timeout=300)
        assert process.returncode in (0, 1, 3), out + err
        (folder / "said.txt").write_bytes(out + str(process.returncode).encode())
        return time.monotonic() - begun

    def kill(self, kills: int, begin: Callable[[], Path], same: Compare, seconds: float) -> Done:
        """Kills it so often, at moments spread evenly over the time it takes; each run is brought to its end."""
        killed = runs = 0
        while killed < kills:
            folder = begin()
            hit = 0
            while killed < kills and (hit == 0 or self._chance.random() < 0.6):
                if not self._killed(folder, self._chance.uniform(0, seconds)):
                    break
                killed, hit = killed + 1, hit + 1
            if hit:
                self.whole(folder)
                same(folder)
                runs += 1
        return Done(killed, runs)

    def _killed(self, folder: Path, after: float) -> bool:
        process = self._start(folder)
        try:
            process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return True
        return False

    def _start(self, folder: Path) -> subprocess.Popen[bytes] | _Forked:
        if self._arguments is not None:
            return _Forked(self._arguments, folder)
        return subprocess.Popen(
            self._command, cwd=folder, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )


RUN = """
vignettes: [cases.jsonl]
samples: 3
models:
  - {model: model-a, version: "1", protocol: openai-chat, url: "URL", key: MODEL_A_KEY, concurrency: 3}
  - {model: model-b, version: "2", protocol: openai-chat, url: "URL", key: MODEL_B_KEY, concurrency: 2}
"""


def questions(folder: Path, server: Server, cases: int) -> Path:
    """A run file with cases of one, two and three turns."""
    folder.mkdir()
    written = []
    for number in range(cases):
        turns = [{"role": "patient", "text": f"Case {number}, turn {turn}."} for turn in range(number % 3 + 1)]
        written.append(json.dumps({"id": f"case-{number}", "turns": turns}) + "\n")
    (folder / "cases.jsonl").write_text("".join(written), "utf-8")
    (folder / "run.yaml").write_text(RUN.replace("URL", server.url), "utf-8")
    return folder


def unsteady(request: Request) -> bytes:
    """The same answer to the same question; now and then, at first, a fault."""
    text = json.dumps(request.body, sort_keys=True)
    unsteady.seen = getattr(unsteady, "seen", 0) + 1  # type: ignore[attr-defined]
    if unsteady.seen % 11 == 0:  # type: ignore[attr-defined]
        return http(b"{}", "503 Service Unavailable", {"Retry-After": "0"})
    return http(json.dumps(chat(f"{len(text)} characters: {request.question}")).encode())


def same_answers(whole: Path) -> Compare:
    """Compares byte for byte all that the clock and the network do not decide, and that nothing is asked twice."""

    def settled(folder: Path) -> list[bytes]:
        lines = (folder / "answers.jsonl").read_bytes().splitlines(keepends=True)
        return [line.partition(b',"asked":')[0] for line in lines]

    def compare(folder: Path) -> None:
        assert settled(folder) == settled(whole)
        journal = [json.loads(line) for line in (folder / "answers.jsonl.journal").read_bytes().splitlines()]
        kept = [(entry["sample"], entry["turn"]) for entry in journal[1:]]
        assert len(kept) == len(set(kept)), "what the journal answers is never asked again"
        assert {path.name for path in folder.iterdir()} == {
            *("answers.jsonl", "answers.jsonl.journal", "cases.jsonl", "run.yaml", "said.txt"),
        }

    return compare


TEXTS = ("Call 911 now.", "Rest at home. It is nothing to worry about.", "", "You might want to call 911.")
CHECK = [
    *("check", "answers.jsonl", "--rules", "rules", "--vignettes", "vignettes", "--as-of", "2026-11-22"),
    *("--verdicts", "verdicts.jsonl", "--report", "report.html", "--resume", "--checkpoint-every", "0"),
]


def answers(folder: Path, rows: int) -> Path:
    """A batch with rules."""
    for name, text in (("rules/arm.rules", RULES), ("vignettes/arm.yaml", VIGNETTES)):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, "utf-8")
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as stream:
        for n in range(rows):
            row = {"id": f"a{n}", "case": "arm-001", "model": f"m{n % 3}", "output": f"{TEXTS[n % 4]} ({n})"}
            stream.write("{broken\n" if n % 97 == 96 else json.dumps(row) + "\n")
    return folder


def same_verdicts(whole: Path) -> Compare:
    """Compares verdicts, report, what was printed and the exit code, byte for byte."""

    def compare(folder: Path) -> None:
        for name in ("verdicts.jsonl", "report.html", "said.txt"):
            assert (folder / name).read_bytes() == (whole / name).read_bytes(), name
        assert {path.name for path in folder.iterdir()} == {path.name for path in whole.iterdir()}

    return compare
