"""Checks a batch in this process or in several, in order and in constant memory."""

from __future__ import annotations

import gc
import signal
from collections import deque
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from medrules.checking.checker import Checker
from medrules.model.case import Sample, Unreadable
from medrules.model.verdict import Checked
from medrules.sources.rows import failed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from medrules.model.book import RuleBook, Weights

LARGEST_CHUNK = 512
_FIRST_CHUNK = 64
_AHEAD = 4
"""Chunks a worker that may be under way or wait for their turn to be given out."""

Row = Sample | Unreadable
_Task = tuple["RuleBook", "Weights | None", bool, "Collection[str] | None"]
"""What every worker is told: rules, weights, whether all verdicts are kept, and the cases compared."""


class WorkerCrashed(RuntimeError):
    """A worker process ended before its work was done."""


def run(
    rows: Iterable[Row],
    book: RuleBook,
    weights: Weights | None = None,
    *,
    everything: bool = False,
    workers: int = 1,
    checker: Checker | None = None,
    compared: Collection[str] | None = None,
) -> Iterator[Checked]:
    """What became of each row, in the order of the rows; the same for any number of workers.

    ``everything`` keeps the verdicts *met* and *not applicable* too. ``checker`` is one already built from the
    book; with one worker it is used as it is. An answer on which the checker fails comes back as ``Unreadable``.
    ``compared``: as in ``Checker.check_batch``.

    Raises:
        RulesError: the book cannot work.
        WorkerCrashed: a worker process ended, for example because memory ran out.
    """
    checker = checker or Checker(book, weights)
    if workers > 1:
        return _in_processes(_chunks(rows), (book, weights, everything, compared), workers)
    return _here(_chunks(rows), checker, everything, compared)


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in chunks that grow, so that small batches are shared out and the first results come soon."""
    source = iter(rows)
    size = _FIRST_CHUNK
    while chunk := list(islice(source, size)):
        yield chunk
        size = min(2 * size, LARGEST_CHUNK)


def _here(
    chunks: Iterable[list[Row]], checker: Checker, everything: bool, compared: Collection[str] | None
) -> Iterator[Checked]:
    with _settled():
        for chunk in chunks:
            yield from checked_rows(checker, chunk, everything, compared)


@contextmanager
def _settled() -> Iterator[None]:
    """Keeps the garbage collector from looking through all rules again and again while answers come and go."""
    if gc.get_freeze_count():
        yield  # the program has settled it for itself
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def checked_rows(
    checker: Checker, chunk: Sequence[Row], everything: bool, compared: Collection[str] | None = None
) -> list[Checked]:
    """A chunk checked; where the checker fails, row by row, so that one answer costs no other its verdicts."""
    try:
        return checker.check_batch(chunk, everything=everything, compared=compared)
    except Exception as error:
        if len(chunk) > 1:
            return [checked for row in chunk for checked in checked_rows(checker, [row], everything, compared)]
        return [Checked(failed(chunk[0], error), (), (), None)]


_Sent = tuple[Any, ...]
"""The fields of a ``Checked`` on its way home: without its row, which is still there, unless it became another."""


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keeps Ctrl-C from what is started meanwhile, which would print a traceback in the middle of its imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """One process with its pipe, and the chunk it has in hand with its number."""

    def __init__(self, task: _Task) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(other, *task), daemon=True)
        with _undisturbed():
            self.process.start()
        other.close()
        self.chunk: tuple[int, list[Row]] | None = None

    def result(self) -> tuple[int, list[Checked]]:
        """The number of the chunk in hand, and what came back for it."""
        try:
            result: list[_Sent] | str = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(5)
            raise WorkerCrashed(f"a worker process ended (exit code {self.process.exitcode})") from None
        if isinstance(result, str) or self.chunk is None:
            raise WorkerCrashed(str(result))
        number, rows = self.chunk
        self.chunk = None
        return number, [Checked(sent[0] or row, *sent[1:]) for row, sent in zip(rows, result, strict=True)]

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(5)


def _work(
    pipe: Connection,
    book: RuleBook,
    weights: Weights | None,
    everything: bool,
    compared: Collection[str] | None,
) -> None:
    """The life of a worker: chunks in, verdicts out, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        checker = Checker(book, weights)
        gc.freeze()
        while True:
            chunk: list[Row] = pipe.recv()
            results = checked_rows(checker, chunk, everything, compared)
            pipe.send([_sent(row, result) for row, result in zip(chunk, results, strict=True)])
    except (EOFError, BrokenPipeError):
        return
    except Exception as error:
        pipe.send(f"a worker process failed: {type(error).__name__}: {error}"[:500])


def _sent(row: Row, checked: Checked) -> _Sent:
    return None if checked.sample is row else checked.sample, *checked[1:]


def _in_processes(chunks: Iterator[list[Row]], task: _Task, count: int) -> Iterator[Checked]:
    workers: list[_Worker] = []
    try:
        workers += (_Worker(task) for _ in range(count))
        yield from _ordered(chunks, workers)
    finally:
        for worker in workers:
            worker.end()


def _ordered(chunks: Iterator[list[Row]], workers: Sequence[_Worker]) -> Iterator[Checked]:
    """Gives each idle worker the next chunk, and gives the results out in the order of the chunks."""
    idle = deque(workers)
    finished: dict[int, list[Checked]] = {}
    sent = given = 0
    source: Iterator[list[Row]] | None = chunks
    while True:
        while idle and source is not None and sent - given < _AHEAD * len(workers):
            chunk = next(source, None)
            if chunk is None:
                source = None
                break
            _send(idle.popleft(), sent, chunk)
            sent += 1
        if given in finished:
            yield from finished.pop(given)
            given += 1
        elif sent == given:
            return
        else:
            busy: dict[Any, _Worker] = {worker.pipe: worker for worker in workers if worker.chunk}
            for worker in (busy[pipe] for pipe in wait(list(busy))):
                number, finished_ = worker.result()
                finished[number] = finished_
                idle.append(worker)


def _send(worker: _Worker, number: int, chunk: list[Row]) -> None:
    worker.chunk = (number, chunk)
    try:
        worker.pipe.send(chunk)
    except OSError:
        worker.result()
