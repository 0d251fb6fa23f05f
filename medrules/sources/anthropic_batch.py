"""The results of an Anthropic message batch: one result a line, by the ``custom_id`` of its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.sources.batch_requests import answered, case_of, joined, requests
from medrules.sources.item import Item
from medrules.sources.opening import Broken
from medrules.sources.replies import of_anthropic, why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.sources.shelf import Shelf
    from medrules.sources.source import Source

NAME = "anthropic-batch"
TITLE = "Anthropic batch"
SUFFIXES = (".jsonl",)
TABLE = False


def recognises(source: Source) -> bool:
    """Lines with ``custom_id`` and ``result``."""
    return source.is_object_with("custom_id", "result")


def items(source: Source) -> Iterator[Item]:
    """The answers, in order."""
    with requests(source.columns.requests) as shelf:
        for item in source.objects():
            yield item if item.fault is not None else _answer(item, shelf)


def _answer(item: Item, shelf: Shelf | None) -> Item:
    custom_id, result = item.row.get("custom_id"), item.row.get("result")
    if not isinstance(custom_id, str) or not custom_id:
        return Item(item.number, {}, Broken("S225", {"why": "it has no custom_id"}))
    named: dict[str, Any] = {"id": custom_id, "case": case_of(custom_id)}
    request = joined(shelf, custom_id)
    if isinstance(request, Broken):
        return Item(item.number, named, request)
    named |= request
    if isinstance(request.get("metadata.case"), str):
        named["case"] = request["metadata.case"]
    if not isinstance(result, dict) or result.get("type") != "succeeded":
        return Item(item.number, named, Broken("S220", {"why": _reason(result)}))
    message = result.get("message")
    if not isinstance(message, dict):
        return Item(item.number, named, Broken("S220", {"why": "the result has no message"}))
    return Item(item.number, named | answered(request, of_anthropic(message)))


def _reason(result: object) -> str:
    """``errored`` with its words, ``canceled`` or ``expired``."""
    if not isinstance(result, dict):
        return "there is no result"
    kind = str(result.get("type"))[:40]
    return f"{kind}: {why(result['error'])}" if result.get("error") else kind
