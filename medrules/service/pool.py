"""Processes that check: one request at a time each, so that nothing is shared; one that takes too long is ended.

Checking is work for the processor, so threads would not make it faster, and a thread cannot be ended.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

from medrules.public import Checker, RuleBook
from medrules.service.judging import Judging, Made
from medrules.service.problems import Refused

_FIRST = b'{"output":"If it gets worse, call 911. Take 5 mg twice a day.","input":"My arm is weak."}'
"""What a process checks before it is ready: tables are read at the first answer."""
_START = 120.0
"""Seconds in which a process has to have compiled the rules."""
_AGAIN = 1.0
"""Seconds after which a process is started once more that could not be."""
_AT_ONCE = 2**15
"""Bytes that the system takes from a process at once, whether or not another reads them."""


class Pool:
    """Processes with a checker each, for one event loop.

    Args:
        book: the rules.
        size: processes.
        most: answers that one request may bring.
        seconds: that a request may wait for a process, and then that its check may take.
    """

    def __init__(self, book: RuleBook, size: int = 1, most: int = 100, seconds: float = 5.0) -> None:
        self._book = book
        self._most = most
        self._idle: asyncio.Queue[_Process] = asyncio.Queue()
        self._processes: set[_Process] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False
        self.size = size
        self.seconds = seconds

    @property
    def ready(self) -> bool:
        """Whether at least one process has its rules."""
        return bool(self._processes)

    async def start(self) -> None:
        """Starts the processes and waits until each has its rules."""
        for _ in range(self.size):
            await self._add()

    async def close(self) -> None:
        """Ends every process."""
        self._closed = True
        await asyncio.gather(*self._starting, return_exceptions=True)
        processes, self._processes = self._processes, set()
        for process in processes:
            await asyncio.to_thread(process.end)

    async def judge(self, what: str, body: bytes) -> Made:
        """The answer to a request.

        Args:
            what: ``check`` or ``batch``.
            body: of the request.

        Raises:
            Refused: no process was free in time, the check took too long, or its process ended.
        """
        try:
            async with asyncio.timeout(self.seconds):
                process = await self._idle.get()
        except TimeoutError:
            raise Refused("H108") from None
        try:
            async with asyncio.timeout(self.seconds):
                made = await process.judge(what, body)
        except TimeoutError:
            self._replace(process)
            raise Refused("H109", seconds=self.seconds) from None
        except (EOFError, OSError):
            self._replace(process)
            raise Refused("H114") from None
        except asyncio.CancelledError:
            self._replace(process)
            raise
        self._idle.put_nowait(process)
        return made

    async def _add(self) -> None:
        process = await asyncio.to_thread(_Process, self._book, self._most)
        if self._closed:
            await asyncio.to_thread(process.end)
            return
        self._processes.add(process)
        self._idle.put_nowait(process)

    def _replace(self, process: _Process) -> None:
        """Ends a process and starts another, which the request that it failed does not wait for."""
        self._processes.discard(process)

        async def replaced() -> None:
            await asyncio.to_thread(process.end)
            while not self._closed:
                try:
                    await self._add()
                    return
                except (OSError, EOFError):  # TimeoutError among them: memory may be short for a while
                    await asyncio.sleep(_AGAIN)

        task = asyncio.get_running_loop().create_task(replaced())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)


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
        try:
            self._pipe.recv_bytes()
        except (EOFError, OSError):
            self.end()
            raise

    async def judge(self, what: str, body: bytes) -> Made:
        """Sends a request and waits for its answer; where this is given up, the process has to be ended.

        Raises:
            EOFError: the process has ended.
            OSError: likewise.
        """
        request = what.encode() + b"\n" + body
        if len(request) < _AT_ONCE:
            self._pipe.send_bytes(request)
        else:
            await asyncio.to_thread(self._pipe.send_bytes, request)
        await self._answered()
        status, _, answer = self._pipe.recv_bytes().partition(b"\n")
        return int(status), answer

    async def _answered(self) -> None:
        """Waits without a thread: under load each change of threads costs more than a check."""
        loop = asyncio.get_running_loop()
        come: asyncio.Future[None] = loop.create_future()
        number = self._pipe.fileno()
        loop.add_reader(number, _tell, come)
        try:
            await come
        finally:
            loop.remove_reader(number)

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        self._process.join(5)
        self._pipe.close()


def _tell(come: asyncio.Future[None]) -> None:
    if not come.done():
        come.set_result(None)


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
