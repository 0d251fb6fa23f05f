"""One row as JSON: parsed more strictly than the standard library does."""

from __future__ import annotations

import json
from typing import Any

import re2

from medrules.sources.item import twice
from medrules.sources.rows import found

_DEEPEST = 50
_SURROGATE_ESCAPE = re2.compile(rb"\\u[dD][89a-fA-F]")


class RowError(Exception):
    """A line that is no row: its code in the catalogue and the words of the message."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def parse(content: bytes) -> dict[str, Any]:
    """The object on one line.

    Half of a surrogate pair (a character cut in two) becomes U+FFFD, one for one, so that offsets stay.

    Raises:
        RowError: what is wrong with the line.
    """
    try:
        row = _DECODER.decode(content.rstrip(b"\r\n").decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RowError("S205", position=error.start + 1, of="line") from None
    except json.JSONDecodeError as error:
        line = f"line {error.lineno} and " if error.lineno > 1 else ""
        raise RowError("S201", why=f"{error.msg.removesuffix(' at')}, at {line}column {error.colno}") from None
    except ValueError:
        raise RowError("S201", why="a number has too many digits") from None
    except RecursionError:
        raise RowError("S217") from None
    if not isinstance(row, dict):
        raise RowError("S202", found=found(row))
    if content.count(b"[") + content.count(b"{") > _DEEPEST and _depth(row) > _DEEPEST:
        raise RowError("S217")
    if b"\\u" in content and _SURROGATE_ESCAPE.search(content):
        return {_whole(key): _whole(value) for key, value in row.items()}
    return row


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise RowError("S213", key=str(twice(key for key, _ in pairs))[:80])
    return row


_DECODER = json.JSONDecoder(object_pairs_hook=_unique)
"""Made once: making one costs as much as parsing an answer."""


def _depth(value: Any) -> int:
    level: list[Any] = [value]
    depth = 0
    while level:
        depth += 1
        children = [item.values() if isinstance(item, dict) else item for item in level]
        level = [child for items in children for child in items if isinstance(child, dict | list)]
    return depth


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return "".join("\ufffd" if _half(character) else character for character in value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return value


def _half(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"
