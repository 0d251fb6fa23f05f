"""A local endpoint that answers every question alike, and fails in every way there is where a test asks for it."""

from __future__ import annotations

import asyncio
import gzip
import json
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple


class Request(NamedTuple):
    """What was asked."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def question(self) -> str:
        """The last words of the user's side."""
        messages = self.body.get("messages") or self.body.get("input")
        return str(messages[-1]["content"]) if messages else str(self.body["prompt"])


Send = Callable[[bytes], Awaitable[None]]
Behaviour = Callable[[Request, Send], Awaitable[None]]


def http(
    body: bytes, status: str = "200 OK", headers: Mapping[str, str] | None = None, type_: str = "application/json"
) -> bytes:
    # It says that the connection ends, which it does after all but the usual answer: a client that was not told
    # may send its next request into it, and has to ask once more.
    lines = {"Content-Type": type_, "Content-Length": str(len(body)), "Connection": "close", **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def sends(raw: bytes) -> Behaviour:
    """Sends these bytes."""

    async def behave(_: Request, send: Send) -> None:
        await send(raw)

    return behave


def status(status_: str, body: object = None, **headers: str) -> Behaviour:
    """A status with an error body of the usual shape."""
    shown = body if body is not None else {"error": {"message": f"that was {status_}", "type": "x"}}
    return sends(http(json.dumps(shown).encode(), status_, headers))


def body(value: object, **headers: str) -> Behaviour:
    """A JSON body under status 200."""
    return sends(http(json.dumps(value).encode(), headers=headers))


def chat(
    text: str | None = "Rest.", finish: str | None = "stop", *, usage: bool = True, **more: Any
) -> dict[str, Any]:
    """A chat completion."""
    whole: dict[str, Any] = {
        "id": "chat-1",
        "model": "served",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": text, **more}, "finish_reason": finish}
        ],
    }
    return whole | ({"usage": {"prompt_tokens": 10, "completion_tokens": 5}} if usage else {})


async def cut_before_headers(_: Request, send: Send) -> None:
    """The connection ends without a byte."""


async def cut_in_body(_: Request, send: Send) -> None:
    """The connection ends in the middle of the body."""
    await send(http(json.dumps(chat()).encode())[:-20])


async def slow_drip(_: Request, send: Send) -> None:
    """One byte at a time, for ever so long."""
    for byte in http(json.dumps(chat("Slow.")).encode()):
        await send(bytes([byte]))
        await asyncio.sleep(0.05)


async def huge(_: Request, send: Send) -> None:
    """A body without end."""
    await send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _number in range(200):
        await send(b" " * 2**17)


def gzip_bomb(size: int = 64 * 2**20) -> Behaviour:
    """A small body that unpacks to a large one."""
    return sends(http(gzip.compress(b" " * size, mtime=0), headers={"Content-Encoding": "gzip"}))


def echo_of_the_key(request: Request) -> dict[str, Any]:
    """All headers of a request, as a careless endpoint shows them."""
    return {"error": {"message": f"bad request: {json.dumps(request.headers)}", "type": "invalid_request_error"}}


def usual(request: Request) -> bytes:
    """A good answer: the same for the same question."""
    place = len(request.body.get("messages", [])) or 1
    text = f"You asked: {request.question} ({request.body.get('seed')}, {place})"
    return http(json.dumps(chat(text)).encode(), headers={"Connection": "keep-alive"})


class Server:
    """The endpoint, in a thread of its own.

    ``behaviours`` is, by a word that stands in the question, what happens at the first, the second, … attempt;
    after the last the usual answer comes, or the last once more where it is ``forever``.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self.behaviours: dict[str, list[Behaviour]] = {}
        self.forever: set[str] = set()
        self.requests: list[Request] = []
        self.answered: Counter[str] = Counter()
        self.default: Callable[[Request], bytes] = usual
        self.delay = 0.0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Server:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._end.wait()
        server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def send(content: bytes) -> None:
            writer.write(content)
            await writer.drain()

        try:
            while (request := await _request(reader)) is not None:
                self.requests.append(request)
                if not await self._answer(request, send):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, request: Request, send: Send) -> bool:
        """Answers; False: the connection ends here."""
        for word, behaviours in self.behaviours.items():
            if f"[{word}]" in request.question and behaviours:
                behave = behaviours[0] if word in self.forever and len(behaviours) == 1 else behaviours.pop(0)
                await behave(request, send)
                return False
        await asyncio.sleep(self.delay)
        await send(self.default(request))
        self.answered[json.dumps(request.body, sort_keys=True)] += 1
        return True


async def _request(reader: asyncio.StreamReader) -> Request | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if line)
    lowered = {name.lower(): value for name, value in headers.items()}
    content = await reader.readexactly(int(lowered.get("content-length", "0")))
    return Request(first.split()[1], headers, json.loads(content or b"{}"))
