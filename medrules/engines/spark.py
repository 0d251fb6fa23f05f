"""Where a batch runs on a Spark cluster: the pieces that other processes would get go to executors."""

from __future__ import annotations

import os
import sys
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from medrules.checking.checker import Checker
from medrules.engines.pieces import NoSpark, Piece, Task, received, worked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.model.verdict import Checked

_WAVE = 4
"""Pieces for each core of the cluster under way together; what they come to is held until it is given out."""


def in_spark(pieces: Iterator[Piece], task: Task) -> Iterator[tuple[Piece, list[Checked]]]:
    """Each piece with what came of it, in order. Executors read parts of files themselves, from a path they share.

    The session is the one that is there, else one as ``spark-submit`` and Spark's own settings say.

    Raises:
        NoSpark: there is no Spark to run on.
    """
    context = _context()
    told = context.broadcast(task)
    try:
        while wave := list(islice(pieces, _WAVE * context.defaultParallelism)):
            results = context.parallelize(wave, len(wave)).map(partial(_on_executor, told)).collect()
            for piece, sent in zip(wave, results, strict=True):
                yield piece, received(piece, sent)
    finally:
        told.destroy()


def _context() -> Any:
    # Executors on this machine are to use this Python, where nothing else was said.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        from pyspark.sql import SparkSession

        return SparkSession.builder.appName("medrules").getOrCreate().sparkContext
    except ImportError:
        raise NoSpark("PySpark is not installed") from None
    except Exception as error:
        raise NoSpark(f"{type(error).__name__}: {error}"[:300]) from None


_ready: dict[int, tuple[Task, Checker]] = {}


def _on_executor(told: Any, piece: Piece) -> Any:
    """What came of a piece; the checker is built once in a process for each run."""
    task: Task = told.value
    found = _ready.get(id(task))
    if found is None:
        _ready.clear()
        found = _ready[id(task)] = task, Checker(task.book, task.weights)
    return worked(found[1], task, piece)
