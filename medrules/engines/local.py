"""Checks a batch in this process or in several, in order and in constant memory."""

from __future__ import annotations

import gc
import pickle
import signal
from collections import deque
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Literal

from medrules.checking.checker import Checker, Wanted
from medrules.engines.batch import Batch
from medrules.engines.pieces import LARGEST_CHUNK, Task, checked_rows, received, worked
from medrules.garbage import seldom_collected, uncollected
from medrules.sources.parts import Part
from medrules.sources.problems import SourceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from medrules.engines.pieces import Piece, Row, Sent
    from medrules.model.book import RuleBook, Weights
    from medrules.model.verdict import Checked

Engine = Literal["local", "spark"]
_FIRST_CHUNK = 64
_AHEAD = 4
"""Chunks a worker that may be under way or wait for their turn to be given out."""


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
    detail: bool = True,
    engine: Engine = "local",
) -> Iterator[Checked]:
    """What became of each row, in the order of the rows; the same for any number of workers and any engine.

    ``everything`` keeps the verdicts *met* and *not applicable* too. ``checker`` is one already built from the
    book; with one worker it is used as it is. An answer on which the checker fails comes back as ``Unreadable``.
    ``compared`` and ``detail``: as in ``Checker.check_batch``.

    Raises:
        RulesError: the book cannot work.
        WorkerCrashed: a worker process ended, for example because memory ran out.
        NoSpark: there is no Spark to run on.
    """
    checker = checker or Checker(book, weights)
    wanted = Wanted(everything, compared, detail)
    if workers == 1 and engine == "local":
        return _here(_chunks(rows), checker, wanted)
    reading = rows.reading if isinstance(rows, Batch) else None
    task = Task(book, weights, wanted, reading)
    pieces = _pieces(rows)
    if engine == "spark":
        from medrules.engines.spark import in_spark

        return _settled(in_spark(pieces, task), rows, checker, task)
    return _settled(_in_processes(pieces, task, workers), rows, checker, task)


def _pieces(rows: Iterable[Row]) -> Iterator[Piece]:
    """What the workers are given: parts of files, which they read themselves, and chunks of other rows."""
    if not isinstance(rows, Batch):
        yield from _chunks(rows)
        return
    for piece in rows.pieces():
        yield from [piece] if isinstance(piece, Part) else _chunks(piece)


def _settled(
    results: Iterable[tuple[Piece, list[Checked]]], rows: Iterable[Row], checker: Checker, task: Task
) -> Iterator[Checked]:
    """The results as one process would have come to them, which sees every id of a file."""
    for piece, checked in results:
        if isinstance(piece, Part) and isinstance(rows, Batch):
            yield from rows.settled(piece, checked, lambda again: checked_rows(checker, again, task.wanted))
        else:
            yield from checked


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in chunks that grow, so that small batches are shared out and the first results come soon."""
    source = iter(rows)
    size = _FIRST_CHUNK
    while chunk := list(islice(source, size)):
        yield chunk
        size = min(2 * size, LARGEST_CHUNK)


def _here(chunks: Iterator[list[Row]], checker: Checker, wanted: Wanted) -> Iterator[Checked]:
    for chunk in islice(chunks, 1):  # the word lists are loaded with the first answers, and rest as the rules do
        yield from checked_rows(checker, chunk, wanted)
    with _at_rest():
        for chunk in chunks:
            yield from checked_rows(checker, chunk, wanted)


@contextmanager
def _at_rest() -> Iterator[None]:
    """Keeps the garbage collector from looking through all rules again and again while answers come and go."""
    settled = gc.get_freeze_count()  # the program has seen to it that nothing is thawed
    gc.freeze()
    try:
        yield
    finally:
        if not settled:
            gc.unfreeze()


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

    def __init__(self) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(other,), daemon=True)
        with _undisturbed():
            self.process.start()
        other.close()
        self.piece: tuple[int, Piece] | None = None

    def begin(self, task: bytes) -> None:
        """Gives it its task, pickled: once for all workers, that start together meanwhile."""
        try:
            self.pipe.send_bytes(task)
        except OSError:
            self.result()

    def result(self) -> tuple[int, Piece, list[Checked]]:
        """The number of the piece in hand, the piece, and what came back for it."""
        try:
            result: list[Sent] | str = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(5)
            raise WorkerCrashed(f"a worker process ended (exit code {self.process.exitcode})") from None
        if isinstance(result, str) or self.piece is None:
            raise WorkerCrashed(str(result))
        number, piece = self.piece
        self.piece = None
        return number, piece, received(piece, result)

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(5)


def _work(pipe: Connection) -> None:
    """The life of a worker: its task, then pieces in and verdicts out, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with seldom_collected():
            _work_on(pipe)
    except (EOFError, BrokenPipeError):
        return
    except SourceError as error:
        pipe.send(error.problem.message)
    except Exception as error:
        pipe.send(f"a worker process failed: {type(error).__name__}: {error}"[:500])


def _work_on(pipe: Connection) -> None:
    with uncollected():
        task: Task = pipe.recv()
    checker = Checker(task.book, task.weights)
    pipe.send(worked(checker, task, pipe.recv()))
    gc.freeze()  # with the word lists, which are loaded with the first answers
    while True:
        pipe.send(worked(checker, task, pipe.recv()))


def _in_processes(pieces: Iterator[Piece], task: Task, count: int) -> Iterator[tuple[Piece, list[Checked]]]:
    workers: list[_Worker] = []
    try:
        workers += (_Worker() for _ in range(count))
        pickled = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
        for worker in workers:
            worker.begin(pickled)
        yield from _ordered(pieces, workers)
    finally:
        for worker in workers:
            worker.end()


def _ordered(pieces: Iterator[Piece], workers: Sequence[_Worker]) -> Iterator[tuple[Piece, list[Checked]]]:
    """Gives each idle worker the next piece, and gives the results out in the order of the pieces."""
    idle = deque(workers)
    finished: dict[int, tuple[Piece, list[Checked]]] = {}
    sent = given = 0
    source: Iterator[Piece] | None = pieces
    while True:
        while idle and source is not None and sent - given < _AHEAD * len(workers):
            piece = next(source, None)
            if piece is None:
                source = None
                break
            _send(idle.popleft(), sent, piece)
            sent += 1
        if given in finished:
            yield finished.pop(given)
            given += 1
        elif sent == given:
            return
        else:
            busy: dict[Any, _Worker] = {worker.pipe: worker for worker in workers if worker.piece}
            for worker in (busy[pipe] for pipe in wait(list(busy))):
                number, done, results = worker.result()
                finished[number] = done, results
                idle.append(worker)


def _send(worker: _Worker, number: int, piece: Piece) -> None:
    worker.piece = (number, piece)
    try:
        worker.pipe.send(piece)
    except OSError:
        worker.result()
