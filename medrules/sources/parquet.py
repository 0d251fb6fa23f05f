"""Answers in a Parquet file, read some rows at a time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from medrules.sources import columnar
from medrules.sources.problems import SourceError, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.sources.item import Item
    from medrules.sources.source import Source

NAME = "parquet"
TITLE = "Parquet"
SUFFIXES = (".parquet", ".pq")
TABLE = True
_MARK = b"PAR1"
_LARGEST_GROUP = 4 * 2**30
"""Bytes that one group of rows may unpack to."""


def recognises(source: Source) -> bool:
    """Its first bytes, or its name."""
    return source.start.startswith(_MARK) or source.suffix() in SUFFIXES


def items(source: Source) -> Iterator[Item]:
    """The rows, in order."""
    pyarrow = columnar.arrow(source.path, TITLE)
    parquet = import_module("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(
            pyarrow.PythonFile(source.raw, mode="r"),
            buffer_size=2**20,
            pre_buffer=False,
            thrift_string_size_limit=64 * 2**20,
            thrift_container_size_limit=10**6,
        )
        source.columns_there = columnar.names(source.path, file.schema_arrow)
    except SourceError:
        raise
    except Exception as error:  # damage shows itself as any of pyarrow's errors
        raise columnar.damaged(source.path, error) from None
    groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
    if any(group.total_byte_size > _LARGEST_GROUP for group in groups):
        raise SourceError(problem("S113", path=source.path, why="one group of its rows unpacks to more than 4 GB"))
    yield from columnar.rows(lambda: file.iter_batches(batch_size=columnar.ROWS, use_threads=False))
