"""What the service refuses: each with its code, its status, and what to do; and it goes on afterwards."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medrules import Checker, load_rules
from medrules.service.application import Bounds, create_app
from medrules.service.judging import Judging
from medrules.service.pool import Pool
from medrules.service.problems import MEDIA_TYPE, Refused, catalogue
from tests.plugins.conftest import ASKED, SAFE, UNSAFE

from .conftest import Client, Server, client_of

GOLDEN = Path(__file__).parent / "golden"
TOKEN = "s3cret"  # noqa: S105 (of this test)
JSON = {"Content-Type": "application/json"}
ONE = {"output": SAFE, "input": ASKED}
DEEP = b'{"output": ' + b"[" * 40 + b"]" * 40 + b"}"

Ask = Callable[[Client], Any]
ASKED_WRONGLY: dict[str, Ask] = {
    "H102": lambda client: client.post("/check", json={"output": "x" * 100_001}),
    "H103": lambda client: client.post("/check", content=b"{}", headers={"Content-Type": "text/plain"}),
    "H104": lambda client: client.post("/check", content=b'{"output": ', headers=JSON),
    "H105": lambda client: client.post("/check", content=DEEP, headers=JSON),
    "H106": lambda client: client.post("/check", json={"output": 7, "outptu": SAFE}),
    "H107": lambda client: client.post("/check", json={"output": SAFE, "category": "decision-suport"}),
    "H111": lambda client: client.get("/docs"),
    "H112": lambda client: client.get("/check"),
    "H113": lambda client: client.get("/rules", headers={"Host": "evil.example"}),
}


def keeps(code: str, body: bytes) -> None:
    """Holds a problem against its golden file, or writes it with MEDRULES_GOLDEN=write."""
    path = GOLDEN / f"{code}.json"
    text = json.dumps(json.loads(body), indent=2) + "\n"
    if os.environ.get("MEDRULES_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_problem_has_its_golden_file() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(catalogue())


@pytest.mark.parametrize("code", ASKED_WRONGLY)
def test_what_is_asked_wrongly(code: str, client: Client) -> None:
    made = ASKED_WRONGLY[code](client)
    assert made.status_code == catalogue()[code].status
    assert made.headers["content-type"] == MEDIA_TYPE
    keeps(code, made.content)
    assert client.post("/check", json=ONE).status_code == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "H104"),
        (b"\xff", "H104"),
        (b"[" * 90_000, "H105"),
        (b'{"output": NaN}', "H104"),
        (b'{"output": "a", "output": "b"}', "H104"),
        (b'{"output": ' + b"9" * 9000 + b"}", "H104"),
        (b"[]", "H106"),
        (b"null", "H106"),
        (b"{}", "H107"),
        (b'{"output": null}', "H107"),
        (b'{"output": "a", "record": {"agee": 3}}', "H107"),
        (b'{"messages": []}', "H107"),
        (b'{"messages": [{"role": "user", "content": "?"}]}', "H107"),
        (b'{"output": "a", "everything": "yes"}', "H106"),
    ],
)
def test_other_bodies(body: bytes, code: str, client: Client) -> None:
    made = client.post("/check", content=body, headers=JSON)
    assert (made.status_code, made.json()["code"]) == (catalogue()[code].status, code)


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=40) | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(repr)
)
def test_whatever_comes_has_an_answer(judging: Judging, body: bytes | str) -> None:
    for what in ("check", "batch"):
        status, made = judging(what, body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"))
        assert status < 500
        assert json.loads(made)


@pytest.fixture(scope="module")
def judging(rules: Path) -> Judging:
    return Judging(Checker(load_rules(rules)), 3)


def test_a_batch_is_bounded_and_not_empty(client: Client) -> None:
    assert client.post("/check/batch", json={"answers": [ONE] * 3}).status_code == 200
    for number in (0, 4):
        made = client.post("/check/batch", json={"answers": [ONE] * number})
        assert made.json()["code"] == "H106"
    wrong = client.post("/check/batch", json={"answers": [ONE, {**ONE, "risk": "huge"}]}).json()
    assert wrong["detail"].startswith("answers.1 cannot be judged: there is no risk 'huge'")


def test_a_problem_holds_nothing_of_an_answer(client: Client) -> None:
    private = "Mrs Example of ward nine"
    bodies = [
        {"output": [private]},
        {"output": private, "risk": 3},
        {"messages": [{"role": 1, "content": private}]},
    ]
    for body in bodies:
        made = client.post("/check", json=body)
        assert made.status_code == 422
        assert private not in made.text


def test_a_token(rules: Path) -> None:
    with client_of(rules, TOKEN) as client:
        for headers in ({}, {"Authorization": "Bearer s3cre"}, {"Authorization": f"Basic {TOKEN}"}):
            made = client.post("/check", json=ONE, headers=headers)
            assert (made.status_code, made.headers["www-authenticate"]) == (401, "Bearer")
        keeps("H101", made.content)
        assert client.get("/rules").status_code == 401
        assert client.get("/health").status_code == 200
        assert client.post("/check", json=ONE, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_hosts(rules: Path) -> None:
    with client_of(rules, local=False) as client:
        assert client.get("/rules", headers={"Host": "gateway.example"}).status_code == 200
    with client_of(rules) as client:
        for host, status in (
            ("127.0.0.1:80", 200),
            ("[::1]:80", 200),
            ("LOCALHOST", 200),
            ("[::2]", 421),
            ("", 421),
        ):
            assert client.get("/rules", headers={"Host": host}).status_code == status


def test_a_body_that_does_not_end(rules: Path) -> None:
    """Refused once the time is over, and once it is too large, however it is cut."""
    app = create_app(load_rules(rules), bounds=Bounds(body=1000, seconds=0.05, workers=0))

    async def post(*chunks: bytes, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        left = list(chunks)
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if not left:
                await asyncio.sleep(60)
            return {"type": "http.request", "body": left.pop(0), "more_body": True}

        async def send(message: Any) -> None:
            sent.append(message)

        told = {"host": "localhost", "content-type": "application/json", **(headers or {})}
        scope = {
            "type": "http", "method": "POST", "path": "/check", "raw_path": b"/check", "query_string": b"",
            "root_path": "", "scheme": "http", "http_version": "1.1", "server": ("localhost", 80),
            "headers": [(name.encode(), value.encode()) for name, value in told.items()],
        }  # fmt: skip
        await app(scope, receive, send)
        return sent[0]["status"], sent[1]["body"]

    async def all_of_them() -> list[tuple[int, bytes]]:
        return [
            await post(b"{"),
            await post(*[b" " * 100] * 11),
            await post(headers={"content-length": "1001"}),
            await post(headers={"content-length": "9" * 4000}),
        ]

    late, long, *stated = asyncio.run(all_of_them())
    assert (late[0], long[0], *(each[0] for each in stated)) == (408, 413, 413, 413)
    keeps("H110", late[1])


def test_as_many_as_can_wait(rules: Path) -> None:
    with client_of(rules, workers=0, seconds=0.05) as client:
        assert client.get("/health").json()["status"] == "starting"
        made = client.post("/check", json=ONE)
        assert (made.status_code, made.headers["retry-after"]) == (503, "1")
        keeps("H108", made.content)


def test_a_check_that_takes_too_long_is_ended_and_another_process_goes_on(rules: Path) -> None:
    async def both() -> tuple[Refused, int]:
        pool = Pool(load_rules(rules), seconds=0.05)
        await pool.start()
        try:
            with pytest.raises(Refused) as caught:
                await pool.judge("check", json.dumps({"output": "Take warfarin, call 911. " * 40_000}).encode())
            pool.seconds = 120
            return caught.value, (await pool.judge("check", json.dumps(ONE).encode()))[0]
        finally:
            await pool.close()

    refused, status = asyncio.run(both())
    keeps("H109", refused.body())
    assert status == 200


def test_a_process_that_ends_costs_one_request(rules: Path) -> None:
    async def both() -> tuple[Refused, int]:
        pool = Pool(load_rules(rules), seconds=120)
        await pool.start()
        try:
            (process,) = pool._processes
            process._process.kill()
            process._process.join()
            with pytest.raises(Refused) as caught:
                await pool.judge("check", json.dumps(ONE).encode())
            return caught.value, (await pool.judge("check", json.dumps(ONE).encode()))[0]
        finally:
            await pool.close()
            assert not pool.ready

    refused, status = asyncio.run(both())
    keeps("H114", refused.body())
    assert status == 200


def test_a_process_that_could_not_be_started_is_started_again(
    rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def both() -> int:
        pool = Pool(load_rules(rules), seconds=120)
        await pool.start()
        real, failures = pool._add, [OSError("no memory"), EOFError()]

        async def add() -> None:
            if failures:
                raise failures.pop()
            await real()

        monkeypatch.setattr("medrules.service.pool._AGAIN", 0.01)
        monkeypatch.setattr(pool, "_add", add)
        try:
            (process,) = pool._processes
            process._process.kill()
            process._process.join()
            with pytest.raises(Refused):
                await pool.judge("check", json.dumps(ONE).encode())
            return (await pool.judge("check", json.dumps(ONE).encode()))[0]
        finally:
            await pool.close()

    assert asyncio.run(both()) == 200


def test_a_checker_that_fails_tells_nothing_of_the_answer(
    judging: Judging, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(UNSAFE)

    monkeypatch.setattr(judging._checker, "check_batch", fails)
    status, made = judging("check", json.dumps(ONE).encode())
    assert status == 500
    assert UNSAFE.encode() not in made


def test_a_large_request_is_refused_before_it_has_come(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as wire:
        wire.sendall(
            b"POST /check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 5000000000\r\n\r\n{"
        )
        assert wire.recv(1000).startswith(b"HTTP/1.1 413")


def test_the_log_holds_no_text(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as wire:
        wire.sendall(b"GET /patient?name=Example%1b[31m HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        while wire.recv(1000):
            pass
    text = server.log.read_text()
    assert "GET other 404" in text
    assert "Example" not in text
    assert SAFE not in text
    assert "\x1b" not in text
