"""A run file with two cases, and a local endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from medrules.cli.main import main
from medrules.endpoints import sending

from .server import Server

KEY = "sk-never-seen-1234567890"
CASES = """
- id: arm-001
  category: patient-communication/messaging
  turns:
    - {role: patient, text: My left arm is weak since an hour.}
- id: cold-001
  category: patient-communication/messaging
  turns:
    - {role: patient, text: I have a cold.}
"""
RUN = """
vignettes: [cases.yaml]
samples: 2
system: You answer patients.
models:
  - model: model-a
    version: "2026-01"
    protocol: openai-chat
    url: URL
    key: MODEL_A_KEY
    decoding: {temperature: 0.5, max_tokens: 300}
    price: {input: 1, output: 3}
"""


class Asked:
    """Runs ``medrules ask`` in a folder of its own."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.server = server
        self.write("cases.yaml", CASES)
        self.run_file(RUN)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def run_file(self, text: str, name: str = "run.yaml") -> None:
        self.write(name, text.replace("URL", self.server.url))

    def cases(self, *texts: str) -> None:
        """Cases of one turn each: case-1, case-2, …"""
        cases = [{"id": f"case-{n}", "turns": [{"role": "patient", "text": t}]} for n, t in enumerate(texts, 1)]
        self.write("cases.jsonl", "".join(json.dumps(case) + "\n" for case in cases))
        self.run_file(RUN.replace("cases.yaml", "cases.jsonl").replace("samples: 2", "samples: 1"))

    def ask(self, *arguments: str) -> Result:
        usual = arguments or ("--out", "answers.jsonl")
        result = CliRunner().invoke(main, ["ask", "run.yaml", *usual], catch_exceptions=False)
        assert "Traceback" not in result.output
        return result

    def rows(self, name: str = "answers.jsonl") -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / name).read_text("utf-8").splitlines()]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> Asked:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODEL_A_KEY", KEY)
    monkeypatch.setattr(sending, "FIRST_PAUSE", 0.01)
    return Asked(tmp_path, server)
