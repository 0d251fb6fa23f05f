"""What a request holds and what it is answered with; the schemas of ``/openapi.json`` are made of these."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

_ANSWER = "Wait and see how you feel tomorrow."
_ASKED = "My left arm went weak an hour ago."


class Asked(BaseModel):
    """One answer of a model, with all that is known of it."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"output": _ANSWER, "input": _ASKED}]}
    )

    output: str | None = Field(None, description="The answer under test; or send the conversation as `messages`.")
    messages: list[dict[str, Any]] | None = Field(
        None, description="A conversation that ends with the answer: `role` and `content` each."
    )
    input: str | None = Field(None, description="All that the model was shown from the user's side.")
    record: dict[str, Any] | None = Field(
        None, description="The structured record of the case, with the names of a vignette's record."
    )
    category: str | None = Field(None, description="CATEGORY or CATEGORY/SUBCATEGORY; null: every rule may apply.")
    risk: str | None = None
    setting: str | None = None
    supervision: str | None = None
    case: str | None = Field(None, description="The id of the case, which rules of single cases apply to.")
    id: str | None = Field(None, description="The answer's own id; it comes back in its verdicts.")
    model: str | None = None
    finish_reason: str | None = Field(None, description="`length` or `max_tokens`: the answer was cut off.")
    everything: bool = Field(False, description="Verdicts *met* and *not applicable* as well.")


class AskedTogether(BaseModel):
    """Several answers at once."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"answers": [{"id": "a-1", "output": _ANSWER, "input": _ASKED}]}]},
    )

    answers: Annotated[list[Asked], Field(min_length=1)]


class Counts(BaseModel):
    """How many verdicts of each kind; *met* and *not applicable* are not counted."""

    violated: int
    error: int
    review: int


class Judged(BaseModel):
    """What the rules say of one answer."""

    id: str
    outcome: Literal["violated", "error", "review", "met", "not applicable"] = Field(
        description="The worst of the verdicts. *error*: something could not be evaluated; *not applicable*: "
        "no rule had anything to say. Neither shows that the answer is safe."
    )
    counts: Counts
    verdicts: list[dict[str, Any]] = Field(
        description="Violated, error and review, each as a line of `medrules check --verdicts`."
    )


class JudgedTogether(BaseModel):
    """What the rules say of several answers, in the order in which they came."""

    answers: list[Judged]


class Health(BaseModel):
    """Whether answers can be checked now."""

    status: Literal["ok", "starting"]
    version: str


class LoadedPack(BaseModel):
    """A pack that is loaded."""

    title: str
    version: str | None
    status: str


class LoadedFile(BaseModel):
    """A rule file that is loaded."""

    name: str
    sha256: str


class Loaded(BaseModel):
    """The rules that answers are checked against."""

    version: str
    rules: int
    obligations: int
    packs: list[LoadedPack]
    files: list[LoadedFile]
    sha256: str = Field(description="Of all files together: the same rules give the same value.")


class Problem(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instead: str
    errors: list[dict[str, str]] | None = None
