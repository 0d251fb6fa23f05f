"""What every request passes: the host it asks for, its token, and one line in the log that holds no text of it."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from medrules.service.problems import MEDIA_TYPE, Refused

LOG = logging.getLogger("medrules.service")
OPEN = frozenset({"/health"})
"""Addresses that need no token."""
PATHS = frozenset({"/check", "/check/batch", "/health", "/rules", "/openapi.json"})
_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Guard:
    """Refuses before anything is read; tells the log what became of each request.

    Args:
        app: what comes behind.
        token: that requests have to bear; None: none.
        local: only requests for this machine by its own names are taken. A page in a browser that has its name
            resolve to 127.0.0.1 cannot reach the service then.
    """

    def __init__(self, app: ASGIApp, token: str | None, local: bool) -> None:
        self._app = app
        self._token = token.encode() if token else None
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            if (code := self._refuses(scope)) is not None:
                await refusal(Refused(code))(scope, receive, sent)
            else:
                await self._app(scope, receive, sent)
        finally:
            LOG.info("%s %s %d %.1f ms", *_named(scope), status, (perf_counter() - started) * 1000)

    def _refuses(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
        if self._local and name.lower() not in _LOCAL:
            return "H113"
        if self._token is not None and scope["path"] not in OPEN and not self._bears(headers):
            return "H101"
        return None

    def _bears(self, headers: Headers) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), self._token or b"")


def _named(scope: Scope) -> tuple[str, str]:
    """Method and address as they may stand in a log: known ones by name, whatever else as *other*."""
    method = scope["method"] if scope["method"] in ("GET", "POST", "HEAD") else "other"
    return method, scope["path"] if scope["path"] in PATHS else "other"


def refusal(refused: Refused) -> Response:
    """A refused request's answer."""
    headers: Mapping[str, Any] = {"Cache-Control": "no-store"}
    if refused.code == "H101":
        headers = {**headers, "WWW-Authenticate": "Bearer"}
    if refused.code in ("H108", "H109"):
        headers = {**headers, "Retry-After": "1"}
    if refused.code in ("H102", "H110"):
        headers = {**headers, "Connection": "close"}
    return Response(refused.body(), refused.status, headers, MEDIA_TYPE)
