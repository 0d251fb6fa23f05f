"""Conversations as lists of messages, bare or under ``conversations`` or ``conversation``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.sources.item import Item
from medrules.sources.opening import Broken, lines
from medrules.sources.walking import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.sources.source import Source

NAME = "conversations"
TITLE = "conversations"
SUFFIXES = (".jsonl", ".json")
TABLE = False
_NAMES = ("conversations", "conversation")
_ROLES = {"human": "user", "gpt": "assistant", "bot": "assistant", "chatgpt": "assistant"}


def recognises(source: Source) -> bool:
    """Objects with ``conversations`` or ``conversation``; or a list of messages on each line."""
    if set(_NAMES) & set(source.shape[1]):
        return True
    first = source.start.lstrip()[:2000]
    compact = first.replace(b" ", b"").replace(b"\n", b"").replace(b"\r", b"")
    if compact.startswith((b'[[{"role":', b'[[{"from":')):
        return True
    return source.suffix() != ".json" and compact.startswith((b'[{"role":', b'[{"from":', b'[{"content":'))


def items(source: Source) -> Iterator[Item]:
    """The conversations, in order, as rows with ``messages``."""
    for item in _found(source):
        yield item if item.fault is not None else Item(item.number, _row(dict(item.row)))


def _found(source: Source) -> Iterator[Item]:
    start = source.start.lstrip()
    if start[:1] == b"{":
        return source.objects()
    if start[1:].lstrip()[:1] == b"[":
        return (item for _, item in source.walk((), TITLE, bare="messages"))
    if source.suffix() == ".json" and set(_NAMES) & set(source.shape[1]):
        return (item for _, item in source.walk((), TITLE))
    return _bare(source)


def _bare(source: Source) -> Iterator[Item]:
    """A list of messages on each line."""
    for number, content in lines(source.stream):
        if isinstance(content, Broken):
            yield Item(number, {}, content)
        elif not content.isspace():
            yield parsed(b'{"messages":' + content.strip() + b"}", number)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    for name in _NAMES:
        if name in row and "messages" not in row:
            row["messages"] = row.pop(name)
    messages = row.get("messages")
    if isinstance(messages, list):
        row["messages"] = [_message(each) for each in messages]
    return row


def _message(message: object) -> object:
    """A message under the usual names."""
    if not isinstance(message, dict) or "from" not in message:
        return message
    role = message["from"]
    known = _ROLES.get(role, role) if isinstance(role, str) else role
    return {"role": known, "content": message.get("value")}
