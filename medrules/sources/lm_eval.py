"""What lm-evaluation-harness writes with ``--log_samples``: ``samples_TASK_DATE.jsonl``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import re2

from medrules.sources.item import Item, flat, numbered, there
from medrules.sources.opening import Broken
from medrules.sources.replies import decoding, question_of
from medrules.sources.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from medrules.sources.source import Source

NAME = "lm-eval"
TITLE = "lm-evaluation-harness"
SUFFIXES = (".jsonl",)
TABLE = False
_NAME = re2.compile(r"samples_(.+)_(\d{4}-\d\d-\d\dT[-\d.]+)\.jsonl(\.gz)?")
_LARGEST_RESULTS = 64 * 2**20


def recognises(source: Source) -> bool:
    """Lines with ``doc_id`` and ``resps``."""
    return source.is_object_with("doc_id", "resps")


def items(source: Source) -> Iterator[Item]:
    """The answers, in order: once for each document, though there is a row for each filter."""
    named = _NAME.fullmatch(source.path.name)
    task = named.group(1) if named else None
    run = _run(source, task, named.group(2)) if named else {}
    documents, rows = Seen(), Seen()
    for item in source.objects():
        if item.fault is not None:
            yield item
            continue
        key = json.dumps(item.row.get("doc_id"))
        if not rows.add(json.dumps([key, item.row.get("filter")])):
            yield Item(item.number, {}, Broken("S208", {"id": key[:80], "column": "doc_id"}))
        elif documents.add(key):
            yield from _answers(item, task, run)


def _run(source: Source, task: str | None, date: str) -> dict[str, Any]:
    """Model, seed and time of the run, out of the ``results_DATE.json`` beside the file, where it is there."""
    path = source.path.with_name(f"results_{date}.json")
    try:
        if path.stat().st_size > _LARGEST_RESULTS:
            return {}
        results = json.loads(path.read_bytes())
        config = results.get("config") or {}
        versions = results.get("versions") or {}
        return there(
            model=results.get("model_name") or config.get("model"),
            version=config.get("model_revision"),
            seed=config.get("random_seed"),
            time=date,
            task_version=versions.get(task),
        )
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def _answers(item: Item, task: str | None, run: Mapping[str, Any]) -> Iterator[Item]:
    doc = item.row.get("doc")
    document: dict[str, Any] = doc if isinstance(doc, dict) else {}
    number = str(item.row.get("doc_id"))
    case = document.get("case")
    name = str(case) if isinstance(case, str | int) else f"{task or 'doc'}/{number}"
    row = {**run, **flat("doc", document), **_request(item.row.get("arguments")), "case": name, "id": name}
    if isinstance(document.get("category"), str):
        row["category"] = document["category"]
    resps = item.row.get("resps")
    texts = (
        [each for group in resps for each in (group if isinstance(group, list) else [group])]
        if isinstance(resps, list)
        else []
    )
    if not texts:
        yield Item(item.number, row, Broken("S203", {"column": "resps", "found": "empty"}))
    for count, text in enumerate(texts, 1):
        own = {**row, "id": numbered(name, count)}
        if isinstance(text, str):
            yield Item(item.number, own | {"output": text})
        else:
            why = "'resps' holds likelihoods, of a task that only compares given answers"
            yield Item(item.number, own, Broken("S222", {"why": why}))


def _request(arguments: object) -> dict[str, Any]:
    """The prompt, and the settings of the generation."""
    if isinstance(arguments, dict):
        first = arguments.get("gen_args_0")
        parts = [first.get("arg_0"), first.get("arg_1")] if isinstance(first, dict) else []
    else:
        parts = arguments[0] if isinstance(arguments, list) and arguments else []
    if not isinstance(parts, list) or not parts:
        return {}
    settings = parts[1] if len(parts) > 1 else None
    return there(input=question_of(parts[0]), decoding=decoding(settings))
