"""What promptfoo writes with ``-o FILE.json`` or ``-o FILE.jsonl``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from medrules.sources.item import Item, flat, numbered, there
from medrules.sources.opening import Broken
from medrules.sources.replies import decoding, question_of, why
from medrules.sources.seen import Counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from medrules.sources.source import Source

NAME = "promptfoo"
TITLE = "promptfoo"
SUFFIXES = (".json", ".jsonl")
TABLE = False
_FAILED = 2
"""``failureReason`` of a call that failed; 1 is an assertion that did not hold, which is no matter of ours."""


def recognises(source: Source) -> bool:
    """A report with ``evalId`` and ``results``; or lines with the names of a result."""
    if source.is_object_with("promptIdx") or source.is_object_with("provider", "prompt", "vars"):
        return True
    return source.is_object_with("evalId", "results")


def items(source: Source) -> Iterator[Item]:
    """The results, in order."""
    met = Counted()
    if not source.is_object_with("results"):
        for item in source.objects():
            yield item if item.fault is not None else _result(item, met)
        return
    for walk, item in source.walk(("results", "results"), TITLE, ("results.timestamp",)):
        time = walk.kept.get("results.timestamp")
        yield item if item.fault is not None else _result(item, met, time)


def _result(item: Item, met: Counted, time: object = None) -> Item:
    result = item.row
    row = there(time=time) | _known(result, met)
    response = result.get("response")
    answer = response if isinstance(response, dict) else {}
    error = answer.get("error") or (result.get("error") if "output" not in answer else None)
    if result.get("failureReason") == _FAILED or error or not isinstance(response, dict):
        return Item(item.number, row, Broken("S220", {"why": why(error or result.get("error"))}))
    output = answer.get("output")
    if output is not None and not isinstance(output, str):
        output = json.dumps(output, ensure_ascii=False)
    return Item(item.number, row | there(output=output))


def _known(result: Mapping[str, Any], met: Counted) -> dict[str, Any]:
    test, response = (_names(result.get(name)) for name in ("testCase", "response"))
    variables = _names(result.get("vars")) or _names(test.get("vars"))
    metadata = _names(test.get("metadata"))
    case = variables.get("case") or metadata.get("case")
    prompt = result.get("prompt")
    raw = prompt.get("raw") if isinstance(prompt, dict) else prompt
    reason = "refusal" if response.get("isRefusal") is True else response.get("finishReason")
    provider = _provider(result.get("provider"))
    settings = _names(_names(result.get("provider")).get("config"))
    return (
        flat("vars", variables)
        | flat("metadata", metadata)
        | there(
            id=_id(result, case, provider, met),
            case=case if isinstance(case, str | int) else None,
            model=provider,
            input=question_of(raw),
            finish_reason=reason,
            category=metadata.get("category") or variables.get("category"),
            decoding=decoding(settings),
            seed=settings.get("seed"),
            usage=response.get("tokenUsage"),
        )
    )


def _id(result: Mapping[str, Any], case: object, provider: str | None, met: Counted) -> str | None:
    """Its own id; else case, prompt and model with the number of the repetition."""
    if isinstance(result.get("id"), str) and result["id"]:
        return str(result["id"])
    if not isinstance(case, str | int):
        return None
    name = "/".join(str(part) for part in (case, provider, result.get("promptIdx")) if part not in (None, 0))
    return numbered(name, met.add(name))


def _provider(provider: object) -> str | None:
    if isinstance(provider, dict):
        provider = provider.get("label") or provider.get("id")
    return provider if isinstance(provider, str) else None


def _names(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
