"""The output and the error file of an OpenAI batch: one response a line, by the ``custom_id`` of its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.sources.batch_requests import answered, case_of, joined, requests
from medrules.sources.item import Item
from medrules.sources.opening import Broken
from medrules.sources.replies import of_openai, why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.sources.shelf import Shelf
    from medrules.sources.source import Source

NAME = "openai-batch"
TITLE = "OpenAI Batch"
SUFFIXES = (".jsonl",)
TABLE = False


def recognises(source: Source) -> bool:
    """Lines with ``custom_id`` and ``response``."""
    return source.is_object_with("custom_id", "response")


def items(source: Source) -> Iterator[Item]:
    """The answers, in order; several choices of a response are several answers to one case."""
    with requests(source.columns.requests) as shelf:
        for item in source.objects():
            yield from _answers(item, shelf) if item.fault is None else [item]


def _answers(item: Item, shelf: Shelf | None) -> Iterator[Item]:
    custom_id = item.row.get("custom_id")
    if not isinstance(custom_id, str) or not custom_id:
        yield Item(item.number, {}, Broken("S225", {"why": "it has no custom_id"}))
        return
    named: dict[str, Any] = {"id": custom_id, "case": case_of(custom_id)}
    request = joined(shelf, custom_id)
    if isinstance(request, Broken):
        yield Item(item.number, named, request)
        return
    named |= request
    if isinstance(request.get("metadata.case"), str):
        named["case"] = request["metadata.case"]
    failed = _failed(item.row)
    if failed is not None:
        yield Item(item.number, named, Broken("S220", {"why": failed}))
        return
    answers = of_openai(item.row["response"]["body"])
    if not answers:
        yield Item(item.number, named, Broken("S220", {"why": "the response holds no choice"}))
    for number, answer in enumerate(answers, 1):
        yield Item(item.number, named | answered(request, answer) | {"id": _numbered(custom_id, number)})


def _numbered(custom_id: str, number: int) -> str:
    """The id of one of several choices, unlike that of any other request."""
    return custom_id if number == 1 else f"{custom_id}/choice-{number}"


def _failed(row: Any) -> str | None:
    """Why a request gave no answer; None where it gave one."""
    response, error = row.get("response"), row.get("error")
    status = response.get("status_code") if isinstance(response, dict) else None
    body = response.get("body") if isinstance(response, dict) else None
    if error:
        return why(error)
    if status != 200:
        return f"status {status}: {why(body)}" if isinstance(body, dict) else f"status {status}"
    if not isinstance(body, dict):
        return "the response has no body"
    return why(body["error"]) if body.get("error") else None
