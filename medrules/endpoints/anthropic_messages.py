"""The Messages of Anthropic (POST …/messages).

Source: https://docs.anthropic.com/en/api/messages
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.endpoints.protocols import (
    Finish,
    Question,
    Reply,
    finish_of,
    joined,
    no_answer,
    text_or_none,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_VERSION = "2023-06-01"
_FINISH: dict[str, Finish] = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refusal",
}


class Messages:
    """Messages."""

    path = "/messages"
    seeded = False

    def headers(self, key: str | None, header: str | None) -> dict[str, str]:
        """The key in a header of its own, and the version of the protocol."""
        keyed = {} if key is None else {header or "x-api-key": key}
        return {"anthropic-version": _VERSION, **keyed}

    def body(self, question: Question) -> dict[str, Any]:
        """The body of the request."""
        decoding = dict(question.decoding)
        if "stop" in decoding:
            decoding["stop_sequences"] = decoding.pop("stop")
        messages = [{"role": role, "content": text} for role, text in question.messages]
        system = {} if question.system is None else {"system": question.system}
        return {"model": question.model, **system, "messages": messages, **decoding}

    def reply(self, body: Mapping[str, Any]) -> Reply:
        """All text blocks; an empty list of them is an empty answer, which the model may give."""
        content = body.get("content")
        if not isinstance(content, list):
            raise no_answer("there is no list 'content'")
        said = body.get("stop_reason")
        asked, answered = tokens(body, "input_tokens", "output_tokens")
        return Reply(
            text=joined(content, ("text",)) or "",
            finish=finish_of(said, _FINISH),
            said=text_or_none(said),
            input_tokens=asked,
            output_tokens=answered,
            answered_by=text_or_none(body.get("model")),
            id=text_or_none(body.get("id")),
        )
