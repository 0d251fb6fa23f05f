"""Reads a file of answers in any of the known formats, recognised by its name and content, row by row."""

from __future__ import annotations

from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Literal

from medrules.sources import delimited, jsonl
from medrules.sources.columns import Columns
from medrules.sources.opening import Broken, Line, lines, opened
from medrules.sources.problems import SourceError, listed, meant, problem
from medrules.sources.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from medrules.model.case import Sample, Unreadable
    from medrules.model.problem import Problem

Format = Literal["jsonl", "delimited"]

_BY_SUFFIX: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".tab": "delimited",
}
_HEAD_LINES = 100
_HEAD_BYTES = 4 * 2**20
_FOREIGN = (b"PK\x03\x04", b"PAR1", b"ARROW1", b"%PDF", b"\xd0\xcf\x11\xe0")
"""First bytes of a zip or XLSX, Parquet, Arrow, PDF and old Excel file."""


def read(
    path: Path, columns: Columns | None = None, moved: Callable[[int], object] | None = None
) -> Iterator[Sample | Unreadable]:
    """The rows of a file, in order, in constant memory; what cannot be read comes as ``Unreadable`` in its place.

    ``moved`` is called now and then with the number of bytes of the file consumed so far.

    Raises:
        SourceError: the file as a whole cannot be used; at the first row.
    """
    columns = columns or Columns()
    with opened(path) as (stream, position):
        format_ = _recognise(path, stream)
        head, rest = _head(stream)
        if format_ == "jsonl":
            _check_objects(path, head, columns)
            rows = jsonl.read(chain(head, rest), Rows(path, columns))
        else:
            _check_header(path, head, columns)
            rows = delimited.read(chain(head, rest), Rows(path, columns), path)
        count = 0
        for count, row in enumerate(rows, 1):
            yield row
            if moved is not None and count % 64 == 0:
                moved(position())
        if not count:
            raise SourceError(problem("S104", path=path))


def files(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files of answers that paths name: a folder stands for those that lie in it, by name."""
    found: dict[Path, Path] = {}
    problems = []
    for path in paths:
        inside = sorted(file for file in path.iterdir() if _suffix(file)) if path.is_dir() else [path]
        if not inside:
            problems.append(problem("S102", path=path))
        for file in inside:
            if file.resolve() in found:
                problems.append(problem("S110", path=file))
            found.setdefault(file.resolve(), file)
    return list(found.values()), problems


def _suffix(path: Path) -> str | None:
    """The suffix that tells the format, without ``.gz``; None where none does."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    return suffixes[-1] if suffixes and suffixes[-1] in _BY_SUFFIX else None


def check(paths: Sequence[Path], columns: Columns | None = None) -> list[Problem]:
    """What is wrong with the files as a whole, found by opening each and reading its first row."""
    problems = []
    for path in paths:
        try:
            next(read(path, columns), None)
        except SourceError as error:
            problems.append(error.problem)
    return problems


def _recognise(path: Path, stream: IO[bytes]) -> Format:
    start: bytes = stream.peek(256)  # type: ignore[attr-defined]
    if start.startswith(_FOREIGN):
        raise SourceError(problem("S103", path=path))
    first = start.lstrip()[:1]
    by_name = _BY_SUFFIX.get(_suffix(path) or "")
    if by_name != "delimited" and first == b"[":
        raise SourceError(problem("S109", path=path, name=path.name, lines=path.with_suffix(".jsonl").name))
    if by_name is None and not first:
        raise SourceError(problem("S104", path=path))
    if by_name is None and first != b"{":
        raise SourceError(problem("S103", path=path))
    return by_name or "jsonl"


def _head(stream: IO[bytes]) -> tuple[list[Line], Iterator[Line]]:
    """The first lines of a file, to look at before the first row is given out, and the lines after them."""
    rest = lines(stream)
    head: list[Line] = []
    size = 0
    for line in islice(rest, _HEAD_LINES):
        head.append(line)
        size += 0 if isinstance(line.content, Broken) else len(line.content)
        if size > _HEAD_BYTES:
            break
    return head, rest


def _check_objects(path: Path, head: Iterable[Line], columns: Columns) -> None:
    names: dict[str, None] = {}
    for line in head:
        if not isinstance(line.content, Broken) and not line.content.isspace():
            try:
                names.update(dict.fromkeys(jsonl.parse(line.content)))
            except jsonl.RowError:
                continue
    if names:
        _check_columns(path, list(names), columns)


def _check_header(path: Path, head: Iterable[Line], columns: Columns) -> None:
    names, _ = delimited.header(head, path)
    _check_columns(path, names, columns)


def _check_columns(path: Path, names: Sequence[str], columns: Columns) -> None:
    for field, column in columns.chosen.items():
        if column not in names:
            option = f"--{field.replace('_', '-')}"
            close = meant(column, names, f"{option} ")
            raise SourceError(
                problem("S107", path=path, column=column, option=option, columns=listed(names), meant=close)
            )
    answers = {*columns.names["output"], *columns.names["messages"]}
    if not answers & set(names):
        guess = _likely(names)
        raise SourceError(problem("S106", path=path, columns=listed(names), nearest=guess))


def _likely(names: Sequence[str]) -> str:
    """The column that most likely holds the answers."""
    usual = ("answer", "response", "completion", "prediction", "generated_text", "text", "content", "reply")
    lowered = {name.casefold(): name for name in names}
    for word in usual:
        if word in lowered:
            return lowered[word]
    close = next((name for name in names if any(word in name.casefold() for word in usual)), None)
    return close or "COLUMN"
