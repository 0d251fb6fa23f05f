"""What lm-evaluation-harness writes with ``--log_samples``: ``samples_TASK_DATE.jsonl``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import re2

from medrules.sources.item import Item, file_name, flat, numbered, there
from medrules.sources.opening import Broken
from medrules.sources.replies import decoding, question_of
from medrules.sources.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from medrules.sources.source import Source

NAME = "lm-eval"
TITLE = "lm-evaluation-harness"
SUFFIXES = (".jsonl",)
TABLE = False
_NAME = re2.compile(r"samples_(.+)_(\d{4}-\d\d-\d\dT[-\d.]+)\.jsonl(\.gz)?")
_LARGEST_RESULTS = 64 * 2**20
_SETTINGS = ("lm_eval_version", "git_hash", "chat_template_sha", "system_instruction", "fewshot_as_multiturn")
"""Of a run, beside model, version, decoding and seed, what decides its answers."""


def recognises(source: Source) -> bool:
    """Lines with ``doc_id`` and ``resps``."""
    return source.is_object_with("doc_id", "resps")


def items(source: Source) -> Iterator[Item]:
    """The answers, in order: once for each document, though there is a row for each filter."""
    named = _NAME.fullmatch(file_name(source.path))
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
    """What holds for every answer, out of the ``results_DATE.json`` beside the file, where it is there."""
    path = _results(source.path, date)
    try:
        if path.stat().st_size > _LARGEST_RESULTS:
            return there(time=date)
        results = _names(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return there(time=date)
    config = _names(results.get("config"))
    settings = {name: results.get(name) for name in _SETTINGS}
    settings["num_fewshot"] = _names(results.get("n-shot")).get(task or "")
    return there(
        model=results.get("model_name") or _model(config),
        version=config.get("model_sha") or config.get("model_revision"),
        seed=config.get("random_seed"),
        time=date,
        decoding=decoding(_names(_names(_names(results.get("configs")).get(task or "")).get("generation_kwargs")))
        | decoding(config.get("gen_kwargs")),
        task_version=_names(results.get("versions")).get(task or ""),
        settings=there(**settings),
    )


def _results(path: Path, date: str) -> Path:
    return path.with_name(f"results_{date}.json")


def companions(path: Path) -> list[Path]:
    """The file beside one of answers that says whose they are."""
    named = _NAME.fullmatch(file_name(path))
    beside = _results(path, named.group(2)) if named else None
    return [beside] if beside is not None and beside.is_file() else []


def _model(config: Mapping[str, Any]) -> object:
    """The model's own name out of what it was started with; ``model`` is the kind of program that ran it."""
    stated = config.get("model_args")
    if isinstance(stated, str):
        stated = dict(part.split("=", 1) for part in stated.split(",") if "=" in part)
    named = _names(stated)
    return named.get("pretrained") or named.get("model") or config.get("model")


def _names(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


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
