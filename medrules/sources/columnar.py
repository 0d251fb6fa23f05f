"""Rows out of batches of Apache Arrow, which Parquet and Arrow files are read into, some at a time."""

from __future__ import annotations

import datetime
import decimal
import math
from importlib import import_module
from typing import TYPE_CHECKING, Any

from medrules.sources.item import Item, twice
from medrules.sources.opening import Broken
from medrules.sources.problems import SourceError, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROWS = 256
"""Rows that are held at a time."""
_SLICE = 64
_LARGEST_BATCH = 512 * 2**20
"""Bytes of one batch; a small file can unpack to far more."""
_PLAIN = (str, int, float, bool)


class NoText(Exception):
    """A value has no text, number or list of them."""


def arrow(path: Path, format_: str) -> Any:
    """The package ``pyarrow``.

    Raises:
        SourceError: it is not installed (S112).
    """
    try:
        return import_module("pyarrow")
    except ImportError:
        raise SourceError(problem("S112", path=path, format=format_, package="pyarrow", extra="parquet")) from None


def names(path: Path, schema: Any) -> list[str]:
    """The names of the columns.

    Raises:
        SourceError: two are the same (S108).
    """
    found = [str(name) for name in schema.names]
    if (name := twice(found)) is not None:
        raise SourceError(problem("S108", path=path, column=name[:80]))
    return found


def damaged(path: Path, error: Exception) -> SourceError:
    """A file that cannot be opened as what it is."""
    return SourceError(problem("S101", path=path, why=f"it is damaged or cut off ({_short(error)})"))


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160]


def rows(batches: Callable[[], Iterator[Any]]) -> Iterator[Item]:
    """The rows of the batches, in order; damage ends them with one row that says so."""
    number = 0
    try:
        for batch in batches():
            if batch.nbytes > _LARGEST_BATCH:
                yield Item(
                    number + 1, {}, Broken("S215", {"most": f"{_LARGEST_BATCH // 2**20} megabytes at a time"})
                )
                return
            for offset in range(0, batch.num_rows, _SLICE):
                for row in _columns(batch.slice(offset, _SLICE)):
                    number += 1
                    yield _row(number, row)
    except SourceError:
        raise
    except Exception as error:  # damage shows itself as any of pyarrow's errors, or as UnicodeDecodeError
        yield Item(number + 1, {}, Broken("S214", {"why": _short(error) or type(error).__name__}))


def _columns(batch: Any) -> Iterator[dict[str, Any]]:
    columns = [column.to_pylist() for column in batch.columns]
    found = [str(name) for name in batch.schema.names]
    for values in zip(*columns, strict=True):
        yield dict(zip(found, values, strict=True))


def _row(number: int, values: dict[str, Any]) -> Item:
    row: dict[str, Any] = {}
    fault = None
    for name, value in values.items():
        try:
            known = _known(value)
        except NoText as error:
            fault = fault or Broken("S224", {"column": name[:80], "found": str(error)})
        else:
            if known is not None:
                row[name] = known
    return Item(number, row, fault)


def _known(value: Any, depth: int = 0) -> Any:
    """A value as JSON has it: times as texts, decimals as texts, numbers that are none as nothing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, _PLAIN):
        return value
    if depth > 50:
        raise NoText("lists in lists in lists")
    if isinstance(value, list | tuple):
        return [_known(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {str(key): _known(each, depth + 1) for key, each in value.items()}
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    raise NoText("bytes" if isinstance(value, bytes) else f"a {type(value).__name__}")
