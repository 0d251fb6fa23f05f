"""Phrases: what a rule looks for in a text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from medrules.model.frozen import Frozen
from medrules.model.problem import Location


class Word(Frozen):
    """One word, matched whatever its case, inflection or spelling variant."""

    kind: Literal["word"] = "word"
    text: str


class Prefix(Frozen):
    """Any word that starts so: ``antibiot*``."""

    kind: Literal["prefix"] = "prefix"
    stem: str


class Gap(Frozen):
    """Zero to ``most`` words: ``...`` or ``...12``."""

    kind: Literal["gap"] = "gap"
    most: int = 5


class ConceptRef(Frozen):
    """A concept inside a phrase: ``<anticoagulant>``."""

    kind: Literal["concept"] = "concept"
    name: str
    """As written; after loading, a key of ``RuleBook.concepts``."""


class Either(Frozen):
    """One of several sequences: ``(ER|emergency room)``."""

    kind: Literal["either"] = "either"
    options: tuple[tuple[PhraseItem, ...], ...]


class Maybe(Frozen):
    """A sequence that may be absent: ``[for]``."""

    kind: Literal["maybe"] = "maybe"
    items: tuple[PhraseItem, ...]


PhraseItem = Annotated[Word | Prefix | Gap | ConceptRef | Either | Maybe, Field(discriminator="kind")]


class Phrase(Frozen):
    """A sequence of items found in one sentence."""

    kind: Literal["phrase"] = "phrase"
    text: str
    """The phrase as the user wrote it, without its quotes."""
    items: tuple[PhraseItem, ...]
    location: Location | None = None


class Exactly(Frozen):
    """These characters in this case, bounded as words: ``exactly "PE"``."""

    kind: Literal["exactly"] = "exactly"
    text: str
    location: Location | None = None


class Near(Frozen):
    """Two phrases in either order with at most ``within`` words between them."""

    kind: Literal["near"] = "near"
    left: Phrase
    right: Phrase
    within: int
    location: Location | None = None


class Named(Frozen):
    """A concept named outside a phrase."""

    kind: Literal["named"] = "named"
    name: str
    """As written; after loading, a key of ``RuleBook.concepts``."""
    location: Location | None = None


Term = Annotated[Phrase | Exactly | Near | Named, Field(discriminator="kind")]


class Target(Frozen):
    """What a clause or an obligation is about: any of, all of, or at least N of its terms."""

    quantity: Literal["any", "all", "at least"] = "any"
    least: int = 1
    """Only for ``at least``."""
    terms: tuple[Term, ...]


Either.model_rebuild()
Maybe.model_rebuild()
