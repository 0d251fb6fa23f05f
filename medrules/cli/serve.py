"""``medrules serve``: checks answers over HTTP, for a gateway to call before an answer reaches a person."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    import socket

    from medrules.model.book import RuleBook

_PATH = click.Path(path_type=Path)
_TOKEN = "MEDRULES_SERVICE_TOKEN"  # noqa: S105 (the name of a variable)
_PACKAGES = ("fastapi", "uvicorn")


class Options(NamedTuple):
    """What the command line says."""

    rules: tuple[Path, ...]
    host: str
    port: int
    workers: int
    max_kilobytes: int
    max_answers: int
    max_seconds: float
    max_requests: int


@click.command(short_help="Check answers over HTTP.")
@click.option(
    "--rules", type=_PATH, multiple=True, metavar="PATH", help="Rule files or folders (default: shipped)."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8642, show_default=True, help="Port; 0: any.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that check.")
@click.option(
    "--max-kilobytes", type=click.IntRange(1, 102_400), default=1024, show_default=True, help="Of a request."
)
@click.option("--max-answers", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Of a batch.")
@click.option(
    "--max-seconds", type=click.FloatRange(0.1, 600), default=5.0, show_default=True, help="A check may take."
)
@click.option(
    "--max-requests", type=click.IntRange(1, 1000), default=64, show_default=True, help="Under way at once."
)
def serve(**said: object) -> None:
    """Check answers over HTTP: POST /check, POST /check/batch, GET /rules, GET /health, GET /openapi.json.

    It listens on this machine alone unless --host says otherwise, stores nothing, and logs no text of an answer.
    Where the environment holds MEDRULES_SERVICE_TOKEN, requests have to bear that token. It needs the extra
    "service": pip install "medrules[service]". docs/service.md has more.

    \b
    Examples:
      medrules serve --rules my-rules
      curl -s localhost:8642/check -H 'Content-Type: application/json' \\
        -d '{"input": "My left arm went weak.", "output": "Wait and see."}'

    Exit codes: 0 ended by Ctrl-C or a signal, 2 the rules, the address or the options cannot be used.
    """
    _serve(Options(**said))  # type: ignore[arg-type]


def _serve(options: Options) -> None:
    from medrules.cli.rulebook import stop
    from medrules.sources.problems import problem

    missing = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        stop([problem("R180", package=name) for name in missing])
    from medrules.service.application import Bounds
    from medrules.service.running import is_local, run

    token = _token()
    book = _book(options)
    local = is_local(options.host)
    if not local:
        _warn(options, token)
    where = _listen(options)
    port = where.getsockname()[1]
    host = f"[{options.host}]" if ":" in options.host else options.host
    click.echo(f"medrules: {len(book.rules)} rules, on http://{host}:{port} (Ctrl-C ends it)", err=True)
    bounds = Bounds(
        body=options.max_kilobytes * 1024,
        answers=options.max_answers,
        seconds=options.max_seconds,
        requests=options.max_requests,
        workers=options.workers,
    )
    run(book, where, bounds=bounds, token=token, local=local)


def _book(options: Options) -> RuleBook:
    """The rules, found to be in order: a rule that fails its own example ends the command."""
    from medrules.cli.preparing import prove
    from medrules.cli.rulebook import build_checker, errors_of, load_book, stop
    from medrules.cli.screen import console

    book, problems = load_book(options.rules)
    if errors := errors_of(problems):
        stop(errors)
    prove(book, build_checker(book), console(error=True))
    return book


def _token() -> str | None:
    """The token that requests are to bear; None: the variable is not set."""
    from medrules.cli.rulebook import stop
    from medrules.sources.problems import problem

    value = os.environ.get(_TOKEN)
    if value is None:
        return None
    token = value.strip()
    if not token:
        stop([problem("R183", why="it is empty")])
    if not all("!" <= character <= "~" for character in token):
        stop([problem("R183", why="it holds a space, or a character that no header carries")])
    return token


def _listen(options: Options) -> socket.socket:
    from medrules.cli.rulebook import stop
    from medrules.service.running import listen
    from medrules.sources.problems import problem

    try:
        return listen(options.host, options.port)
    except OSError as error:
        stop([problem("R182", host=options.host, port=options.port, why=error.strerror or error)])


def _warn(options: Options, token: str | None) -> None:
    """Says loudly what a service that other machines reach lacks."""
    from medrules.cli.screen import console, show_problems
    from medrules.sources.problems import problem

    lacks = "" if token else " and without a token"
    found = problem("R181", host=options.host, token=lacks)
    show_problems([found.model_copy(update={"severity": "warning"})], console(error=True))
