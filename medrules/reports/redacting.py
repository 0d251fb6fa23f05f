"""Rows of verdicts without a word of what was asked, answered or recorded: spans and hashes stand instead."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import re2

_QUOTED = re2.compile("“[^”]*”")
_TEXTS = ("text", "recorded", "phrase_matched")
"""Names under which a row holds words of an answer, an input or a record."""


def line(written: str) -> str:
    """A line of verdicts as JSON with every quotation replaced by its SHA-256."""
    row = _redacted(json.loads(written))
    return json.dumps(row, ensure_ascii=False) + "\n"


def _redacted(value: Any) -> Any:
    if isinstance(value, list):
        return [_redacted(item) for item in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for name, item in value.items():
        if name in _TEXTS and isinstance(item, str):
            made[f"{name}_sha256"] = hashlib.sha256(item.encode("utf-8", "surrogatepass")).hexdigest()
        elif name == "reason" and isinstance(item, str):
            made[name] = _QUOTED.sub("“…”", item)
        else:
            made[name] = _redacted(item)
    return made
