"""The plain completions of OpenAI and of many local servers (POST …/completions): one text goes on from another.

Source: https://platform.openai.com/docs/api-reference/completions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.endpoints.openai_chat import replied
from medrules.endpoints.protocols import (
    Question,
    Reply,
    bearer,
    first,
    no_answer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = {"user": "User", "assistant": "Assistant"}


class Completions:
    """Plain completions."""

    path = "/completions"
    seeded = True

    def headers(self, key: str | None, header: str | None) -> dict[str, str]:
        """The key as a bearer's."""
        return bearer(key, header)

    def body(self, question: Question) -> dict[str, Any]:
        """The body of the request."""
        seed = {} if question.seed is None else {"seed": question.seed}
        return {"model": question.model, "prompt": prompt(question), **seed, **question.decoding}

    def reply(self, body: Mapping[str, Any]) -> Reply:
        """The first choice."""
        choice = first(body, "choices")
        text = choice.get("text")
        if not isinstance(text, str):
            raise no_answer("the first choice holds no text")
        return replied(body, text, choice.get("finish_reason"))


def prompt(question: Question) -> str:
    """One message as it is; a conversation as a transcript that ends where the model speaks next."""
    if len(question.messages) == 1:
        text = question.messages[0].text
    else:
        turns = [f"{_NAMES[role]}: {said}" for role, said in question.messages]
        text = "\n\n".join([*turns, "Assistant:"])
    return text if question.system is None else f"{question.system}\n\n{text}"
