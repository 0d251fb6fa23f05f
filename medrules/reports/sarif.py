"""The findings of a sign-off as SARIF 2.1.0, which code hosts show beside lines; written in constant memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from medrules.model.decision import Dossier
from medrules.model.rule import Harm, Rule
from medrules.reports import jsonl
from medrules.reports.findings import Row, quotes, rows

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_GRAVE: tuple[Harm, ...] = ("severe", "death")


def write(dossier: Dossier, verdicts: Path, path: Path) -> None:
    """Write the file: a result for each finding at the line of its answer; what is waived is suppressed."""
    index = {rule.id: number for number, rule in enumerate(dossier.book.rules)}
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{"tool": {{"driver": ')
        out.write(_json(_driver(dossier)))
        out.write('}, "columnKind": "unicodeCodePoints", "results": [\n')
        for number, row in enumerate(rows(verdicts)):
            out.write((",\n" if number else "") + _json(_result(row, index)))
        out.write("\n]}]}\n")


def _json(value: dict[str, Any]) -> str:
    return jsonl.line_of(value).rstrip("\n")


def _driver(dossier: Dossier) -> dict[str, Any]:
    name, _, version = dossier.identity.tool.partition(" ")
    return {"name": name, "version": version, "rules": [_rule(rule) for rule in dossier.book.rules]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.because or rule.title},
        "help": {"text": "Source: " + ("; ".join(rule.sources) or "none stated")},
        "properties": {"harm": rule.harm, "pack": rule.pack, "tags": list(rule.categories)},
    }


def _result(row: Row, index: dict[str, int]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ruleId": row["rule"] or "unreadable-row",
        "level": _level(row),
        "kind": "open" if row["verdict"] == "error" else "review" if row["verdict"] == "review" else "fail",
        "message": {"text": "\n".join([row["reason"], *quotes(row)])},
        "locations": [{"physicalLocation": _place(row)}],
        "properties": {
            key: row[key] for key in ("case", "sample", "model", "verdict", "harm", "points", "category")
        },
    }
    if row["rule"] in index:
        made["ruleIndex"] = index[row["rule"]]
    if row["waived"]:
        made["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return made


def _level(row: Row) -> str:
    if row["verdict"] != "violated":
        return "none"
    return "error" if row["harm"] in _GRAVE else "warning"


def _place(row: Row) -> dict[str, Any]:
    uri = quote(row["file"].replace(os.sep, "/"), errors="replace") or "unknown"
    return {"artifactLocation": {"uri": uri}, "region": {"startLine": max(int(row["line"] or 1), 1)}}
