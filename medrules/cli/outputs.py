"""Result files of a command: complete under their name, or not there at all."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from medrules.endpoints.journal import sync_folder
from medrules.sources.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from medrules.model.problem import Problem


@contextmanager
def written(path: Path) -> Iterator[IO[str]]:
    """A text file that takes its name when all of it is on disk; where the work ends early, nothing is left.

    A device or a pipe is written to as it is.
    """
    with _whole(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream
        _last(stream)


@contextmanager
def written_bytes(path: Path) -> Iterator[IO[bytes]]:
    """As ``written``, of bytes."""
    with _whole(path) as part, part.open("wb") as stream:
        yield stream
        _last(stream)


def _last(stream: IO[Any]) -> None:
    """Puts a file on disk; a device or a pipe has none."""
    stream.flush()
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        os.fsync(stream.fileno())


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """The path to write to, whose file then takes the name of ``path``."""
    if path.exists() and not path.is_file():
        yield path
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def check_outputs(outputs: Sequence[Path], inputs: Iterable[Path]) -> list[Problem]:
    """What stands against writing these files: no folder, no permission, or a file that the run itself reads."""
    problems = []
    read = {os.path.realpath(path) for path in inputs}
    met: set[str] = set()
    for path in outputs:
        whole = os.path.realpath(path)
        if whole in read:
            problems.append(problem("R106", path=path, why="the run reads it"))
        elif whole in met:
            problems.append(problem("R106", path=path, why="two results are to be written to it"))
        elif (why := _unwritable(path)) is not None:
            problems.append(problem("R105", path=path, why=why))
        met.add(whole)
    return problems


def _unwritable(path: Path) -> str | None:
    if path.is_dir():
        return "it is a folder"
    if not path.absolute().parent.is_dir():
        return f"there is no folder {path.parent}"
    if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        return "permission denied"
    return None
