"""The service in this process, and as the command starts it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from medrules import load_rules
from medrules.public import RuleBook
from medrules.service.application import Bounds, create_app
from tests.plugins.conftest import RULES

HERE = "http://localhost"


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("service") / "arm.rules"
    path.write_text(RULES, encoding="utf-8")
    return path


class Client:
    """Asks an application in this process, without a network."""

    def __init__(self, portal: BlockingPortal, http: httpx.AsyncClient) -> None:
        self._portal = portal
        self._http = http

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._portal.call(partial(self._http.get, path, **more))

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self._portal.call(partial(self._http.post, path, **more))


@contextmanager
def client_of(
    rules: Path | RuleBook, token: str | None = None, local: bool = True, **bounds: Any
) -> Iterator[Client]:
    """A client of a service of its own."""
    book = load_rules(rules) if isinstance(rules, Path) else rules
    app = create_app(book, bounds=Bounds(**bounds), token=token, local=local)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
        portal.wrap_async_context_manager(httpx.AsyncClient(transport=transport, base_url=HERE)) as http,
    ):
        yield Client(portal, http)


@pytest.fixture(scope="session")
def client(rules: Path) -> Iterator[Client]:
    with client_of(rules, body=100_000, answers=3, seconds=60) as made:
        yield made


class Server(NamedTuple):
    """A service that ``medrules serve`` started."""

    address: str
    port: int
    process: subprocess.Popen[str]
    log: Path


@contextmanager
def served(folder: Path, rules: Path, *options: str) -> Iterator[Server]:
    """Starts the command on a free port, and ends it as Ctrl-C does."""
    log = folder / "log.txt"
    command = [sys.executable, "-m", "medrules.cli", "serve", "--rules", str(rules), "--port", "0", *options]
    with log.open("w") as stream, subprocess.Popen(command, stderr=stream, text=True) as process:
        try:
            yield Server(*_address(log, process), process, log)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(120)


def _address(log: Path, process: subprocess.Popen[str]) -> tuple[str, int]:
    while not (found := re.search(r"http://[0-9.]+:(\d+)", log.read_text())):
        if process.poll() is not None:
            raise AssertionError(log.read_text())
    return found[0], int(found[1])


@pytest.fixture(scope="session")
def server(rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("log"), rules, "--workers", "2", "--max-seconds", "60") as made:
        yield made
