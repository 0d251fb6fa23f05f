"""docs/asking.md: the example runs, and every name of a run file, of a row and of the command stands on it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from medrules.cli.main import main
from medrules.endpoints.runfile import PROTOCOLS, Decoding, Model, RunFile

from .conftest import Asked

PAGE = (Path(__file__).parents[2] / "docs" / "asking.md").read_text("utf-8")


def block(language: str, number: int = 0) -> str:
    found: str = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number]
    return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def listening(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODEL_A_KEY", "any-word-will-do")
    port = str(free_port())
    Path("run.yaml").write_text(block("yaml").replace("8000", port), "utf-8")
    Path("cases.yaml").write_text(block("yaml", 1), "utf-8")
    Path("server.py").write_text(block("python").replace("8000", port), "utf-8")
    process = subprocess.Popen([sys.executable, "server.py"], stderr=subprocess.DEVNULL)
    try:
        while not listening(int(port)):
            assert process.poll() is None
            time.sleep(0.05)
        assert CliRunner().invoke(main, ["ask", "run.yaml", "--dry-run"]).exit_code == 0
        result = CliRunner().invoke(main, ["ask", "run.yaml", "--out", "answers.jsonl"])
    finally:
        process.kill()
        process.wait()
    assert result.exit_code == 0, result.output
    assert result.stdout == block("text")


def test_every_name_of_a_run_file_is_on_the_page() -> None:
    for part in (RunFile, Model, Decoding):
        for name, field in part.model_fields.items():
            assert f"`{field.alias or name}`" in PAGE, name
    assert all(f"`{name}`" in PAGE for name in PROTOCOLS)


def test_every_name_of_a_row_is_on_the_page(asked: Asked) -> None:
    asked.ask()
    assert all(f"`{name}`" in PAGE for name in asked.rows()[0])


def test_every_option_is_on_the_page() -> None:
    command = main.get_command(click.Context(main), "ask")
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in PAGE
