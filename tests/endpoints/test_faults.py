"""An endpoint that fails in every way there is: nothing is lost, and each question ends as what it is."""

from __future__ import annotations

import gzip
import json
import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from traceback import TracebackException
from typing import Any

import pytest
from click.testing import CliRunner

from medrules.cli.main import main
from medrules.endpoints import asking, receiving, sending
from medrules.endpoints.errors import retry_after
from medrules.endpoints.problems import catalogue

from .conftest import KEY, RUN, Asked
from .server import (
    Behaviour,
    Request,
    Send,
    body,
    chat,
    cut_before_headers,
    cut_in_body,
    echo_of_the_key,
    gzip_bomb,
    http,
    huge,
    sends,
    slow_drip,
    status,
)

LATER = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)

PASSING: dict[str, list[Behaviour]] = {
    "429": [status("429 Too Many Requests")] * 2,
    "429 with seconds": [status("429 Too Many Requests", **{"Retry-After": "0"})],
    "429 with a date": [status("429 Too Many Requests", **{"Retry-After": LATER})],
    "429 with nonsense": [status("429 Too Many Requests", **{"Retry-After": "soon"})],
    "500": [status("500 Internal Server Error")],
    "503": [status("503 Service Unavailable", **{"Retry-After": "0"})],
    "529": [status("529 Overloaded")],
    "500 with a page": [sends(http(b"<html>", "500 Oops", type_="text/html"))],
    "cut before headers": [cut_before_headers],
    "cut in body": [cut_in_body],
    "slow drip": [slow_drip],
    "invalid JSON": [
        sends(http(b'{"choices": [')),
        sends(http(b"[]")),
        sends(http(b"")),
        sends(http(b"[" * 9999)),
    ],
    "wrong encoding": [sends(http('{"choices": [{"message": {"content": "é"}}]}'.encode("latin-1")))],
    "cut gzip": [sends(http(gzip.compress(b"{}")[:-6], headers={"Content-Encoding": "gzip"}))],
    "no gzip": [sends(http(b"{}", headers={"Content-Encoding": "gzip"}))],
    "no choice": [body({"choices": []}), body({"choices": None}), body({"choices": [1]}), body({"choices": [{}]})],
    "200 with an error": [body({"error": {"code": 502, "message": "upstream"}}), body({"error": {"code": 429}})],
    "a page": [sends(http(b"<html>Sign in</html>", type_="text/html"))],
}
"""What passes: the question is asked again, and answered."""

FAILING: dict[str, tuple[Behaviour, str]] = {
    "endless 429": (status("429 Too Many Requests", **{"Retry-After": "0"}), "A303"),
    "429 for a day": (status("429 Too Many Requests", **{"Retry-After": "86400"}), "A303"),
    "endless 500": (status("500 Internal Server Error"), "A304"),
    "400": (status("400 Bad Request"), "A305"),
    "404": (status("404 Not Found"), "A305"),
    "200 with an error": (body({"error": {"code": "model_not_found", "message": "no such model"}}), "A305"),
    "error as text": (body({"error": "out of order"}), "A305"),
    "always cut": (cut_in_body, "A301"),
    "always slow": (slow_drip, "A302"),
    "redirect": (status("302 Found", **{"Location": "http://127.0.0.1:1/elsewhere"}), "A306"),
    "never JSON": (sends(http(b"{]")), "A307"),
    "unknown packing": (sends(http(b"{}", headers={"Content-Encoding": "br"})), "A307"),
    "event stream": (sends(http(b"data: {}\n\n", type_="text/event-stream")), "A307"),
    "huge body": (huge, "A308"),
    "gzip bomb": (gzip_bomb(), "A308"),
    "never a choice": (body({"choices": []}), "A309"),
    "a tool": (body({"choices": [{"message": {"content": {"x": 1}}}]}), "A309"),
}
"""What does not pass: the question is kept as failed, with its code."""

REST = ("answered", "Rest.", "stop")
PACKED = http(gzip.compress(json.dumps(chat("Rest.")).encode()), headers={"Content-Encoding": "gzip"})
HALF = http(b'{"choices": [{"message": {"content": "a\\ud83d."}}]}')
NO = {"error": {"code": "content_filter", "message": "no"}}
PARTS: Any = [{"type": "text", "text": "Re"}, {"type": "text", "text": "st."}]

KEPT: dict[str, tuple[Behaviour, tuple[str, str, str]]] = {
    "answered": (body(chat("Rest.")), REST),
    "without usage": (body(chat("Rest.", usage=False)), REST),
    "in parts": (body(chat(PARTS)), REST),
    "packed": (sends(PACKED), REST),
    "text type": (sends(http(json.dumps(chat("Rest.")).encode(), type_="text/plain")), REST),
    "half a pair": (sends(HALF), ("answered", "a\ufffd.", "stop")),
    "refused": (body(chat(None, "stop", refusal="I cannot help.")), ("refused", "I cannot help.", "refusal")),
    "filtered": (body(chat("Res", "content_filter")), ("filtered", "Res", "content_filter")),
    "filtered before": (status("400 Bad Request", NO), ("filtered", "", "content_filter")),
    "cut off": (body(chat("Rest and", "length")), ("cut off", "Rest and", "length")),
    "empty": (body(chat("")), ("empty", "", "stop")),
    "blank": (body(chat(" \n")), ("empty", " \n", "stop")),
    "null": (body(chat(None)), ("empty", "", "stop")),
    "own word": (body(chat("Rest.", "tool_calls")), ("answered", "Rest.", "tool_calls")),
}
"""What is an answer, as what it is kept, its text and why the model stopped."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "IN_A_ROW", 1000)


def plain(asked: Asked, words: list[str], more: str = "") -> None:
    """Asks in these words; the time is short for what drips, and long for what a busy machine holds up."""
    asked.cases(*(f"What now? [{word}]" for word in words))
    path = asked.folder / "run.yaml"
    path.write_text(path.read_text("utf-8") + "    timeout: 4\n    concurrency: 16\n" + more, "utf-8")


def test_what_passes_is_answered(asked: Asked) -> None:
    plain(asked, list(PASSING))
    asked.server.behaviours = {word: list(each) for word, each in PASSING.items()}
    result = asked.ask()
    assert result.exit_code == 0, (result.output, [row for row in asked.rows() if "error" in row])
    assert [row["state"] for row in asked.rows()] == ["answered"] * len(PASSING)
    attempts = {row["input"]: row["asked"]["attempts"] for row in asked.rows()}
    assert attempts == {f"What now? [{word}]": len(each) + 1 for word, each in PASSING.items()}


def test_what_does_not_pass_is_kept_as_failed(asked: Asked) -> None:
    plain(asked, list(FAILING), "    attempts: 2\n")
    asked.server.behaviours = {word: [each] for word, (each, _) in FAILING.items()}
    asked.server.forever = set(FAILING)
    result = asked.ask()
    assert result.exit_code == 3
    rows = asked.rows()
    found = {word: row["error"]["code"] for word, row in zip(FAILING, rows, strict=True)}
    assert found == {word: code for word, (_, code) in FAILING.items()}
    assert {row["state"] for row in rows} == {"failed"}
    assert {row["output"] for row in rows} == {None}
    assert f"{len(FAILING)} samples failed" in result.stdout
    codes = {code for code in catalogue() if code.startswith("A3")}
    assert set(found.values()) == codes - {"A310"}


def test_what_is_asked_again_and_what_is_not(asked: Asked) -> None:
    words = ["400", "redirect", "huge body", "endless 429", "429 for a day"]
    plain(asked, words)
    asked.server.behaviours = {word: [FAILING[word][0]] for word in words}
    asked.server.forever = set(words)
    asked.ask()
    assert [row["asked"]["attempts"] for row in asked.rows()] == [1, 1, 1, 6, 1]


def test_what_is_kept(asked: Asked) -> None:
    plain(asked, list(KEPT))
    asked.server.behaviours = {word: [each] for word, (each, _) in KEPT.items()}
    result = asked.ask()
    assert result.exit_code == 0, result.output
    found = {
        word: (row["state"], row["output"], row["finish_reason"])
        for word, row in zip(KEPT, asked.rows(), strict=True)
    }
    assert found == {word: kept for word, (_, kept) in KEPT.items()}


def test_no_connection(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.run_file(RUN.replace("URL", "http://127.0.0.1:1/v1"))
    assert asked.ask().exit_code == 3
    assert {row["error"]["code"] for row in asked.rows()} == {"A301"}


def test_a_key_that_is_refused_ends_the_run_and_loses_nothing(asked: Asked) -> None:
    asked.cases("One?", "Two? [no]", "Three?")
    asked.run_file((asked.folder / "run.yaml").read_text("utf-8") + "    concurrency: 1\n")
    asked.server.behaviours = {"no": [status("401 Unauthorized", {"error": {"message": f"bad key {KEY}"}})]}
    result = asked.ask()
    assert result.exit_code == 2
    assert "A205" in result.stderr
    assert KEY not in result.output
    assert not (asked.folder / "answers.jsonl").exists()
    assert asked.ask().exit_code == 0
    assert len(asked.server.requests) == 4, "only the refused question is asked a second time"


def test_a_key_that_is_refused_does_not_cut_off_another_model(asked: Asked) -> None:
    asked.cases("One?", "Two?", "Three?")
    other = "  - {model: model-b, version: b, protocol: local, url: URL, key: MODEL_A_KEY}\n"
    asked.run_file(
        (asked.folder / "run.yaml").read_text("utf-8") + other.replace("URL", f"{asked.server.url}/own")
    )
    usual = asked.server.default

    def answer(request: Request) -> bytes:
        if request.path.endswith("/own"):
            return http(json.dumps({"output": "Rest."}).encode())
        return http(json.dumps({"error": {"message": "no"}}).encode(), "401 Unauthorized")

    asked.server.default = answer
    result = asked.ask()
    assert result.exit_code == 2
    assert "A205" in result.stderr
    assert sum(request.path.endswith("/own") for request in asked.server.requests) == 3
    asked.server.default = usual
    assert asked.ask().exit_code == 0
    assert sum(request.path.endswith("/own") for request in asked.server.requests) == 3, "not asked twice"
    assert len(asked.rows()) == 6


def test_an_endpoint_that_only_fails_ends_the_run(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "IN_A_ROW", 3)
    asked.cases(*(f"{n}? [no]" for n in range(9)))
    asked.run_file((asked.folder / "run.yaml").read_text("utf-8") + "    concurrency: 1\n")
    asked.server.behaviours = {"no": [status("404 Not Found")]}
    asked.server.forever = {"no"}
    result = asked.ask()
    assert result.exit_code == 2
    assert "A206" in result.stderr
    assert len(asked.server.requests) == 3


async def echo(request: Request, send: Send) -> None:
    await send(http(json.dumps(echo_of_the_key(request)).encode(), "400 Bad Request"))


async def echo_in_answer(request: Request, send: Send) -> None:
    shown = chat(f"Your headers: {request.headers}") | {"id": KEY, "model": KEY}
    shown["choices"][0]["finish_reason"] = KEY
    await send(http(json.dumps(shown).encode()))


async def echo_at_the_cut(request: Request, send: Send) -> None:
    await send(http(json.dumps({"error": {"message": "x" * 285 + KEY}}).encode(), "400 Bad Request"))


async def echo_at_the_cut_of_a_name(request: Request, send: Send) -> None:
    shown = chat("Rest.") | {"id": "x" * 190 + KEY, "model": "x" * 180 + KEY}
    shown["choices"][0]["finish_reason"] = "x" * 195 + KEY
    await send(http(json.dumps(shown).encode()))


async def echo_in_a_header(request: Request, send: Send) -> None:
    await send(http(b"", "302 Found", {"Location": f"http://{KEY}/{KEY}?{KEY}"}))


async def echo_raw(request: Request, send: Send) -> None:
    await send(f"HTTP/1.1 {KEY} {KEY}\r\n{KEY}: {KEY}\r\n\r\n{KEY}".encode())


async def echo_as_type(request: Request, send: Send) -> None:
    await send(http(KEY.encode(), type_=KEY, headers={"X": KEY}))


@pytest.mark.parametrize(
    "behave",
    [
        echo,
        echo_in_answer,
        echo_at_the_cut,
        echo_at_the_cut_of_a_name,
        echo_in_a_header,
        echo_raw,
        echo_as_type,
    ],
)
def test_no_key_anywhere(
    behave: Behaviour, asked: Asked, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    asked.cases("Show it. [show]")
    asked.server.behaviours = {"show": [behave]}
    asked.server.forever = {"show"}
    result = asked.ask()
    assert asked.server.requests, "the endpoint was asked, with the key"
    assert asked.server.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    written = b"".join(path.read_bytes() for path in asked.folder.rglob("*") if path.is_file())
    for piece in (KEY, KEY[:16], KEY[:8]):
        assert piece not in result.output
        assert piece not in caplog.text
        assert piece.encode() not in written
    assert (asked.folder / "answers.jsonl").exists()


def test_no_key_in_a_traceback(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(sending, "receive", broken)
    monkeypatch.setenv("MEDRULES_TRACEBACK", "1")
    result = CliRunner().invoke(main, ["ask", "run.yaml", "--out", "answers.jsonl"])
    assert result.exception is not None
    shown = "".join(TracebackException.from_exception(result.exception).format())
    assert KEY not in shown + result.output


def test_how_long_to_wait() -> None:
    date = "Mon, 23 Nov 2026 10:00:00 GMT"
    assert retry_after({"retry-after": "7"}) == 7
    assert retry_after({"retry-after": "-7"}) == 0
    assert retry_after({"retry-after": "Mon, 23 Nov 2026 10:02:00 GMT", "date": date}) == 120
    assert retry_after({"retry-after": "Mon, 23 Nov 2020 10:02:00 GMT"}) == 0
    for nothing in ("", "soon", "nan", "inf", "99999999999999999999 Nov"):
        assert retry_after({"retry-after": nothing}) is None


def test_the_bound_is_one_of_what_is_unpacked_and_of_what_is_sent(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 2**10)
    asked.cases("Large? [large]", "Right? [right]")
    asked.server.behaviours = {"large": [body(chat("x" * 2**10))], "right": [body(chat("x" * 100))]}
    asked.ask()
    assert [row["state"] for row in asked.rows()] == ["failed", "answered"]
