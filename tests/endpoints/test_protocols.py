"""What each protocol sends, and what it takes from a reply."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medrules.endpoints.protocols import Message, Question, Unusable
from medrules.endpoints.rows import state_of
from medrules.endpoints.runfile import PROTOCOLS, ProtocolName
from medrules.endpoints.speaking import PROTOCOL

QUESTION = Question(
    "m",
    "Be brief.",
    (Message("user", "One?"), Message("assistant", "One."), Message("user", "Two?")),
    7,
    {"temperature": 0.5, "max_tokens": 9, "stop": ["END"], "extra": True},
)
TURNS = [
    {"role": "user", "content": "One?"},
    {"role": "assistant", "content": "One."},
    {"role": "user", "content": "Two?"},
]
SYSTEM = {"role": "system", "content": "Be brief."}
USUAL = {"temperature": 0.5, "max_tokens": 9, "stop": ["END"], "extra": True}
TRANSCRIPT = "Be brief.\n\nUser: One?\n\nAssistant: One.\n\nUser: Two?\n\nAssistant:"
BODIES: dict[ProtocolName, dict[str, Any]] = {
    "openai-chat": {"model": "m", "messages": [SYSTEM, *TURNS], "seed": 7, **USUAL},
    "local": {"model": "m", "messages": [SYSTEM, *TURNS], "seed": 7, **USUAL},
    "openai-completions": {"model": "m", "prompt": TRANSCRIPT, "seed": 7, **USUAL},
    "openai-responses": {
        "model": "m",
        "instructions": "Be brief.",
        "input": TURNS,
        "store": False,
        "temperature": 0.5,
        "max_output_tokens": 9,
        "stop": ["END"],
        "extra": True,
    },
    "anthropic-messages": {
        "model": "m",
        "system": "Be brief.",
        "messages": TURNS,
        "temperature": 0.5,
        "max_tokens": 9,
        "stop_sequences": ["END"],
        "extra": True,
    },
}


@pytest.mark.parametrize("name", PROTOCOLS)
def test_what_is_sent(name: ProtocolName) -> None:
    assert PROTOCOL[name].body(QUESTION) == BODIES[name]


def test_one_message_is_completed_as_it_is() -> None:
    question = QUESTION._replace(system=None, messages=(Message("user", "One?"),), seed=None, decoding={})
    assert PROTOCOL["openai-completions"].body(question) == {"model": "m", "prompt": "One?"}


def test_keys() -> None:
    assert PROTOCOL["openai-chat"].headers("k", None) == {"Authorization": "Bearer k"}
    assert PROTOCOL["openai-chat"].headers("k", "api-key") == {"api-key": "k"}
    assert PROTOCOL["openai-chat"].headers(None, None) == {}
    assert PROTOCOL["anthropic-messages"].headers("k", None)["x-api-key"] == "k"
    assert "anthropic-version" in PROTOCOL["anthropic-messages"].headers(None, None)


def message(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "message", "content": list(parts)}


SAID = {"type": "output_text", "text": "Rest."}
REFUSED = {"type": "refusal", "refusal": "No."}
BLOCK = {"type": "text", "text": "Rest."}


def responses(*parts: dict[str, Any], because: str | None = None) -> dict[str, Any]:
    whole = {"status": "completed"} if because is None else {"status": "incomplete"}
    return {**whole, "incomplete_details": {"reason": because}, "output": list(parts)}


def completion(text: str, finish: str) -> dict[str, Any]:
    return {"choices": [{"text": text, "finish_reason": finish}]}


def blocks(finish: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"content": list(parts), "stop_reason": finish}


TAKEN: list[tuple[ProtocolName, dict[str, Any], str, str, str]] = [
    ("openai-responses", responses({"type": "reasoning"}, message(SAID)), "Rest.", "stop", "answered"),
    ("openai-responses", responses(message(REFUSED)), "No.", "refusal", "refused"),
    ("openai-responses", responses(message(SAID), because="max_output_tokens"), "Rest.", "length", "cut off"),
    ("openai-responses", responses(because="max_output_tokens"), "", "length", "cut off"),
    ("openai-responses", responses(because="content_filter"), "", "content_filter", "filtered"),
    ("openai-completions", completion("Rest.", "stop"), "Rest.", "stop", "answered"),
    ("openai-completions", completion("", "length"), "", "length", "cut off"),
    (
        "anthropic-messages",
        blocks("end_turn", BLOCK, {"type": "tool_use"}, BLOCK),
        "Rest.Rest.",
        "stop",
        "answered",
    ),
    ("anthropic-messages", blocks("end_turn"), "", "stop", "empty"),
    ("anthropic-messages", blocks("refusal"), "", "refusal", "refused"),
    ("anthropic-messages", blocks("max_tokens", BLOCK), "Rest.", "length", "cut off"),
    ("anthropic-messages", blocks("pause_turn", BLOCK), "Rest.", "other", "answered"),
    ("local", {"output": "Rest."}, "Rest.", "stop", "answered"),
    ("local", {"output": " ", "finish_reason": "stop"}, " ", "stop", "empty"),
    ("local", {"output": "", "finish_reason": "content_filter"}, "", "content_filter", "filtered"),
]


@pytest.mark.parametrize(("name", "body", "text", "finish", "state"), TAKEN)
def test_what_is_taken(name: ProtocolName, body: dict[str, Any], text: str, finish: str, state: str) -> None:
    reply = PROTOCOL[name].reply(body)
    assert (reply.text, reply.finish, state_of(reply)) == (text, finish, state)


def test_tokens_and_names() -> None:
    usage = {"input_tokens": 3, "output_tokens": 4}
    body = {"content": [BLOCK], "stop_reason": "end_turn", "usage": usage, "model": "m-1", "id": "x"}
    reply = PROTOCOL["anthropic-messages"].reply(body)
    assert (reply.input_tokens, reply.output_tokens, reply.answered_by, reply.id) == (3, 4, "m-1", "x")
    wrong = body | {"usage": {"input_tokens": True, "output_tokens": -1}, "model": 5}
    reply = PROTOCOL["anthropic-messages"].reply(wrong)
    assert (reply.input_tokens, reply.output_tokens, reply.answered_by) == (None, None, None)


WRONG: list[tuple[ProtocolName, dict[str, Any], str]] = [
    ("openai-responses", {"status": "completed", "output": []}, "A309"),
    ("openai-responses", {"status": "completed", "output": [{"type": "reasoning"}]}, "A309"),
    ("openai-responses", {"status": "completed"}, "A309"),
    ("openai-responses", {"status": "failed", "error": {"code": "server_error", "message": "x"}}, "A304"),
    ("openai-responses", {"status": "cancelled"}, "A309"),
    ("openai-completions", {"choices": [{}]}, "A309"),
    ("anthropic-messages", {"content": "Rest."}, "A309"),
    ("local", {"text": "Rest."}, "A309"),
]


@pytest.mark.parametrize(("name", "body", "code"), WRONG)
def test_a_reply_without_an_answer(name: ProtocolName, body: dict[str, Any], code: str) -> None:
    with pytest.raises(Unusable) as failed:
        PROTOCOL[name].reply(body)
    assert failed.value.code == code


NAMES = (
    "choices",
    "message",
    "content",
    "text",
    "output",
    "type",
    "status",
    "error",
    "usage",
    "finish_reason",
    "stop_reason",
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["message", "text", "incomplete", "", "x"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


@given(name=st.sampled_from(PROTOCOLS), body=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6))
def test_any_reply_is_an_answer_or_none(name: ProtocolName, body: dict[str, Any]) -> None:
    try:
        reply = PROTOCOL[name].reply(body)
    except Unusable:
        return
    assert isinstance(reply.text, str)
    json.dumps(reply._asdict())
