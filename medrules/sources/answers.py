"""Reads a file of answers in any of the known formats, recognised by its name and content, row by row."""

from __future__ import annotations

import os
from itertools import chain
from typing import TYPE_CHECKING

from medrules.sources import formats, helm, lm_eval
from medrules.sources.columns import Columns
from medrules.sources.opening import opened
from medrules.sources.problems import SourceError, listed, meant, problem
from medrules.sources.rows import Rows
from medrules.sources.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from medrules.model.case import Sample, Unreadable
    from medrules.model.problem import Problem
    from medrules.sources.item import Item

_HEAD_ROWS = 100
_HEAD_CHARACTERS = 4 * 2**20


def read(
    path: Path, columns: Columns | None = None, moved: Callable[[int], object] | None = None
) -> Iterator[Sample | Unreadable]:
    """The rows of a file, in order, in constant memory; what cannot be read comes as ``Unreadable`` in its place.

    ``moved`` is called now and then with the number of bytes of the file consumed so far.

    Raises:
        SourceError: the file as a whole cannot be used; at the first row.
    """
    columns = columns or Columns()
    with opened(path) as (stream, raw):
        source = Source(path, stream, raw, columns)
        format_ = _format(source)
        head, rest = _head(format_.items(source))
        if head:
            _check_columns(source, head, format_.TABLE)
        rows = Rows(path, columns)
        count = 0
        for count, item in enumerate(chain(head, rest), 1):
            yield _sample(rows, item)
            if moved is not None and count % 64 == 0:
                moved(source.position())
        if not count:
            raise SourceError(problem("S104", path=path))


def _sample(rows: Rows, item: Item) -> Sample | Unreadable:
    if item.fault is not None:
        return rows.unreadable(item.number, item.fault.code, item.fault.words, item.row)
    return rows.read(item.row, item.number)


def _format(source: Source) -> Any:
    if source.is_empty:
        raise SourceError(problem("S104", path=source.path))
    found = formats.recognised(source)
    if found is None:
        raise SourceError(problem("S103", path=source.path))
    return found


def files(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files of answers that paths name: a folder stands for those that lie in it, by name.

    A folder of HELM's, with the folders of runs in it, stands for one file a run.
    """
    found: dict[str, Path] = {}
    problems = []
    for path in paths:
        try:
            inside = _inside(path) if path.is_dir() else [path]
        except OSError as error:
            problems.append(problem("S101", path=path, why=error.strerror or str(error)))
            continue
        if not inside:
            problems.append(problem("S102", path=path))
        for file in inside:
            whole = os.path.realpath(file)  # Path.resolve raises where links lead in a circle
            if whole in found:
                problems.append(problem("S110", path=file))
            found.setdefault(whole, file)
    return list(found.values()), problems


def _inside(folder: Path) -> list[Path]:
    """Its runs of HELM's where it has some, else the files whose names end as answers do."""
    return helm.files(folder) or sorted(file for file in folder.iterdir() if _holds_answers(file))


def _holds_answers(path: Path) -> bool:
    """By its name; a ``.json`` file, and one of requests, by what it holds: neither is always of answers."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    if not path.is_file() or not suffixes or suffixes[-1] not in formats.SUFFIXES:
        return False
    if suffixes[-1] not in (".json", ".jsonl"):
        return True
    try:
        with opened(path) as (stream, raw):
            source = Source(path, stream, raw, Columns())
            if source.is_object_with("custom_id", "body") or source.is_object_with("custom_id", "params"):
                return False
            return suffixes[-1] == ".jsonl" or not source.start.strip() or _is_answers(source)
    except SourceError:
        return True


def _is_answers(source: Source) -> bool:
    """A whole JSON file is of answers where another format than lines of objects recognises it."""
    found = formats.recognised(source)
    return found is not None and found.NAME != "jsonl"


def check(paths: Sequence[Path], columns: Columns | None = None) -> list[Problem]:
    """What is wrong with the files as a whole, found by opening each and reading its first row."""
    problems = []
    for path in paths:
        try:
            next(read(path, columns), None)
        except SourceError as error:
            problems.append(error.problem)
    return problems


def companions(paths: Sequence[Path]) -> list[Path]:
    """The files beside those of answers that are read with them."""
    of_helm = (helm.STATE, helm.SHOWN)
    return [
        beside
        for path in paths
        for beside in (helm.companions(path) if path.name in of_helm else lm_eval.companions(path))
    ]


def _head(items: Iterator[Item]) -> tuple[list[Item], Iterator[Item]]:
    """The first rows of a file, to look at before the first one is given out, and the rows after them."""
    head: list[Item] = []
    size = 0
    for item in items:
        head.append(item)
        size += sum(len(value) for value in item.row.values() if isinstance(value, str))
        if len(head) == _HEAD_ROWS or size > _HEAD_CHARACTERS:
            break
    return head, items


def _check_columns(source: Source, head: Sequence[Item], table: bool) -> None:
    path, columns = source.path, source.columns
    names = source.columns_there or list(dict.fromkeys(name for item in head for name in item.row))
    if not names:
        return
    for field, column in columns.chosen.items():
        if column not in names:
            option = f"--{field.replace('_', '-')}"
            close = meant(column, names, f"{option} ")
            raise SourceError(
                problem("S107", path=path, column=column, option=option, columns=listed(names), meant=close)
            )
    answers = {*columns.names["output"], *columns.names["messages"]}
    if table and not answers & set(names):
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
