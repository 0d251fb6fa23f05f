"""Shows that files of any size are read in constant memory: `make bench-large` writes and reads up to 5 GB.

Each file is written into a temporary folder, read in a process of its own, and deleted before the next one.
With ``--page docs/formats.md`` the table takes its place on that page.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

MEGABYTE = 10**6
BEGIN, END = "<!-- large: begin -->", "<!-- large: end -->"
SIZES = (50, 500, 5000)
TEXT = "Call emergency services now, and do not drive yourself. Weakness of one arm can be a stroke. "


def answer(number: int) -> str:
    """About 2 kB, unlike any other."""
    return f"Answer {number}. " + f"{TEXT}{number * 7919 % 99_991} " * 20


def jsonl(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as stream:
        number = 0
        while stream.tell() < size:
            rows = (
                {"id": f"a{number + k}", "case": f"c{number + k}", "output": answer(number + k)}
                for k in range(500)
            )
            stream.write("".join(json.dumps(row) + "\n" for row in rows))
            number += 500


def helm(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"adapter_spec": {"method": "generation", "model": "model-a"}, "request_states": [\n')
        number = 0
        while stream.tell() < size:
            states = (json.dumps(state(number + k), indent=2) for k in range(500))
            stream.write(("" if number == 0 else ",\n") + ",\n".join(states))
            number += 500
        stream.write('], "annotator_specs": []}\n')


def state(number: int) -> dict[str, Any]:
    text = answer(number)
    return {
        "instance": {"id": f"c{number}", "input": {"text": "My arm is weak."}, "references": [], "split": "test"},
        "train_trial_index": 0,
        "request": {"model": "model-a", "prompt": "My arm is weak.", "temperature": 0.0},
        "result": {
            "success": True,
            "completions": [
                {"text": text, "tokens": [{"text": word, "logprob": 0} for word in text.split()[:40]]}
            ],
        },
    }


def parquet(path: Path, size: int) -> None:
    schema = pa.schema([("id", pa.string()), ("case", pa.string()), ("output", pa.string())])
    number = 0
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
        while not path.exists() or path.stat().st_size < size:
            numbers = range(number, number + 20_000)
            columns = [[f"a{n}" for n in numbers], [f"c{n}" for n in numbers], [answer(n) for n in numbers]]
            writer.write_table(pa.table(columns, schema=schema))
            number += 20_000


FORMATS: dict[str, tuple[str, Callable[[Path, int], None]]] = {
    "JSON Lines": ("answers.jsonl", jsonl),
    "HELM (JSON)": ("scenario_state.json", helm),
    "Parquet": ("answers.parquet", parquet),
}


def peak_memory() -> int:
    """Bytes this process held at most. Not by getrusage: its figure outlives exec, and so is the parent's."""
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def read(path: Path) -> None:
    """Reads a file and prints what it took, as JSON: run in a process of its own."""
    from medrules.model.case import Sample
    from medrules.sources.answers import read as answers

    start = time.perf_counter()
    kinds = [0, 0]
    for row in answers(path):
        kinds[isinstance(row, Sample)] += 1
    peak = peak_memory()
    print(json.dumps({"rows": kinds[1], "wrong": kinds[0], "peak": peak, "seconds": time.perf_counter() - start}))


def show(page: Path, lines: Iterable[str]) -> None:
    """Puts lines between the marks of a page."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text("\n".join([before + BEGIN, *lines, END + after]), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="megabytes")
    parser.add_argument("--page", type=Path, help="the page that shows the table")
    said = parser.parse_args()
    if said.read:
        read(said.read)
        return
    lines = []
    for line in measured(said.sizes):
        print(line, flush=True)
        lines.append(line)
    if said.page:
        show(said.page, lines)


def measured(sizes: Sequence[int]) -> Iterator[str]:
    """The lines of the table, as they come."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    yield f"{date.today()}, commit {commit.stdout.strip()}, Python {sys.version.split()[0]}:"
    yield ""
    yield "| format | file | answers | peak memory | MB a second |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, (file, write) in FORMATS.items():
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / file
                write(path, size * MEGABYTE)
                bytes_ = path.stat().st_size
                command = [sys.executable, "-m", "benchmarks.large_files", "--read", str(path)]
                found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            assert not found["wrong"], found
            speed = bytes_ / found["seconds"] / MEGABYTE
            peak = found["peak"] / MEGABYTE
            yield f"| {name} | {bytes_ / MEGABYTE:,.0f} MB | {found['rows']:,} | {peak:,.0f} MB | {speed:,.0f} |"


if __name__ == "__main__":
    main()
