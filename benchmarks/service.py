"""How long the HTTP service takes for an answer of 300 words with 1,000 rules, end to end.

``python -m benchmarks.service [--page docs/service.md]``. The command ``medrules serve`` is started with a rule
book that is made up; one client asks over one connection, answer by answer, each of them new. Between the requests
the checker alone judges the same answers in this process, so that the ratio holds on a loaded machine too.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.service_book import asked_and_answered, rule_book
from medrules import Checker, load_rules
from medrules.public import answer

TARGET_MS = 20.0
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"


class Measured(NamedTuple):
    """Milliseconds for each answer, over HTTP and by the checker alone."""

    http: list[float]
    bare: list[float]
    rules: int
    words: float


@contextmanager
def served(rules: Path) -> Iterator[int]:
    """The port of a service that ``medrules serve`` started."""
    command = [sys.executable, "-m", "medrules.cli", "serve", "--rules", str(rules), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stderr or ():
                if found := re.search(r":(\d+) \(Ctrl-C", line):
                    yield int(found[1])
                    return
            raise RuntimeError("the service did not start")
        finally:
            process.terminate()


def measure(answers: int) -> Measured:
    """Asks for a tenth more, and leaves these first ones out: tables are read and connections made with them."""
    pairs = list(asked_and_answered(answers + answers // 10))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "made-up.rules"
        path.write_text(rule_book(), encoding="utf-8")
        checker = Checker(load_rules(path))
        with served(path) as port:
            wire = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
            times = [(_asked(wire, *pair), _bare(checker, *pair)) for pair in pairs]
    words = sum(len(text.split()) for _, text in pairs) / len(pairs)
    over_http, bare = zip(*times[answers // 10 :], strict=True)
    return Measured(list(over_http), list(bare), len(checker.book.rules), words)


def _asked(wire: http.client.HTTPConnection, asked: str, text: str) -> float:
    body = json.dumps({"input": asked, "output": text})
    begun = time.perf_counter()
    wire.request("POST", "/check", body, {"Content-Type": "application/json"})
    made = wire.getresponse()
    content = made.read()
    took = time.perf_counter() - begun
    if made.status != 200:
        raise RuntimeError(content.decode())
    return took * 1000


def _bare(checker: Checker, asked: str, text: str) -> float:
    sample = answer(text, input=asked)
    begun = time.perf_counter()
    checker.check_batch([sample])
    return (time.perf_counter() - begun) * 1000


def page(measured: Measured) -> str:
    """The lines for the documentation."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    rows = [
        f"| {what} | {median(times):.1f} | {quantiles(times, n=20)[-1]:.1f} | {max(times):.1f} |"
        for what, times in (("over HTTP", measured.http), ("the checker alone", measured.bare))
    ]
    ratio = median(measured.http) / median(measured.bare)
    return "\n".join(
        [
            f"Measured {date.today().isoformat()} at {commit.stdout.strip() or 'an unknown commit'}: "
            f"{measured.rules:,} rules, {len(measured.http)} answers of {measured.words:.0f} words on average.",
            "",
            "| | median, ms | 95th percentile, ms | longest, ms |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            f"HTTP takes {ratio:.2f} times what the checker alone takes in the same run. The target is "
            f"{TARGET_MS:g} ms at the median: {'met' if median(measured.http) < TARGET_MS else 'missed'}.",
        ]
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="write the figures between the marks of this file")
    arguments.add_argument("--answers", type=int, default=500)
    given = arguments.parse_args()
    text = page(measure(given.answers))
    print(text)
    if given.page:
        before, _, rest = given.page.read_text(encoding="utf-8").partition(_BEGIN)
        after = rest.partition(_END)[2]
        given.page.write_text(f"{before}{_BEGIN}\n{text}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
