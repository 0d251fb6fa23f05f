"""Rules: when they apply, what they demand, and the examples that prove them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from medrules.model.case import Turn
from medrules.model.frozen import Frozen
from medrules.model.phrase import Target, Term
from medrules.model.problem import Location
from medrules.model.quantity import Quantity

Harm = Literal["none", "mild", "moderate", "severe", "death"]
HARMS: tuple[Harm, ...] = ("none", "mild", "moderate", "severe", "death")
"""AHRQ Common Formats / WHO words for the worst harm reasonably foreseeable, lowest first."""

Status = Literal["testing", "production", "retired"]
Side = Literal["input", "output"]
Verb = Literal["mention", "say", "advise", "advise against", "ask about"]
Comparison = Literal["is", "include", "above", "below", "at least", "at most"]
Listed = Literal["allergies", "labs", "medications", "problems", "vitals"]
"""The fields of a record that an answer can cover, keep to and agree with."""


class Placement(Frozen):
    """Where in a text something has to stand. An empty placement is anywhere."""

    first_sentences: int | None = None
    section: str | None = None
    same_sentence: bool = False
    """In a condition: in the sentence of the mention that the obligation found."""
    same_sentence_as: Target | None = None
    """In an obligation: in one sentence with this."""
    last_answer: bool = False
    """In an obligation: in the last answer of a conversation."""
    by_turn: int | None = None
    """In an obligation: in the first so many answers of a conversation."""


class Says(Frozen):
    """``input mentions X``, ``output advises X`` and their like."""

    kind: Literal["says"] = "says"
    side: Side
    verb: Verb
    target: Target
    placement: Placement = Placement()
    location: Location | None = None


class Escalates(Frozen):
    """``output escalates to LEVEL``: the advice reaches that rung or a higher one."""

    kind: Literal["escalates"] = "escalates"
    level: str
    location: Location | None = None


class Metadata(Frozen):
    """``category is …``, ``risk is …``, ``setting is …``, ``supervision is …``; several values mean any of."""

    kind: Literal["metadata"] = "metadata"
    field: Literal["category", "risk", "setting", "supervision"]
    values: tuple[str, ...]
    location: Location | None = None


class RecordClause(Frozen):
    """``record FIELD is / include / above / below / at least / at most …``: the case's structured record.

    Exactly one of ``value`` (a word or a text), ``quantity`` and ``target`` is there.
    """

    kind: Literal["record"] = "record"
    field: str
    """A field of the record, a laboratory value or a vital sign, by its name in the language."""
    comparison: Comparison
    value: str | None = None
    quantity: Quantity | None = None
    target: Target | None = None
    """Only of ``include``: any of its terms."""
    location: Location | None = None


class Not(Frozen):
    kind: Literal["not"] = "not"
    condition: Condition


class And(Frozen):
    kind: Literal["and"] = "and"
    conditions: tuple[Condition, ...]


class Or(Frozen):
    kind: Literal["or"] = "or"
    conditions: tuple[Condition, ...]


Condition = Annotated[Says | Escalates | Metadata | RecordClause | Not | And | Or, Field(discriminator="kind")]


class _Obligation(Frozen):
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


class MustNotExceed(_Obligation):
    """``must never advise X above 4 g per day``, ``must never advise X more often than once per week``.

    Exactly one of ``most`` and ``times`` is there.
    """

    kind: Literal["exceed"] = "exceed"
    target: Target
    """The medicine."""
    most: Quantity | None = None
    per: tuple[str, ...] = ()
    """What the limit is for: ``dose``, ``kg``, ``m2`` and units of time, as written. Empty: a dose."""
    times: int | None = None
    """How many doses ``per`` (one unit of time) are allowed."""
    placement: Placement = Placement()


class MustCover(_Obligation):
    """``must cover record allergies``: what the record lists is in the answer."""

    kind: Literal["cover"] = "cover"
    fields: tuple[Listed, ...]


class MustKeepTo(_Obligation):
    """``must keep to record medications``: nothing is said of the patient that the record lacks or contradicts."""

    kind: Literal["keep to"] = "keep to"
    fields: tuple[Listed, ...]


class MustAgree(_Obligation):
    """``must agree with record on allergies, medications``: nothing left out, nothing invented or changed."""

    kind: Literal["agree"] = "agree"
    fields: tuple[Listed, ...]


class MustReadAt(_Obligation):
    """``must read at grade N or below``: Flesch-Kincaid."""

    kind: Literal["read at"] = "read at"
    grade: float


class MustList(_Obligation):
    """``must list at least 3 of …``: as items of a list of diagnoses or orders."""

    kind: Literal["list"] = "list"
    target: Target


class MustListNothingBeyond(_Obligation):
    """``must list nothing beyond …``: no item of the list is another one."""

    kind: Literal["nothing beyond"] = "nothing beyond"
    terms: tuple[Term, ...]


class MustRank(_Obligation):
    """``must rank X first``: the first item of a numbered or ranked list."""

    kind: Literal["rank"] = "rank"
    term: Term


class MustStateConfidence(_Obligation):
    """``must state confidence``."""

    kind: Literal["state confidence"] = "state confidence"


Obligation = Annotated[
    MustSay
    | MustEscalate
    | MustNotEscalateAbove
    | MustInclude
    | MustStayUnder
    | MustNotExceed
    | MustCover
    | MustKeepTo
    | MustAgree
    | MustReadAt
    | MustList
    | MustListNothingBeyond
    | MustRank
    | MustStateConfidence,
    Field(discriminator="kind"),
]


class GivenRecord(Frozen):
    """``record FIELD is VALUE`` or ``record FIELD include …``: one line of the record of an example.

    Exactly one of ``value``, ``quantity`` and ``terms`` is there.
    """

    field: str
    value: str | None = None
    quantity: Quantity | None = None
    terms: tuple[Term, ...] = ()
    """What the field lists; a concept stands for one thing that its phrases name."""


class Given(Frozen):
    """The situation of an example. Nothing given: ``when`` is taken as true."""

    text: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    """(field, value) pairs such as ``("risk", "high")``."""
    record: tuple[GivenRecord, ...] = ()
    """Empty: the example has no record."""


class Example(Frozen):
    """``passes TEXT``, ``fails TEXT`` or their ``todo`` forms."""

    expects: Literal["passes", "fails"]
    todo: bool = False
    text: str
    """The answer; of a conversation all answers, joined by empty lines."""
    turns: tuple[Turn, ...] = ()
    """Of a conversation: its turns in order, the roles ``patient`` and ``assistant``."""
    given: Given | None = None
    violating: int | None = None
    """The number of the obligation that a ``fails`` must violate; None: any."""
    location: Location


class Rule(Frozen):
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
    case: str | None = None
    """Of a vignette's own rule: the case that it is for."""
    location: Location
