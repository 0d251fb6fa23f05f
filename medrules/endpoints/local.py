"""A server of your own, by its address: the conversation as JSON in, ``output`` as JSON out.

The request is ``{"model", "messages", "seed", …decoding}``, with the system prompt as the first message; the reply
is ``{"output": "…"}``, and may say ``finish_reason`` (``stop``, ``length``, ``content_filter``, ``refusal``),
``model`` and ``usage`` with ``input_tokens`` and ``output_tokens``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.endpoints.openai_chat import Chat, replied
from medrules.endpoints.protocols import Question, Reply, bearer, no_answer

if TYPE_CHECKING:
    from collections.abc import Mapping


class Local:
    """A server of your own."""

    path = ""
    seeded = True

    def headers(self, key: str | None, header: str | None) -> dict[str, str]:
        """The key, where there is one, as a bearer's."""
        return bearer(key, header)

    def body(self, question: Question) -> dict[str, Any]:
        """The body of the request."""
        return Chat().body(question)

    def reply(self, body: Mapping[str, Any]) -> Reply:
        """The text under ``output``."""
        text = body.get("output")
        if not isinstance(text, str):
            raise no_answer("there is no text 'output'")
        return replied(body, text, body.get("finish_reason"), ("input_tokens", "output_tokens"))
