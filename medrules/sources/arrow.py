"""Answers in an Arrow file (IPC, Feather 2) or an Arrow stream."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from medrules.sources import columnar
from medrules.sources.problems import SourceError, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.sources.item import Item
    from medrules.sources.source import Source

NAME = "arrow"
TITLE = "Arrow"
SUFFIXES = (".arrow", ".feather", ".ipc", ".arrows")
TABLE = True
_FILE, _STREAM = b"ARROW1", b"\xff\xff\xff\xff"


def recognises(source: Source) -> bool:
    """Its first bytes, or its name."""
    return source.start.startswith((_FILE, _STREAM)) or source.suffix() in SUFFIXES


def items(source: Source) -> Iterator[Item]:
    """The rows, in order."""
    pyarrow = columnar.arrow(source.path, TITLE)
    ipc = import_module("pyarrow.ipc")
    if not source.start:
        raise SourceError(problem("S104", path=source.path))
    is_file = source.start.startswith(_FILE)
    try:
        reader = (ipc.open_file if is_file else ipc.open_stream)(pyarrow.PythonFile(source.raw, mode="r"))
        source.columns_there = columnar.names(source.path, reader.schema)
    except SourceError:
        raise
    except Exception as error:  # damage shows itself as any of pyarrow's errors
        raise columnar.damaged(source.path, error) from None
    yield from columnar.rows(lambda: _batches(reader, is_file))


def _batches(reader: Any, is_file: bool) -> Iterator[Any]:
    """Each batch checked in full: offsets of a damaged one could point anywhere."""
    found = (reader.get_batch(each) for each in range(reader.num_record_batches)) if is_file else iter(reader)
    for batch in found:
        batch.validate(full=True)
        yield batch
