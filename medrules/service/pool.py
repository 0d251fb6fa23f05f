"""Processes that check: one request at a time each, so that nothing is shared; one that takes too long is ended.

Checking is work for the processor, so threads would not make it faster, and a thread cannot be ended.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from time import monotonic

from medrules.public import Checker, RuleBook
from medrules.service.judging import Judging, Made
from medrules.service.problems import Refused

_FIRST = b'{"output":"If it gets worse, call 911. Take 5 mg twice a day.","input":"My arm is weak."}'
"""What a process checks before it is ready: tables are read at the first answer."""
_START = 120.0
"""Seconds in which a process has to have compiled the rules."""


class Pool:
    """Processes with a checker each.

    Args:
        book: the rules.
        size: processes.
        most: answers that one request may bring.
        seconds: that a check may take.
    """

    def __init__(self, book: RuleBook, size: int = 1, most: int = 100, seconds: float = 5.0) -> None:
        self._book = book
        self._most = most
        self._seconds = seconds
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._lock = threading.Lock()
        self._processes: set[_Process] = set()
        self._closed = False
        self.size = size

    @property
    def ready(self) -> bool:
        """Whether at least one process has its rules."""
        return bool(self._processes)

    def start(self) -> None:
        """Starts the processes and waits until each has its rules."""
        for _ in range(self.size):
            self._add()

    def close(self) -> None:
        """Ends every process."""
        with self._lock:
            self._closed = True
            processes, self._processes = self._processes, set()
        for process in processes:
            process.end()

    def judge(self, what: str, body: bytes, until: float) -> Made:
        """The answer to a request; to be called in a thread.

        Args:
            what: ``check`` or ``batch``.
            body: of the request.
            until: the time (monotonic) by which a process has to be free.

        Raises:
            Refused: no process was free in time, the check took too long, or its process ended.
        """
        try:
            process = self._idle.get(timeout=max(0.0, until - monotonic()))
        except Empty:
            raise Refused("H108") from None
        try:
            made = process.judge(what, body, self._seconds)
        except (TimeoutError, EOFError, OSError) as error:
            self._replace(process)
            late = isinstance(error, TimeoutError)
            raise (Refused("H109", seconds=self._seconds) if late else Refused("H114")) from None
        self._idle.put(process)
        return made

    def _add(self) -> None:
        process = _Process(self._book, self._most)
        with self._lock:
            if not self._closed:
                self._processes.add(process)
                self._idle.put(process)
                return
        process.end()

    def _replace(self, process: _Process) -> None:
        """Ends a process and starts another while the request is already answered."""
        with self._lock:
            self._processes.discard(process)
        process.end()
        threading.Thread(target=self._add, daemon=True).start()


class _Process:
    """One process, from the moment on when it has its rules."""

    def __init__(self, book: RuleBook, most: int) -> None:
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_work, args=(other, book, most), daemon=True)
        self._process.start()
        other.close()
        if not self._pipe.poll(_START):
            self.end()
            raise TimeoutError("a process of the service did not start")
        self._pipe.recv_bytes()

    def judge(self, what: str, body: bytes, seconds: float) -> Made:
        """Sends a request and waits for its answer.

        Raises:
            TimeoutError: it took longer than so many seconds.
            EOFError: the process has ended.
        """
        self._pipe.send_bytes(what.encode() + b"\n" + body)
        if not self._pipe.poll(seconds):
            raise TimeoutError
        status, _, answer = self._pipe.recv_bytes().partition(b"\n")
        return int(status), answer

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        self._process.join(5)
        self._pipe.close()


def _work(pipe: Connection, book: RuleBook, most: int) -> None:
    """The life of a process: requests in, answers out, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    judging: Callable[[str, bytes], Made] = Judging(Checker(book), most)
    judging("check", _FIRST)
    with suppress(EOFError, OSError):
        pipe.send_bytes(str(os.getpid()).encode())
        while True:
            what, _, body = pipe.recv_bytes().partition(b"\n")
            status, made = judging(what.decode(), body)
            pipe.send_bytes(str(status).encode() + b"\n" + made)
