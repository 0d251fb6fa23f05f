"""Answers as JSON Lines: one object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import re2

from medrules.sources.opening import Broken, Line
from medrules.sources.rows import found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from medrules.model.case import Sample, Unreadable
    from medrules.sources.rows import Rows

_DEEPEST = 50
_SURROGATE_ESCAPE = re2.compile(rb"\\u[dD][89a-fA-F]")


class RowError(Exception):
    """A line that is no row: its code in the catalogue and the words of the message."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def read(lines: Iterable[Line], rows: Rows) -> Iterator[Sample | Unreadable]:
    """The samples of a file's lines, in order; empty lines are passed over."""
    for number, content in lines:
        if isinstance(content, Broken):
            yield rows.unreadable(number, content.code, content.words)
        elif not content.isspace():
            try:
                row = parse(content)
            except RowError as error:
                yield rows.unreadable(number, error.code, error.words)
            else:
                yield rows.read(row, number)


def parse(content: bytes) -> dict[str, Any]:
    """The object on one line.

    Half of a surrogate pair (a character cut in two) becomes U+FFFD, one for one, so that offsets stay.

    Raises:
        RowError: what is wrong with the line.
    """
    try:
        row = json.loads(content.rstrip(b"\r\n").decode("utf-8"), object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise RowError("S205", position=error.start + 1, of="line") from None
    except json.JSONDecodeError as error:
        raise RowError("S201", why=f"{error.msg.removesuffix(' at')}, at column {error.colno}") from None
    except ValueError:
        raise RowError("S201", why="a number has too many digits") from None
    except RecursionError:
        raise RowError("S217") from None
    if not isinstance(row, dict):
        raise RowError("S202", found=found(row))
    if content.count(b"[") + content.count(b"{") > _DEEPEST and _depth(row) > _DEEPEST:
        raise RowError("S217")
    if _SURROGATE_ESCAPE.search(content):
        return {_whole(key): _whole(value) for key, value in row.items()}
    return row


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        raise RowError("S213", key=next(key for key in keys if keys.count(key) > 1)[:80])
    return row


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
