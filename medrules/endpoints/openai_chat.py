"""The chat completions of OpenAI, as most servers offer them (POST …/chat/completions).

Source: https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.endpoints.protocols import (
    Finish,
    Question,
    Reply,
    bearer,
    finish_of,
    first,
    joined,
    no_answer,
    text_or_none,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FINISH: dict[str, Finish] = {
    "stop": "stop",
    "eos": "stop",
    "length": "length",
    "max_tokens": "length",
    "content_filter": "content_filter",
    "refusal": "refusal",
}


class Chat:
    """Chat completions."""

    path = "/chat/completions"
    seeded = True

    def headers(self, key: str | None, header: str | None) -> dict[str, str]:
        """The key as a bearer's."""
        return bearer(key, header)

    def body(self, question: Question) -> dict[str, Any]:
        """The body of the request."""
        messages = [{"role": role, "content": text} for role, text in question.messages]
        if question.system is not None:
            messages.insert(0, {"role": "system", "content": question.system})
        seed = {} if question.seed is None else {"seed": question.seed}
        return {"model": question.model, "messages": messages, **seed, **question.decoding}

    def reply(self, body: Mapping[str, Any]) -> Reply:
        """The first choice; a refusal is the answer that it is."""
        choice = first(body, "choices")
        message = choice.get("message")
        if not isinstance(message, dict):
            raise no_answer("the first choice holds no message")
        content = message.get("content")
        text = joined(content, ("text", "output_text"))
        if text is None and content is not None:
            raise no_answer("the content of the message is no text")
        refusal = message.get("refusal")
        refused = isinstance(refusal, str) and bool(refusal)
        found = replied(body, text or (refusal if refused else "") or "", choice.get("finish_reason"))
        return found._replace(finish="refusal") if refused else found


def replied(
    body: Mapping[str, Any],
    text: str,
    said: object,
    counts: tuple[str, str] = ("prompt_tokens", "completion_tokens"),
) -> Reply:
    """A reply of this shape: why it ended, in the words of these servers, its tokens, and who answered."""
    asked, answered = tokens(body, *counts)
    return Reply(
        text=text,
        finish=finish_of(said, FINISH),
        said=text_or_none(said),
        input_tokens=asked,
        output_tokens=answered,
        answered_by=text_or_none(body.get("model")),
        id=text_or_none(body.get("id")),
    )
