"""What every protocol has to say: the body of a request, and the answer in a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

Finish = Literal["stop", "length", "content_filter", "refusal", "other"]


class Message(NamedTuple):
    """One message of a conversation as it is sent."""

    role: Literal["user", "assistant"]
    text: str


class Question(NamedTuple):
    """What is sent to a model."""

    model: str
    system: str | None
    messages: tuple[Message, ...]
    seed: int | None
    decoding: Mapping[str, Any]


class Reply(NamedTuple):
    """What a model answered."""

    text: str
    finish: Finish
    said: str | None = None
    """Why the model stopped, in the endpoint's own word."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    answered_by: str | None = None
    """The model's name in the reply."""
    id: str | None = None


class Unusable(Exception):
    """A request that brought no answer: the code and the words of its message, and whether to ask again."""

    def __init__(self, code: str, *, again: bool, after: float | None = None, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.words = words
        self.again = again
        self.after = after
        """Seconds that the endpoint asks to wait."""


class Speaks(Protocol):
    """A protocol."""

    @property
    def path(self) -> str:
        """What is added to the address."""

    @property
    def seeded(self) -> bool:
        """Whether a seed can be sent."""

    def headers(self, key: str | None, header: str | None) -> dict[str, str]:
        """The headers that carry the key and the protocol's version."""

    def body(self, question: Question) -> dict[str, Any]:
        """The body of the request."""

    def reply(self, body: Mapping[str, Any]) -> Reply:
        """The answer in a reply.

        Raises:
            Unusable: it holds none.
        """


def bearer(key: str | None, header: str | None) -> dict[str, str]:
    """The key as most endpoints take it."""
    if key is None:
        return {}
    return {header: key} if header else {"Authorization": f"Bearer {key}"}


def no_answer(why: str) -> Unusable:
    """The reply is not of the shape that the protocol promises."""
    return Unusable("A309", again=True, why=why)


def first(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The first of a list of objects.

    Raises:
        Unusable: there is none.
    """
    found = body.get(name)
    if not isinstance(found, list):
        raise no_answer(f"there is no list '{name}'")
    if not found:
        raise no_answer(f"the list '{name}' is empty")
    if not isinstance(found[0], dict):
        raise no_answer(f"the list '{name}' holds no objects")
    return found[0]


def text_or_none(value: object) -> str | None:
    """A text; None where it is none."""
    return value if isinstance(value, str) else None


def tokens(body: Mapping[str, Any], *names: str) -> tuple[int | None, ...]:
    """The numbers of tokens under ``usage``; None where the reply does not state one."""
    usage = body.get("usage")
    counts = [usage.get(name) if isinstance(usage, dict) else None for name in names]
    return tuple(
        count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None
        for count in counts
    )


def joined(parts: object, kinds: tuple[str, ...]) -> str | None:
    """The text of a content: a text, or a list of parts of which the texts count; None where it is neither."""
    if isinstance(parts, str):
        return parts
    if not isinstance(parts, list):
        return None
    texts = [part.get("text") for part in parts if isinstance(part, dict) and part.get("type") in kinds]
    return "".join(text for text in texts if isinstance(text, str))


def finish_of(said: object, words: Mapping[str, Finish]) -> Finish:
    """Why the model stopped, in this product's words."""
    return words.get(said.lower(), "other") if isinstance(said, str) else "stop"
