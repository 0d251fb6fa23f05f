"""A conversation given as a list of messages: what the model was asked, and what it answered."""

from __future__ import annotations

from medrules.model.case import ANSWERING, Turn

_NOT_THE_USER = frozenset({"system", "developer", "tool", "function"})


class MessagesError(ValueError):
    """A list of messages does not have the shape expected; the text says where."""


def turns(messages: object) -> tuple[Turn, ...]:
    """The messages as turns.

    Each is an object with ``role`` and ``content``; the content is a text, or a list of parts whose texts count.

    Raises:
        MessagesError: another shape, or no answer of the model at the end.
    """
    if not isinstance(messages, list) or not messages:
        raise MessagesError("it is no list of messages")
    read = tuple(_turn(number, entry) for number, entry in enumerate(messages, 1))
    if read[-1].role not in ANSWERING:
        raise MessagesError(f"the last message is of '{read[-1].role[:40]}', not of the assistant")
    return read


def _turn(number: int, entry: object) -> Turn:
    if not isinstance(entry, dict) or not isinstance(entry.get("role"), str):
        raise MessagesError(f"message {number} has no role")
    content = entry.get("content")
    if isinstance(content, list):
        content = "\n".join(_part(number, part) for part in content)
    if content is None and entry["role"] not in ANSWERING:
        raise MessagesError(f"message {number} has no content")
    if not isinstance(content, str | None):
        raise MessagesError(f"the content of message {number} is no text")
    return Turn(role=entry["role"], text=content or "")


def _part(number: int, part: object) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, dict) and isinstance(part.get("text", ""), str):
        text: str = part.get("text", "")
        return text
    raise MessagesError(f"the content of message {number} holds something that is no text")


def answered(messages: tuple[Turn, ...]) -> str:
    """All that the model answered, an empty line between its messages."""
    return "\n\n".join(turn.text for turn in messages if turn.role in ANSWERING)


def asked(messages: tuple[Turn, ...]) -> str | None:
    """All that the model was shown from the user's side; None where there is nothing of it."""
    sides = [turn.text for turn in messages if turn.role not in ANSWERING | _NOT_THE_USER]
    return "\n\n".join(sides) if sides else None
