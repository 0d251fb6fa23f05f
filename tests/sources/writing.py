"""Writes the same answers in every format that is read, as the tool of each format lays them out."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

Rows = Sequence[Mapping[str, str]]
"""Each with ``id``, ``case``, ``input``, ``output``, ``model``, ``category`` and ``finish_reason``; by case."""
NAMES = ("id", "case", "input", "output", "model", "category", "finish_reason")


def lines(rows: Sequence[Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def table(rows: Rows, separator: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, NAMES, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(NAMES)
    for row in rows:
        book.active.append([row[name] for name in NAMES])
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def parquet(rows: Rows) -> bytes:
    packed = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), packed)
    return packed.getvalue()


def arrow(rows: Rows, new: Any) -> bytes:
    packed = io.BytesIO()
    found = pa.Table.from_pylist(list(rows))
    with new(packed, found.schema) as writer:
        writer.write_table(found)
    return packed.getvalue()


def by_case(rows: Rows) -> list[list[Mapping[str, str]]]:
    return [list(group) for _, group in groupby(rows, lambda row: row["case"])]


def helm(rows: Rows) -> bytes:
    states = [
        {
            "instance": {"id": answers[0]["case"], "input": {"text": answers[0]["input"]}, "split": "test"}
            | {"extra_data": {"category": answers[0]["category"]}},
            "train_trial_index": 0,
            "request": {"model": answers[0]["model"], "temperature": 0.3},
            "result": {
                "success": True,
                "completions": [
                    {
                        "text": row["output"],
                        "logprob": 0,
                        "tokens": [],
                        "finish_reason": {"reason": row["finish_reason"]},
                    }
                    for row in answers
                ],
            },
        }
        for answers in by_case(rows)
    ]
    return json.dumps({"adapter_spec": {"method": "generation"}, "request_states": states}).encode()


def inspect_samples(rows: Rows) -> list[dict[str, Any]]:
    return [
        {
            "id": row["case"],
            "epoch": epoch,
            "input": row["input"],
            "metadata": {"category": row["category"]},
            "events": [{"event": "model", "text": '{["}'}],
            "output": {
                "choices": [
                    {
                        "message": {"role": "assistant", "content": [{"type": "text", "text": row["output"]}]},
                        "stop_reason": row["finish_reason"],
                    }
                ]
            },
        }
        for answers in by_case(rows)
        for epoch, row in enumerate(answers, 1)
    ]


def inspect_log(rows: Rows) -> bytes:
    head = {"version": 2, "status": "success", "eval": {"task": "triage", "model": rows[0]["model"]}}
    return json.dumps(head | {"samples": inspect_samples(rows)}, indent=1).encode()


def inspect_archive(rows: Rows) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in inspect_samples(rows):
            archive.writestr(f"samples/{sample['id']}_epoch_{sample['epoch']}.json", json.dumps(sample))
        log = {"version": 2, "status": "success", "eval": {"task": "triage", "model": rows[0]["model"]}}
        archive.writestr("header.json", json.dumps(log | {"results": {"total_samples": len(rows)}}))
    return packed.getvalue()


def promptfoo_results(rows: Rows) -> list[dict[str, Any]]:
    return [
        {
            "id": row["id"],
            "provider": {"id": "p", "label": row["model"]},
            "prompt": {"raw": json.dumps([{"role": "user", "content": row["input"]}]), "label": "p"},
            "promptIdx": 0,
            "vars": {"case": row["case"]},
            "response": {"output": row["output"], "finishReason": row["finish_reason"]},
            "failureReason": 0,
            "testCase": {"metadata": {"category": row["category"]}},
        }
        for row in rows
    ]


def promptfoo(rows: Rows) -> bytes:
    return json.dumps({"evalId": "e", "results": {"version": 3, "results": promptfoo_results(rows)}}).encode()


def lm_eval(rows: Rows) -> bytes:
    found = [
        {
            "doc_id": number,
            "doc": {"case": answers[0]["case"], "category": answers[0]["category"], "engine": answers[0]["model"]},
            "arguments": {"gen_args_0": {"arg_0": answers[0]["input"], "arg_1": {"temperature": 0.3}}},
            "resps": [[row["output"] for row in answers]],
            "filtered_resps": [answers[0]["output"]],
            "filter": name,
        }
        for name in ("first", "words")
        for number, answers in enumerate(by_case(rows))
    ]
    return lines(found)


def requests(rows: Rows, key: str) -> bytes:
    return lines(
        [
            {
                "custom_id": row["id"],
                key: {
                    "model": row["model"],
                    "messages": [{"role": "user", "content": row["input"]}],
                    "metadata": {"category": row["category"]},
                },
            }
            for row in rows
        ]
    )


def openai_batch(rows: Rows) -> bytes:
    def body(row: Mapping[str, str]) -> dict[str, Any]:
        message = {"role": "assistant", "content": row["output"]}
        return {"model": "m-1", "choices": [{"message": message, "finish_reason": row["finish_reason"]}]}

    return lines(
        [
            {"custom_id": row["id"], "response": {"status_code": 200, "body": body(row)}, "error": None}
            for row in rows
        ]
    )


def anthropic_batch(rows: Rows) -> bytes:
    def message(row: Mapping[str, str]) -> dict[str, Any]:
        content = [{"type": "text", "text": row["output"]}]
        return {"model": "m-1", "content": content, "stop_reason": row["finish_reason"]}

    return lines(
        [{"custom_id": row["id"], "result": {"type": "succeeded", "message": message(row)}} for row in rows]
    )


def healthbench(rows: Rows) -> bytes:
    examples = [
        {
            "prompt_id": row["case"],
            "prompt": [{"role": "user", "content": row["input"]}],
            "completion": [{"role": "assistant", "content": row["output"]}],
            "rubric_items": [],
        }
        for row in rows
    ]
    return json.dumps({"score": 1, "metrics": {}, "metadata": {"example_level_metadata": examples}}).encode()


def conversations(rows: Rows) -> bytes:
    said = [
        {name: row[name] for name in ("id", "case", "model", "category", "finish_reason")}
        | {"conversations": [{"from": "human", "value": row["input"]}, {"from": "gpt", "value": row["output"]}]}
        for row in rows
    ]
    return lines(said)


FORMATS: dict[str, Callable[[Rows], bytes]] = {
    "answers.jsonl": lines,
    "answers.jsonl.gz": lambda rows: gzip.compress(lines(rows)),
    "answers.json": lambda rows: json.dumps(list(rows), indent=2).encode(),
    "answers.csv": lambda rows: table(rows, ","),
    "answers.tsv": lambda rows: table(rows, "\t"),
    "answers.xlsx": xlsx,
    "answers.parquet": parquet,
    "file.arrow": lambda rows: arrow(rows, pa.ipc.new_file),
    "stream.arrows": lambda rows: arrow(rows, pa.ipc.new_stream),
    "scenario_state.json": helm,
    "log.json": inspect_log,
    "log.eval": inspect_archive,
    "promptfoo.json": promptfoo,
    "promptfoo.jsonl": lambda rows: lines(promptfoo_results(rows)),
    "samples_triage_2026-11-23T01-00-00.1.jsonl": lm_eval,
    "openai.jsonl": openai_batch,
    "anthropic.jsonl": anthropic_batch,
    "healthbench_MODEL_20261101_120000_allresults.json": healthbench,
    "conversations.jsonl": conversations,
}
"""The name of a file → what it holds."""


def write(folder: Path, name: str, rows: Rows) -> tuple[Path, dict[str, Any]]:
    """The file, and what has to be said on the way in: the columns of other names, the file of requests."""
    path = folder / name.replace("MODEL", rows[0]["model"])
    path.write_bytes(FORMATS[name](rows))
    said: dict[str, Any] = {}
    if name == "scenario_state.json":
        said = {"category": "extra_data.category"}
    if name.startswith("samples"):
        said = {"model": "doc.engine"}
    if name in ("openai.jsonl", "anthropic.jsonl"):
        asked = folder / f"requests of {name}"
        asked.write_bytes(requests(rows, "body" if name == "openai.jsonl" else "params"))
        said = {"category": "metadata.category", "requests": (asked,)}
    return path, said
