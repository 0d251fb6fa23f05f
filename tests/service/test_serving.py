"""The command, what is loaded, and the description of the interface."""

from __future__ import annotations

import hashlib
import signal
import socket
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from medrules.cli.main import main
from medrules.service.running import is_local, listen
from tests.plugins.conftest import RULES

from .conftest import Client, Server, served

EVERY = "0.0.0.0"  # noqa: S104 (that it is warned of is what is tested)


def test_what_is_loaded(client: Client, rules: Path) -> None:
    told = client.get("/rules").json()
    assert (told["rules"], told["obligations"]) == (2, 3)
    assert told["packs"] == [{"title": "Weak arm", "version": None, "status": "testing"}]
    assert told["files"] == [{"name": "arm.rules", "sha256": hashlib.sha256(RULES.encode()).hexdigest()}]


def test_health(client: Client) -> None:
    assert client.get("/health").json()["status"] == "ok"


def test_the_examples_of_the_interface_work(client: Client) -> None:
    described = client.get("/openapi.json").json()
    for path in ("/check", "/check/batch"):
        body = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        schema = described["components"]["schemas"][body.rpartition("/")[2]]
        for example in schema["examples"]:
            assert client.post(path, json=example).status_code == 200


def test_every_reference_of_the_interface_leads_somewhere(client: Client) -> None:
    response = client.get("/openapi.json")
    schemas = response.json()["components"]["schemas"]
    for part in response.text.split('"#/components/schemas/')[1:]:
        assert part.partition('"')[0] in schemas


def test_no_page_asks_another_host(client: Client) -> None:
    for path in ("/docs", "/redoc", "/"):
        assert client.get(path).status_code == 404
    assert "http" not in client.get("/openapi.json").text


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        (EVERY, False),
        ("::", False),
    ],
)
def test_local(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_answers_are_sent_without_delay() -> None:
    with listen("127.0.0.1", 0) as where:
        assert where.proto == socket.IPPROTO_TCP


def test_it_listens_on_this_machine_alone_and_is_not_warned_of(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    assert "warning" not in server.log.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(number: signal.Signals, rules: Path, tmp_path: Path) -> None:
    with served(tmp_path, rules) as server:
        assert httpx.get(f"{server.address}/health", timeout=120).json()["status"] == "ok"
        server.process.send_signal(number)
        assert server.process.wait(60) == 0
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize("token", ["", "  ", "two words", "line\nbreak", "schlüssel"])
def test_a_token_that_cannot_be_used_stops_the_start(
    token: str, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDRULES_SERVICE_TOKEN", token)
    result = CliRunner().invoke(main, ["serve", "--rules", str(rules), "--port", "0"])
    assert result.exit_code == 2
    assert "R183" in result.stderr
    assert not token.strip() or token not in result.stderr


def test_other_machines_are_warned_of_and_a_token_is_asked_for(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDRULES_SERVICE_TOKEN", "s3cret")
    with served(tmp_path, rules, "--host", EVERY) as server:
        text = server.log.read_text()
        assert "warning R181" in text
        assert "without a token" not in text
        assert "s3cret" not in text
        assert httpx.get(f"http://127.0.0.1:{server.port}/rules", timeout=120).status_code == 401
