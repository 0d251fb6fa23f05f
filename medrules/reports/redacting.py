"""Rows of verdicts without a word of what was asked, answered or recorded: spans and hashes stand instead."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from medrules.reports import jsonl

_HIDDEN = "“…”"
_TEXTS = ("text", "recorded", "phrase_matched")
"""Names under which a row holds words of an answer, an input or a record."""


def line(written: str) -> str:
    """A line of verdicts as JSON with every quotation replaced by its SHA-256."""
    row = json.loads(written)
    reason = without_quotes(row["reason"], ambiguous=any(set(text) & set("“”") for text in _texts(row)))
    return jsonl.line_of({**_redacted(row), "reason": reason})


def without_quotes(sentence: str, *, ambiguous: bool = False) -> str:
    """A sentence with whatever stands in quotation marks hidden.

    Quotation marks of the quoted text itself can end a quotation early or open another: where they do not pair up
    one after the other, everything from the first one on is hidden.

    Args:
        sentence: one of the tool's own, with words of a stranger in quotation marks.
        ambiguous: true where those words hold quotation marks, so that pairs prove nothing.
    """
    first = min((at for at in (sentence.find("“"), sentence.find("”")) if at >= 0), default=None)
    if first is None:
        return sentence
    parts = sentence.split("“")
    if ambiguous or "”" in parts[0] or any(part.count("”") != 1 for part in parts[1:]):
        return sentence[:first] + _HIDDEN
    return _HIDDEN.join([parts[0], *(part.partition("”")[2] for part in parts[1:])])


def _texts(value: Any) -> Iterator[str]:
    """Every text of a row that is a stranger's."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in _TEXTS and isinstance(item, str):
                yield item
            else:
                yield from _texts(item)


def _redacted(value: Any) -> Any:
    if isinstance(value, list):
        return [_redacted(item) for item in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for name, item in value.items():
        if name in _TEXTS and isinstance(item, str):
            made[f"{name}_sha256"] = hashlib.sha256(item.encode("utf-8", "surrogatepass")).hexdigest()
        else:
            made[name] = _redacted(item)
    return made
