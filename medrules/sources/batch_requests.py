"""What was asked in a batch of requests, by the id that its answers name."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from medrules.sources.columns import Columns
from medrules.sources.opening import Broken, opened
from medrules.sources.problems import SourceError, problem
from medrules.sources.replies import asked
from medrules.sources.shelf import Ambiguous, Shelf
from medrules.sources.source import Source, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from medrules.sources.item import Item


def case_of(custom_id: str) -> str:
    """The case that an id names: ``stroke-001#2`` is the second answer to ``stroke-001``."""
    case, mark, number = custom_id.rpartition("#")
    return case if mark and case and number.isascii() and number.isdigit() else custom_id


@contextmanager
def requests(paths: Sequence[Path]) -> Iterator[Shelf | None]:
    """The requests of the files by their ``custom_id``; None where no file is named.

    Raises:
        SourceError: a file cannot be opened (S101), or a row of it is no request (S114).
    """
    if not paths:
        yield None
        return
    shelf = Shelf(pair for path in paths for pair in _of(path))
    try:
        yield shelf
    finally:
        shelf.close()


def _of(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in _rows(path):
        row = item.row
        settings = row.get("body", row.get("params"))
        if item.fault is not None or not isinstance(row.get("custom_id"), str) or not isinstance(settings, dict):
            raise SourceError(problem("S114", path=path, number=item.number))
        known = asked(settings)
        metadata = settings.get("metadata")
        if isinstance(metadata, dict):
            known |= {f"metadata.{name}": value for name, value in list(metadata.items())[:50]}
        yield row["custom_id"], known


def _rows(path: Path) -> Iterator[Item]:
    """Lines, or Anthropic's ``{"requests": […]}``."""
    with opened(path) as (stream, _):
        source = Source(path, stream, stream, Columns())
        wrapped = source.is_object_with("requests")
        if wrapped:
            yield from (item for _, item in source.walk(("requests",), "requests"))
    if not wrapped:
        yield from lines_of(path)


def answered(request: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """An answer with what was asked; the model is the one asked for, so that answers and failures count as one's.

    The name under which it answered is then its version.
    """
    if request.get("model") and answer.get("model"):
        answer = {**answer, "version": answer["model"], "model": request["model"]}
    return answer


def joined(shelf: Shelf | None, custom_id: str) -> dict[str, Any] | Broken:
    """What the request of an id says; where requests are there, and none or several of this id, what is wrong.

    The same id in two files of requests, as of two batches, could be of two questions.
    """
    if shelf is None:
        return {}
    try:
        found = shelf.get(custom_id)
    except Ambiguous:
        return Broken("S225", {"why": f"several requests have the custom_id '{custom_id[:80]}'"})
    if found is None:
        return Broken("S225", {"why": f"no request has the custom_id '{custom_id[:80]}'"})
    return found
