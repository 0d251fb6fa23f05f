"""Answers in an Arrow file (IPC, Feather 2) or an Arrow stream."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from medrules.sources import columnar
from medrules.sources.item import Item
from medrules.sources.opening import Broken
from medrules.sources.problems import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from medrules.sources.source import Source

NAME = "arrow"
TITLE = "Arrow"
SUFFIXES = (".arrow", ".feather", ".ipc", ".arrows")
TABLE = True
_FILE, _STREAM = b"ARROW1", b"\xff\xff\xff\xff"
_END = b"\xff\xff\xff\xff\x00\x00\x00\x00"


def recognises(source: Source) -> bool:
    """Its first bytes, or its name."""
    return source.start.startswith((_FILE, _STREAM)) or source.suffix() in SUFFIXES


def items(source: Source) -> Iterator[Item]:
    """The rows, in order."""
    pyarrow = columnar.arrow(source.path, TITLE)
    ipc = import_module("pyarrow.ipc")
    is_file = source.start.startswith(_FILE)
    try:
        reader = (ipc.open_file if is_file else ipc.open_stream)(pyarrow.PythonFile(source.raw, mode="r"))
        source.columns_there = columnar.names(source.path, reader.schema)
    except SourceError:
        raise
    except Exception as error:  # damage shows itself as any of pyarrow's errors
        raise columnar.damaged(source.path, error) from None
    number = 0
    for item in columnar.rows(lambda: _batches(reader, is_file)):
        number = item.number
        yield item
    if not is_file and not _ends(source.path):
        yield Item(number + 1, {}, Broken("S214", {"why": "the mark at the end of a stream is not there"}))


def _ends(path: Path) -> bool:
    """Whether a stream has its mark of the end; one that was cut off between two batches lacks only that."""
    with path.open("rb") as raw:
        raw.seek(-min(len(_END), path.stat().st_size), os.SEEK_END)
        return raw.read() == _END


def _batches(reader: Any, is_file: bool) -> Iterator[Any]:
    """Each batch checked in full: offsets of a damaged one could point anywhere."""
    found = (reader.get_batch(each) for each in range(reader.num_record_batches)) if is_file else iter(reader)
    for batch in found:
        batch.validate(full=True)
        yield batch
