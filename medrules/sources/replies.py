"""Answers in the shapes of the interfaces that models are asked through: OpenAI's and Anthropic's."""

from __future__ import annotations

import json
from typing import Any

from medrules.sources.item import there

_DECODING = (
    "temperature",
    "top_p",
    "top_k",
    "max_tokens",
    "max_completion_tokens",
    "max_output_tokens",
    "max_gen_toks",
    "max_new_tokens",
    "num_completions",
    "do_sample",
    "until",
    "stop",
    "stop_sequences",
    "frequency_penalty",
    "presence_penalty",
    "reasoning_effort",
)


def decoding(settings: object) -> dict[str, Any]:
    """Those of the settings of a request that decide how an answer is drawn."""
    names = settings if isinstance(settings, dict) else {}
    return {name: names[name] for name in _DECODING if names.get(name) is not None}


def text(content: object) -> str | None:
    """The text of a message: a text, or the texts of its parts; None where it has none."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return None
    parts = [_part(part) for part in content]
    written = [part for part in parts if part is not None]
    return "\n".join(written) if written else None


def _part(part: object) -> str | None:
    if isinstance(part, str):
        return part
    if not isinstance(part, dict) or part.get("type") in ("thinking", "redacted_thinking", "reasoning"):
        return None
    for name in ("text", "refusal"):
        if isinstance(part.get(name), str):
            return str(part[name])
    return None


def of_openai(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers of a chat completion, a completion or a response, as rows; none where it has another shape."""
    known = there(model=body.get("model"), version=body.get("system_fingerprint"), usage=body.get("usage"))
    known |= there(time=body.get("created") or body.get("created_at"))
    if isinstance(body.get("choices"), list):
        # What is no choice is an answer that is missing, and counted as one.
        return [known | (_choice(choice) if isinstance(choice, dict) else {}) for choice in body["choices"]]
    if isinstance(body.get("output"), list):
        return [known | _response(body)]
    return []


def _choice(choice: dict[str, Any]) -> dict[str, Any]:
    message = choice.get("message")
    if not isinstance(message, dict):
        return there(output=choice.get("text"), finish_reason=choice.get("finish_reason"))
    answer = text(message.get("content"))
    if isinstance(message.get("refusal"), str) and not answer:
        return {"output": message["refusal"], "finish_reason": "refusal"}
    return there(output=answer, finish_reason=choice.get("finish_reason"))


def _response(body: dict[str, Any]) -> dict[str, Any]:
    """A response: the texts of its messages; reasoning and calls of tools are no answer."""
    messages = [each for each in body["output"] if isinstance(each, dict) and each.get("type") == "message"]
    contents = [each.get("content") for each in messages]
    parts = [part for one in contents for part in (one if isinstance(one, list) else [one])]
    written = [_part(part) for part in parts]
    refused = bool(parts) and all(isinstance(part, dict) and part.get("type") == "refusal" for part in parts)
    details = body.get("incomplete_details")
    why = details.get("reason") if isinstance(details, dict) else body.get("status")
    answer = (
        "\n".join(part for part in written if part is not None) if any(p is not None for p in written) else None
    )
    return there(output=answer, finish_reason="refusal" if refused else why)


def of_anthropic(message: dict[str, Any]) -> dict[str, Any]:
    """A message of Anthropic's as a row; no content at all is an empty answer, as after a refusal."""
    content = message.get("content")
    answer = text(content)
    if answer is None and content == []:
        answer = ""
    return there(
        output=answer,
        model=message.get("model"),
        finish_reason=message.get("stop_reason"),
        usage=message.get("usage"),
    )


def asked(settings: dict[str, Any]) -> dict[str, Any]:
    """What a request asked, as a row: the user's side, the system's prompt left out."""
    row = there(decoding=decoding(settings), seed=settings.get("seed"), model=settings.get("model"))
    question = settings.get("messages") or settings.get("input") or settings.get("prompt")
    return row | there(input=question_of(question))


def question_of(question: object) -> str | None:
    """The user's side of a text, or of a list of messages, also where a text spells that list."""
    if isinstance(question, str):
        return _spelt(question)
    if not isinstance(question, list):
        return None
    sides = [
        text(message.get("content"))
        for message in question
        if isinstance(message, dict) and message.get("role", "user") in ("user", "human", "patient", "clinician")
    ]
    return "\n\n".join(side for side in sides if side is not None) or None


def _spelt(question: str) -> str:
    if question.lstrip()[:1] == "[" and len(question) < 2**20:
        try:
            messages = json.loads(question)
        except (ValueError, RecursionError):
            return question
        if isinstance(messages, list) and messages and all(isinstance(m, dict) and "role" in m for m in messages):
            return question_of(messages) or question
    return question


def why(error: object) -> str:
    """The words of an error, however it is wrapped."""
    for _ in range(4):
        if isinstance(error, dict):
            error = error.get("error") or error.get("message") or error.get("type") or error.get("code") or ""
    first = str(error or "no reason is given").strip().partition("\n")[0]
    return " ".join(first.split())[:300]
