"""What ``medrules check --resume`` goes on from: the verdicts so far, and a checkpoint of all that was counted.

The checkpoint is bound to everything that decides the result, and replaced whole; the verdicts behind it are on
disk before it says so. Whenever the process ends, the last checkpoint and the verdicts up to it are there.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import time
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from medrules.endpoints.journal import sync_folder
from medrules.sources.problems import SourceError, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from medrules.cli.check import Options, Ready
    from medrules.cli.run import Run
    from medrules.engines.pieces import Row
    from medrules.model.problem import Problem

_OPTION = {"everything": "verdicts-all"}
_NOT_BOUND = frozenset(
    {"answers", "rules", "vignettes", "columns", "weights", "verdicts", "report"}
    | {"workers", "resume", "every", "engine"}
)
"""What decides nothing, or is bound by what it names."""
INTERRUPTED = 130
COST = 20
"""A checkpoint is written when at least so many times as long has passed as the last one took."""


def lock_of(options: Options, ready: Ready) -> dict[str, str]:
    """Everything that decides the verdicts, by the name that a message calls it by."""
    from medrules import __version__
    from medrules.cli.preparing import vignette_files
    from medrules.cli.run import hashes
    from medrules.signoff.lock import digest_of_folder, versions

    package = Path(__file__).parent.parent
    columns = {f"--{name}": str(column) for name, column in asdict(options.columns).items() if column is not None}
    said = {name: value for name, value in options._asdict().items() if name not in _NOT_BOUND}
    return {
        "medrules": __version__,
        "the program": digest_of_folder(package, [".py", ".txt", ".tsv", ".toml", ".json", ".gz"]),
        **versions(),
        **columns,
        **{f"--{_OPTION.get(name, name.replace('_', '-'))}": str(value) for name, value in said.items()},
        "--weights": ready.weights.name,
        "the order of the files": "\n".join(map(str, ready.files)),
        **{
            f"the file {each.name}": each.sha256
            for each in hashes(
                ready.files,
                map(Path, ready.book.files),
                vignette_files(ready.vignettes),
                requests=options.columns.requests,
                weights=ready.weights,
            )
        },
    }


@contextmanager
def resumed(options: Options, ready: Ready, run: Run) -> Iterator[Checkpoints]:
    """What a batch goes on from; when all is done, the verdicts take their name."""
    assert options.verdicts is not None  # noqa: S101 (asked for where the options are read)
    checkpoints = Checkpoints(options.verdicts, lock_of(options, ready), options.every, run)
    try:
        yield checkpoints
        checkpoints.finish()
        if options.report is not None:
            _sweep(options.report)
    except KeyboardInterrupt:
        click.echo("medrules: interrupted; the same command goes on from the last checkpoint.", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    finally:
        checkpoints.close()


def _sweep(report: Path) -> None:
    """Takes away what runs that were killed while they wrote the report left beside it."""
    for part in report.parent.glob(f".{glob.escape(report.name)}.*.part"):
        process = part.name.removesuffix(".part").rpartition(".")[2]
        if process.isascii() and process.isdigit() and len(process) < 12 and not _runs(int(process)):
            part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Whether a process is there; where the system cannot be asked without harm, it is taken to be."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def cannot_resume(paths: Iterable[Path]) -> list[Problem]:
    """The problems of answers, and verdicts, that are no files."""
    return [problem("R170", path=path) for path in paths if path.exists() and not path.is_file()]


class Checkpoints:
    """Writes verdicts that can be gone on with, and says how far they go.

    Args:
        verdicts: the file of verdicts.
        lock: what the batch is bound to.
        every: seconds between checkpoints, at least.
        run: what counts.
        clock: seconds, of any beginning.
    """

    def __init__(
        self,
        verdicts: Path,
        lock: dict[str, str],
        every: float,
        run: Run,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = verdicts.with_name(f"{verdicts.name}.checkpoint")
        self._verdicts = verdicts
        self._part = verdicts.with_name(f"{verdicts.name}.part")
        self._lock = lock
        self._every = every
        self._run = run
        self._clock = clock
        self._rows = 0
        self._pause = every
        self._last = clock()
        self._file: IO[bytes] | None = None
        self._found: bytes | None = None
        """The checkpoint as it was when the run began."""

    def check(self, batch: Iterable[Row], *, workers: int, everything: bool) -> None:
        """Checks what is left of a batch. The rows that are done are read once more, and passed over.

        Raises:
            SourceError: another batch was begun (R171), it is damaged (R172), or another run writes it (R173).
        """
        state = self._load()
        self._open(state)
        if state is not None:
            self._run.restore(state["run"])
            self._rows = state["rows"]
        left = islice(batch, self._rows, None)
        self._run.check(left, workers=workers, everything=everything, write=self.write, counted=self.counted)
        self.save()

    def write(self, line: str) -> None:
        """Writes a line of verdicts."""
        self._stream.write(line.encode("utf-8"))

    def counted(self) -> None:
        """One more row is done; now and then all of it is made to last."""
        self._rows += 1
        if self._clock() - self._last >= self._pause:
            self.save()

    def save(self) -> None:
        """Makes everything so far last."""
        begun = self._clock()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        state = {
            "lock": self._lock,
            "rows": self._rows,
            "size": self._stream.tell(),
            "run": self._run.state(),
        }
        _replace(self.path, _sealed(json.dumps(state).encode()))
        self._last = self._clock()
        self._pause = max(self._every, COST * (self._last - begun))

    def finish(self) -> None:
        """Gives the verdicts their name; nothing is left to go on with."""
        self._stream.close()
        self._part.replace(self._verdicts)
        sync_folder(self.path.parent)
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Lets go of the verdicts; what was made to last stays."""
        if self._file is not None:
            self._file.close()

    @property
    def _stream(self) -> IO[bytes]:
        assert self._file is not None  # noqa: S101 (check came before)
        return self._file

    def _load(self) -> dict[str, Any] | None:
        self._found = self._content()
        if self._found is None:
            return None
        state = _unsealed(self._found)
        if state is None:
            self._damaged("it is not as medrules wrote it")
        begun: dict[str, str] = state["lock"]
        changed = [name for name in {**begun, **self._lock} if begun.get(name) != self._lock.get(name)]
        if changed:
            shown = ", ".join(changed[:5]) + (" and more" if len(changed) > 5 else "")
            raise SourceError(problem("R171", path=self.path, what=shown, meant=_was(begun, changed)))
        return state

    def _content(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None

    def _open(self, state: dict[str, Any] | None) -> None:
        if state is not None and not self._part.exists():
            if not self._verdicts.is_file() or self._verdicts.stat().st_size != state["size"]:
                self._damaged(f"{self._part} is gone")
            # Ended between the verdicts' new name and the end of the checkpoint.
            self._verdicts.replace(self._part)
        self._file = self._part.open("a+b")
        _alone(self._file, self._part)
        if not _is(self._file, self._part) or self._content() != self._found:
            # Another run came to its end between two looks: what was opened is its verdicts by now.
            self._file.close()
            raise SourceError(problem("R173", path=self._part))
        size = state["size"] if state is not None else 0
        if self._part.stat().st_size < size:
            self._damaged(f"{self._part} is shorter than it was")
        self._file.truncate(size)
        self._file.seek(0, os.SEEK_END)

    def _damaged(self, why: str) -> NoReturn:
        raise SourceError(problem("R172", path=self.path, why=why))


def _was(begun: dict[str, str], changed: list[str]) -> str:
    """What an option was, so that it can be written again."""
    options = [f"{name} {begun[name]}" for name in changed if name.startswith("--") and name in begun]
    return ", ".join(options) or "the files and the version as they were"


def _sealed(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def _unsealed(content: bytes) -> dict[str, Any] | None:
    seal, _, rest = content.partition(b"\n")
    if hashlib.sha256(rest).hexdigest().encode() != seal:
        return None
    state: dict[str, Any] = json.loads(rest)
    return state


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    sync_folder(path.parent)


def _is(file: IO[bytes], path: Path) -> bool:
    """Whether an open file is still the one of its name."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _alone(file: IO[bytes], path: Path) -> None:
    """Makes sure that nobody else writes this file; the system lets go when the process ends."""
    try:
        import fcntl
    except ImportError:  # Not on Windows.
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise SourceError(problem("R173", path=path)) from None
