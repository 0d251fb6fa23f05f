"""Runs the service under uvicorn: bounded headers and connections, a log without addresses or texts."""

from __future__ import annotations

import ipaddress
import logging
import signal
import socket
import sys
from contextlib import suppress

import uvicorn

from medrules.public import RuleBook
from medrules.service.application import Bounds, create_app
from medrules.service.guarding import LOG

_HEADERS = 16 * 2**10
"""Bytes of a request's head."""


def is_local(host: str) -> bool:
    """Whether only this machine reaches a service that listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any that is free.

    Raises:
        OSError: the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named, asyncio sends without delay; else each answer waits 40 ms for an acknowledgement.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def run(book: RuleBook, where: socket.socket, *, bounds: Bounds, token: str | None, local: bool) -> None:
    """Serves until the process is told to end."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    config = uvicorn.Config(
        create_app(book, bounds=bounds, token=token, local=local),
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=4 * bounds.requests,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=_HEADERS,
    )
    signal.signal(signal.SIGTERM, _end)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[where])


def _end(*_: object) -> None:
    """How the process ends once uvicorn has answered what was under way: as it was told to, so with code 0."""
    sys.exit(0)
