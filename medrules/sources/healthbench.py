"""``…_allresults.json`` of simple-evals: HealthBench's completions with their rubrics, or conversations."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import re2

from medrules.sources.item import Item, file_name, numbered, there
from medrules.sources.opening import Broken, opened
from medrules.sources.replies import question_of, text
from medrules.sources.seen import Counted
from medrules.sources.walking import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from medrules.sources.source import Source

NAME = "healthbench"
TITLE = "simple-evals"
SUFFIXES = (".json",)
TABLE = False
_EXAMPLES, _CONVERSATIONS = ("metadata", "example_level_metadata"), ("convos",)
_NAME = re2.compile(r"healthbench(?:_hard|_consensus)?_(.+?)(?:_DEBUG)?_\d{8}_\d{6}_allresults\.json(?:\.gz)?")


def recognises(source: Source) -> bool:
    """The names of an evaluation's result."""
    return source.is_object_with("score", "metrics") and bool(
        {"htmls", "convos", "metadata"} & set(source.shape[1])
    )


def items(source: Source) -> Iterator[Item]:
    """The completions, in order."""
    named = _NAME.fullmatch(file_name(source.path))
    model = named.group(1) if named else None
    if _has_examples(source.path):
        met = Counted()
        for _, item in source.walk(_EXAMPLES, TITLE):
            yield item if item.fault is not None else _example(item, model, met)
    else:
        for _, item in source.walk(_CONVERSATIONS, TITLE, bare="messages"):
            yield item if item.fault is not None else Item(item.number, dict(item.row) | there(model=model))


def _has_examples(path: Path) -> bool:
    """Whether the first example holds its completion, as HealthBench's do."""
    with opened(path) as (stream, _):
        first = next(iter(Walk(stream, _EXAMPLES)), None)
    return first is not None and "completion" in first.row


def _example(item: Item, model: str | None, met: Counted) -> Item:
    example = item.row
    id_ = example.get("prompt_id")
    case = (
        id_
        if isinstance(id_, str) and id_
        else "prompt-" + sha256(str(example.get("prompt")).encode("utf-8", "replace")).hexdigest()[:12]
    )
    row: dict[str, Any] = there(
        case=case,
        id=numbered(case, met.add(case)),
        model=model,
        input=question_of(example.get("prompt")),
        rubric=example.get("rubric_items"),
        tags=example.get("example_tags"),
        usage=example.get("usage"),
        completion_id=example.get("completion_id"),
    )
    answer = _completion(example)
    if answer is None:
        return Item(item.number, row, Broken("S203", {"column": "completion", "found": "not a message with text"}))
    return Item(item.number, row | {"output": answer})


def _completion(example: Mapping[str, Any]) -> str | None:
    """The text of the completion: a list of messages, a message, or a text."""
    completion = example.get("completion")
    if isinstance(completion, list):
        texts = [text(each.get("content")) for each in completion if isinstance(each, dict)]
        written = [each for each in texts if each is not None]
        return "\n\n".join(written) if written else None
    return text(completion.get("content")) if isinstance(completion, dict) else text(completion)
