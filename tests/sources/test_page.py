"""docs/formats.md: every command on it runs as it stands there, on files as the tools write them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from medrules.cli.main import main
from medrules.sources.formats import NAMES
from medrules.sources.opening import LONGEST_ROW
from tests.sources.test_same_verdicts import CATEGORY, RULES, rows_of
from tests.sources.writing import FORMATS, Rows

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
COMMANDS = re.findall(r"^    (?:promptfoo .* && )?(medrules .*)$", PAGE, re.MULTILINE)
ROWS = rows_of([(0, "Wait and see."), (1, "Call 911."), (2, "Rest.")])


def renamed(rows: Rows, **names: str) -> Rows:
    return [{names.get(name, name): value for name, value in row.items()} for row in rows]


def csv(folder: Path) -> None:
    content = FORMATS["answers.csv"](ROWS).decode()
    head, _, rest = content.partition("\r\n")
    head = head.replace("output", "reply").replace("category", "department")
    (folder / "answers.csv").write_text(f"{head}\r\n{rest}", "utf-8", newline="")


def helm(folder: Path) -> None:
    run = folder / "benchmark_output" / "runs" / "my-suite" / "triage:model=model-a,x=y"
    run.mkdir(parents=True)
    (run / "scenario_state.json").write_bytes(FORMATS["scenario_state.json"](ROWS))


def inspect(folder: Path) -> None:
    content = json.loads(FORMATS["log.json"](ROWS))
    for sample in content["samples"]:
        sample["metadata"] = {"department": CATEGORY}
    (folder / "logs").mkdir()
    (folder / "logs" / "2026-11-23_triage.eval").write_text(json.dumps(content), "utf-8")


def promptfoo(folder: Path) -> None:
    content = FORMATS["promptfoo.json"](ROWS).replace(b'"case":', b'"patient":')
    (folder / "results.json").write_bytes(content)


def lm_eval(folder: Path) -> None:
    path = folder / "out" / "model" / "samples_triage_2026-11-23T01-28-16.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(
        FORMATS["samples_triage_2026-11-23T01-00-00.1.jsonl"](ROWS).replace(b'"case":', b'"patient":')
    )


def openai(folder: Path) -> None:
    fixtures = Path(__file__).parent / "fixtures" / "batches"
    shutil.copy(fixtures / "openai_requests.jsonl", folder / "batch_input.jsonl")
    lines = (fixtures / "openai_output.jsonl").read_text("utf-8").splitlines(keepends=True)
    (folder / "batch_output.jsonl").write_text("".join(lines[:3]), "utf-8")
    (folder / "batch_errors.jsonl").write_text("".join(lines[3:]), "utf-8")


def anthropic(folder: Path) -> None:
    fixtures = Path(__file__).parent / "fixtures" / "batches"
    shutil.copy(fixtures / "anthropic_requests.jsonl", folder / "requests.jsonl")
    shutil.copy(fixtures / "anthropic_results.jsonl", folder / "results.jsonl")


def plain(name: str, of: str | None = None) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).write_bytes(FORMATS[of or name](ROWS))

    return write


FILES: dict[str, Callable[[Path], None]] = {
    "answers.csv": csv,
    "answers.xlsx": plain("answers.xlsx"),
    "answers.parquet": plain("answers.parquet"),
    "benchmark_output/runs/my-suite": helm,
    "logs/2026-11-23_triage.eval": inspect,
    "results.json": promptfoo,
    "out/model/samples_triage_2026-11-23T01-28-16.jsonl": lm_eval,
    "batch_output.jsonl": openai,
    "results.jsonl": anthropic,
    "healthbench_model-a_20261123_120000_allresults.json": plain(
        "healthbench_model-a_20261123_120000_allresults.json", "healthbench_MODEL_20261101_120000_allresults.json"
    ),
    "talks.jsonl": plain("talks.jsonl", "conversations.jsonl"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(command)
    assert program == "medrules"
    FILES[words[1]](tmp_path)
    (tmp_path / "own.rules").write_text(f"medrules 1\n\n{RULES}", "utf-8")
    result = CliRunner().invoke(main, [*words, "--rules", "own.rules", "--verdicts", "v.jsonl"])
    batch = "requests" in command
    assert result.exit_code == (3 if batch else 1), result.output
    codes = {row.get("code") for row in map(json.loads, Path("v.jsonl").read_text("utf-8").splitlines())}
    assert codes <= {None, "S220"}, "what the batch's fixtures hold of failed requests, and nothing else"


def test_every_command_has_its_files() -> None:
    assert {shlex.split(command)[2] for command in COMMANDS} == set(FILES)


def test_every_format_is_on_the_page() -> None:
    named = set(re.findall(r"`([a-z-]+)`", PAGE.partition("\n\n| `--format`")[2].partition("\n\n")[0]))
    assert named >= set(NAMES)
    assert f"at most {LONGEST_ROW // 2**20} MB" in PAGE
