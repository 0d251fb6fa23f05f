"""The Responses of OpenAI (POST …/responses). Nothing is left in store at the endpoint.

Source: https://platform.openai.com/docs/api-reference/responses
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.endpoints.errors import error_in
from medrules.endpoints.protocols import (
    Finish,
    Question,
    Reply,
    bearer,
    joined,
    no_answer,
    text_or_none,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_INCOMPLETE: dict[object, Finish] = {"max_output_tokens": "length", "content_filter": "content_filter"}


class Responses:
    """Responses."""

    path = "/responses"
    seeded = False

    def headers(self, key: str | None, header: str | None) -> dict[str, str]:
        """The key as a bearer's."""
        return bearer(key, header)

    def body(self, question: Question) -> dict[str, Any]:
        """The body of the request."""
        decoding = dict(question.decoding)
        if "max_tokens" in decoding:
            decoding["max_output_tokens"] = decoding.pop("max_tokens")
        messages = [{"role": role, "content": text} for role, text in question.messages]
        system = {} if question.system is None else {"instructions": question.system}
        return {"model": question.model, **system, "input": messages, "store": False, **decoding}

    def reply(self, body: Mapping[str, Any]) -> Reply:
        """All texts and refusals of the messages in the output."""
        if body.get("status") in ("failed", "cancelled"):
            raise error_in(body) or no_answer(f"its status is '{body['status']}'")
        output = body.get("output")
        if not isinstance(output, list):
            raise no_answer("there is no list 'output'")
        contents = [
            item.get("content") for item in output if isinstance(item, dict) and item.get("type") == "message"
        ]
        finish, said = _finish(body)
        if not contents and finish == "stop":
            raise no_answer("the list 'output' is empty" if not output else "the output holds no message")
        texts = [joined(content, ("output_text", "text")) or "" for content in contents]
        refusals = [refusal for content in contents for refusal in _refusals(content)]
        asked, answered = tokens(body, "input_tokens", "output_tokens")
        return Reply(
            text="".join(texts) or "".join(refusals),
            finish="refusal" if refusals else finish,
            said=said,
            input_tokens=asked,
            output_tokens=answered,
            answered_by=text_or_none(body.get("model")),
            id=text_or_none(body.get("id")),
        )


def _finish(body: Mapping[str, Any]) -> tuple[Finish, str | None]:
    if body.get("status") != "incomplete":
        return "stop", text_or_none(body.get("status"))
    details = body.get("incomplete_details")
    reason = details.get("reason") if isinstance(details, dict) else None
    return _INCOMPLETE.get(reason, "other") if isinstance(reason, str) else "other", text_or_none(reason)


def _refusals(content: object) -> list[str]:
    parts = content if isinstance(content, list) else []
    found = [part.get("refusal") for part in parts if isinstance(part, dict) and part.get("type") == "refusal"]
    return [refusal for refusal in found if isinstance(refusal, str)]
