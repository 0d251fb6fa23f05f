"""The service as an ASGI application: the addresses, the bounds, and what ``/openapi.json`` says of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException

from medrules import __version__
from medrules.public import RuleBook
from medrules.service.asking import Asked, AskedTogether, Health, Judged, JudgedTogether, Loaded, Problem
from medrules.service.guarding import Guard, refusal
from medrules.service.loaded import loaded
from medrules.service.pool import Pool
from medrules.service.problems import MEDIA_TYPE, Refused

_ABOUT = """Checks what medical language models say against safety rules that clinicians wrote, before it is shown.

Nothing is stored and no text of a request is logged. A request that is refused was not checked: what was not
checked is not safe."""


class Bounds(NamedTuple):
    """What one service takes."""

    body: int = 2**20
    """Bytes of a request."""
    answers: int = 100
    """Answers of a batch."""
    seconds: float = 5.0
    """That reading a request, waiting and checking may take, each."""
    requests: int = 64
    """Under way at once; more are told to try again."""
    workers: int = 1
    """Processes that check."""


def create_app(
    book: RuleBook, *, bounds: Bounds | None = None, token: str | None = None, local: bool = True
) -> FastAPI:
    """The application that checks answers against a rule book.

    Args:
        book: the rules.
        bounds: None: the default ones.
        token: that requests have to bear; None: none.
        local: only requests for this machine by its own names are taken.
    """
    bounds = bounds or Bounds()
    pool = Pool(book, bounds.workers, bounds.answers, bounds.seconds)
    told = loaded(book)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await pool.start()
            yield
        finally:
            await pool.close()

    app = FastAPI(
        title="medrules",
        version=__version__,
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,  # its page fetches scripts from another host
        redoc_url=None,
    )
    app.add_middleware(Guard, token=token, local=local)
    app.add_exception_handler(HTTPException, _not_there)
    app.add_exception_handler(Refused, _refused)
    _add_telling(app, pool, told)
    _add_checking(app, _Asking(pool, bounds))
    _describe(app)
    return app


async def _not_there(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refusal(Refused({404: "H111", 405: "H112"}.get(status, "H114")))


async def _refused(_: Request, error: Exception) -> Response:
    return refusal(error if isinstance(error, Refused) else Refused("H114"))


def _add_telling(app: FastAPI, pool: Pool, told: Loaded) -> None:
    @app.get("/health", summary="Whether answers can be checked now")
    async def health() -> Health:
        return Health(status="ok" if pool.ready else "starting", version=__version__)

    @app.get("/rules", summary="The rules that are loaded", responses=_PROBLEMS)
    async def rules() -> Loaded:
        return told


def _add_checking(app: FastAPI, asking: _Asking) -> None:
    @app.post(
        "/check",
        summary="Check one answer",
        responses={200: {"model": Judged}, **_PROBLEMS},
        openapi_extra=_body(Asked),
    )
    async def check(request: Request) -> Response:
        return await asking.answer("check", request)

    @app.post(
        "/check/batch",
        summary="Check several answers",
        responses={200: {"model": JudgedTogether}, **_PROBLEMS},
        openapi_extra=_body(AskedTogether),
    )
    async def batch(request: Request) -> Response:
        return await asking.answer("batch", request)


class _Asking:
    """Reads a request within its bounds, and has a process answer it."""

    def __init__(self, pool: Pool, bounds: Bounds) -> None:
        self._pool = pool
        self._bounds = bounds
        self._under_way = 0

    async def answer(self, what: str, request: Request) -> Response:
        """The answer to a request.

        Raises:
            Refused: it is out of bounds, or could not be checked.
        """
        if self._under_way >= self._bounds.requests:
            raise Refused("H108")
        self._under_way += 1
        try:
            body = await self._body(request)
            status, made = await self._pool.judge(what, body)
        finally:
            self._under_way -= 1
        media = "application/json" if status == 200 else MEDIA_TYPE
        return Response(made, status, {"Cache-Control": "no-store"}, media)

    async def _body(self, request: Request) -> bytes:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise Refused("H103")
        stated = request.headers.get("content-length", "")
        if stated.isdigit() and int(stated[:20]) > self._bounds.body:
            raise Refused("H102", most=self._bounds.body)
        body = bytearray()
        try:
            async with asyncio.timeout(self._bounds.seconds):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > self._bounds.body:
                        raise Refused("H102", most=self._bounds.body)
        except TimeoutError:
            raise Refused("H110", seconds=self._bounds.seconds) from None
        return bytes(body)


_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Refused", "content": _PROBLEM},
    "5XX": {"description": "Not checked", "content": _PROBLEM},
}


def _body(model: type[Asked | AskedTogether]) -> dict[str, Any]:
    """How ``/openapi.json`` shows a request's body, which is read within bounds and not by FastAPI."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _describe(app: FastAPI) -> None:
    """Adds what FastAPI does not see: the schemas of bodies that are read by hand."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            _, made = models_json_schema(
                [(model, "validation") for model in (Asked, AskedTogether, Problem)],
                ref_template="#/components/schemas/{model}",
            )
            schema.setdefault("components", {}).setdefault("schemas", {}).update(made["$defs"])
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
