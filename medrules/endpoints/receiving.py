"""Takes one reply off the wire: bounded in size, unpacked within bounds, JSON in UTF-8 or nothing."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from medrules.endpoints.errors import error_in, filtered, of_status
from medrules.endpoints.protocols import Reply, Unusable
from medrules.sources.jsonl import RowError, parse
from medrules.sources.problems import message

if TYPE_CHECKING:
    import httpx

    from medrules.endpoints.protocols import Speaks

LARGEST = 4 * 2**20
"""Bytes of a reply, as sent and unpacked."""
_TEXTS = ("", "text/plain", "application/octet-stream")
"""Types under which careless servers send JSON."""


async def receive(response: httpx.Response, speaks: Speaks) -> Reply:
    """The answer in a response whose body is still to be read.

    Raises:
        Unusable: there is none.
    """
    status = response.status_code
    if 300 <= status < 400:
        place = urlsplit(response.headers.get("location", "")).hostname or "the same host"
        raise Unusable("A306", again=False, why=f"status {status}, to {place}")
    content = await _content(response)
    if not 200 <= status < 300:
        body = _body_or_empty(content)
        if word := filtered(body):
            return Reply("", "content_filter", said=word)
        raise of_status(status, response.headers, body)
    _check_type(response)
    body = _body(content)
    if word := filtered(body):
        return Reply("", "content_filter", said=word)
    if error := error_in(body):
        raise error
    return speaks.reply(body)


async def _content(response: httpx.Response) -> bytes:
    parts, size = [], 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > LARGEST:
            raise _too_large()
        parts.append(part)
    return _unpacked(b"".join(parts), response.headers.get("content-encoding", "").strip().lower())


def _unpacked(content: bytes, packing: str) -> bytes:
    if packing in ("", "identity"):
        return content
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise Unusable("A307", again=False, why=f"it is packed as '{packing[:40]}', which was not asked for")
    unpacker = zlib.decompressobj(wbits=47)
    try:
        unpacked = unpacker.decompress(content, LARGEST + 1)
    except zlib.error:
        raise Unusable("A307", again=True, why="it cannot be unpacked") from None
    if len(unpacked) > LARGEST:
        raise _too_large()
    if not unpacker.eof:
        raise Unusable("A307", again=True, why="it is packed, and cut off")
    return unpacked


def _too_large() -> Unusable:
    return Unusable("A308", again=False, most=LARGEST // 2**20)


def _check_type(response: httpx.Response) -> None:
    type_ = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if type_ not in _TEXTS and not type_.endswith(("/json", "+json")):
        raise Unusable("A307", again=True, why=f"it is '{type_[:60]}', not JSON")


def _body(content: bytes) -> dict[str, Any]:
    try:
        return parse(content.removeprefix(b"\xef\xbb\xbf"))
    except RowError as error:
        why, _ = message(error.code, error.words)
        raise Unusable("A307", again=True, why=why) from None


def _body_or_empty(content: bytes) -> dict[str, Any]:
    try:
        return _body(content)
    except Unusable:
        return {}
