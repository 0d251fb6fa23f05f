"""Rules: when they apply, what they demand, and the examples that prove them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from medrules.model.phrase import Target
from medrules.model.problem import Location

Harm = Literal["none", "mild", "moderate", "severe", "death"]
HARMS: tuple[Harm, ...] = ("none", "mild", "moderate", "severe", "death")
"""AHRQ Common Formats / WHO words for the worst harm reasonably foreseeable, lowest first."""

Status = Literal["testing", "production", "retired"]
Side = Literal["input", "output"]
Verb = Literal["mention", "say", "advise", "advise against", "ask about"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Placement(_Frozen):
    """Where in a text something has to stand. An empty placement is anywhere."""

    first_sentences: int | None = None
    section: str | None = None
    same_sentence: bool = False
    """In a condition: in the sentence of the mention that the obligation found."""
    same_sentence_as: Target | None = None
    """In an obligation: in one sentence with this."""


class Says(_Frozen):
    """``input mentions X``, ``output advises X`` and their like."""

    kind: Literal["says"] = "says"
    side: Side
    verb: Verb
    target: Target
    placement: Placement = Placement()
    location: Location | None = None


class Escalates(_Frozen):
    """``output escalates to LEVEL``: the advice reaches that rung or a higher one."""

    kind: Literal["escalates"] = "escalates"
    level: str
    location: Location | None = None


class Metadata(_Frozen):
    """``category is …``, ``risk is …``, ``setting is …``, ``supervision is …``; several values mean any of."""

    kind: Literal["metadata"] = "metadata"
    field: Literal["category", "risk", "setting", "supervision"]
    values: tuple[str, ...]
    location: Location | None = None


class Not(_Frozen):
    kind: Literal["not"] = "not"
    condition: Condition


class And(_Frozen):
    kind: Literal["and"] = "and"
    conditions: tuple[Condition, ...]


class Or(_Frozen):
    kind: Literal["or"] = "or"
    conditions: tuple[Condition, ...]


Condition = Annotated[Says | Escalates | Metadata | Not | And | Or, Field(discriminator="kind")]


class _Obligation(_Frozen):
    number: int
    """1 for the first obligation of its rule."""
    text: str
    """The obligation as one line in the language's own spelling."""
    unless: Condition | None = None
    harm: Harm
    """Its own harm, or the rule's."""
    location: Location


class MustSay(_Obligation):
    """``must [never] mention / say / advise / advise against / ask about X``."""

    kind: Literal["say"] = "say"
    verb: Verb
    never: bool = False
    target: Target
    before: Target | None = None
    unconditionally: bool = False
    placement: Placement = Placement()


class MustEscalate(_Obligation):
    """``must escalate to LEVEL [within TIME]``."""

    kind: Literal["escalate"] = "escalate"
    level: str
    within_hours: float | None = None


class MustNotEscalateAbove(_Obligation):
    """``must not escalate above LEVEL``."""

    kind: Literal["not above"] = "not above"
    level: str


class MustInclude(_Obligation):
    """``must include sections any of / all of …``."""

    kind: Literal["include"] = "include"
    quantity: Literal["any", "all", "at least"] = "all"
    least: int = 1
    sections: tuple[str, ...]
    before: Target | None = None
    placement: Placement = Placement()


class MustStayUnder(_Obligation):
    """``must stay under N words``."""

    kind: Literal["stay under"] = "stay under"
    words: int


Obligation = Annotated[
    MustSay | MustEscalate | MustNotEscalateAbove | MustInclude | MustStayUnder, Field(discriminator="kind")
]


class Given(_Frozen):
    """The situation of an example. Nothing given: ``when`` is taken as true."""

    text: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    """(field, value) pairs such as ``("risk", "high")``."""


class Example(_Frozen):
    """``passes TEXT``, ``fails TEXT`` or their ``todo`` forms."""

    expects: Literal["passes", "fails"]
    todo: bool = False
    text: str
    given: Given | None = None
    violating: int | None = None
    """The number of the obligation that a ``fails`` must violate; None: any."""
    location: Location


class Rule(_Frozen):
    """When the situation holds, what an answer must or must never do, and why."""

    id: str
    title: str
    pack: str
    """Title of the pack it stands in."""
    status: Status = "testing"
    categories: tuple[str, ...] = ()
    """CATEGORY or CATEGORY/SUBCATEGORY by short name; empty: every category."""
    harm: Harm
    hazard: str | None = None
    when: Condition | None = None
    """None: always."""
    obligations: tuple[Obligation, ...]
    because: str | None = None
    sources: tuple[str, ...] = ()
    author: str | None = None
    keywords: tuple[str, ...] = ()
    known_false_positives: str | None = None
    not_waivable: bool = False
    examples: tuple[Example, ...] = ()
    location: Location


for _type in (Not, And, Or, MustSay, MustEscalate, MustNotEscalateAbove, MustInclude, MustStayUnder, Rule):
    _type.model_rebuild()
