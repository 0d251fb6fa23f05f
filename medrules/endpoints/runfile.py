"""The run file: which models are asked about which cases, how, and how fast."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

ProtocolName = Literal["openai-chat", "openai-responses", "openai-completions", "anthropic-messages", "local"]
PROTOCOLS: tuple[ProtocolName, ...] = (
    "openai-chat",
    "openai-responses",
    "openai-completions",
    "anthropic-messages",
    "local",
)


def _hyphens(name: str) -> str:
    return name.replace("_", "-")


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=_hyphens, coerce_numbers_to_str=True, protected_namespaces=()
    )


Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Decoding(BaseModel):
    """How the model chooses its words; the names are those of the protocols, and only what is stated is sent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    top_k: Annotated[int, Field(ge=1)] | None = None
    max_tokens: Count | None = None
    stop: tuple[str, ...] | None = None
    frequency_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    presence_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    more: dict[str, Any] = {}
    """What else the endpoint takes, sent as it is."""

    def stated(self) -> dict[str, Any]:
        """The settings that are stated, ``more`` among them."""
        own = self.model_dump(exclude_none=True, exclude={"more"})
        return {
            **{key: list(value) if isinstance(value, tuple) else value for key, value in own.items()},
            **self.more,
        }


class Price(_Part):
    """Price of a million tokens, in whatever currency."""

    input: Annotated[float, Field(ge=0)]
    output: Annotated[float, Field(ge=0)]


class Pace(_Part):
    """How fast a model is asked, and when a question is given up."""

    concurrency: Annotated[int, Field(ge=1, le=256, strict=True)] | None = None
    """Questions under way at once. Default 4."""
    requests_per_minute: Annotated[float, Field(gt=0)] | None = None
    tokens_per_minute: Annotated[float, Field(gt=0)] | None = None
    """Tokens of question and answer together."""
    timeout: Seconds | None = None
    """Seconds for one request, from its first byte to the last of its answer. Default 120."""
    give_up_after: Seconds | None = None
    """Seconds for one question, all attempts and pauses together. Default 900."""
    attempts: Annotated[int, Field(ge=1, le=100, strict=True)] | None = None
    """How often one question is sent at most. Default 6."""


class Model(Pace):
    """One model at one endpoint."""

    model: Text
    """The name that the endpoint knows it by."""
    name: Text | None = None
    """The name in answers and reports; left out: ``model``."""
    version: Text
    protocol: ProtocolName
    url: Text
    key: Annotated[str, Field(pattern="^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    """The environment variable that holds the key; left out: no key is sent."""
    key_header: Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9-]*$")] | None = None
    """The header that carries it, where that is not the protocol's own."""
    ca: Text | None = None
    """A PEM file with the certificates of a private authority, trusted instead of the public ones."""
    proxy: Text | None = None
    allow_http: bool = False
    """Whether an unencrypted connection to another machine is accepted."""
    decoding: Decoding = Decoding()
    samples: Count | None = None
    seeds: Annotated[tuple[Annotated[int, Field(strict=True)], ...], Field(min_length=1)] | None = None
    price: Price | None = None

    @property
    def label(self) -> str:
        """The name in answers and reports."""
        return self.name or self.model


class RunFile(Pace):
    """Everything that decides a run; what it says of pace holds for the models that say nothing else."""

    vignettes: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Files and folders, from the run file's own folder."""
    cases: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """The ids of the cases to ask about; left out: all."""
    samples: Count | None = None
    seeds: Annotated[tuple[Annotated[int, Field(strict=True)], ...], Field(min_length=1)] | None = None
    system: Text | None = None
    """The system prompt."""
    template: Text | None = None
    """What makes the first message; left out: ``{input}``."""
    template_file: Text | None = None
    template_sha256: Text | None = None
    models: Annotated[tuple[Model, ...], Field(min_length=1)]

    def seeds_of(self, model: Model) -> tuple[int | None, ...]:
        """The seed of each sample of a model; None: none is sent."""
        if model.seeds is not None:
            return model.seeds
        if model.samples is not None:
            return (None,) * model.samples
        return self.seeds if self.seeds is not None else (None,) * (self.samples or 1)
