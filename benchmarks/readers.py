"""What a reader of medical text may be asked. It answers what it can; the rest is left blank in the table."""

from __future__ import annotations

from typing import NamedTuple

from medrules.model.reading import Cue


class Cannot(Exception):
    """This reader has no answer of this kind."""


class Use(NamedTuple):
    """How a text uses a marked mention."""

    readings: tuple[str, ...]
    """One of the six readings; several where the reader does not tell them apart: the row's own then counts as
    said, else the first."""
    hedged: bool | None = None
    """None: the reader does not say."""
    patient: str | None = None
    """``yes`` (of this patient, now), ``past``, ``other`` or ``no``; None: the reader does not say."""
    negated: bool = False
    time: str | None = None
    """``recent`` or ``historical``; None: the reader does not say."""
    experiencer: str | None = None
    """``patient`` or ``other``; None: the reader does not say."""
    cue: Cue | None = None


class Care(NamedTuple):
    """The level of care that a text advises."""

    level: int | None
    """0 self-care, 1 routine, 2 urgent, 3 emergency; None: not determined."""
    conditional: int | None = None
    cue: Cue | None = None
    span: tuple[int, int] | None = None


class Negation(NamedTuple):
    """A negation in a sentence: character offsets, end exclusive; the scope includes the cue."""

    cue: tuple[int, int]
    scope: tuple[int, int]


class Advice(NamedTuple):
    """Whether a sentence advises: ``no_advice``, ``weak_advice`` or ``strong_advice``."""

    strength: str
    cue: Cue | None = None


class Reply(NamedTuple):
    """What a reply to a patient's message holds."""

    holds: frozenset[str]
    cue: Cue | None = None


class Violations(NamedTuple):
    """What shipped ``must never`` obligations make of an answer."""

    violated: tuple[str, ...]
    applied: tuple[str, ...]
    cue: Cue | None = None


class Reader:
    """Every question raises ``Cannot`` unless a reader answers it."""

    name = "reader"

    def use(self, text: str, start: int, end: int) -> Use:
        """How the text uses the mention at these characters."""
        raise Cannot(text, start, end)

    def care(self, text: str) -> Care:
        """The level of care that the text advises its reader now."""
        raise Cannot(text)

    def negations(self, text: str) -> list[Negation]:
        """Negation cues and their scopes."""
        raise Cannot(text)

    def advice(self, sentence: str) -> Advice:
        """Whether a sentence of a paper advises, and how strongly."""
        raise Cannot(sentence)

    def reply(self, text: str) -> Reply:
        """The contents of a reply to a patient, by the OncQA guideline's names."""
        raise Cannot(text)

    def says(self, statement: str, asked: str | None, text: str) -> bool:
        """Whether the text says the statement, by a rule made from the statement and the question alone."""
        raise Cannot(statement, asked, text)

    def violations(self, text: str, asked: str | None) -> Violations:
        """Which shipped ``must never`` obligations the text violates."""
        raise Cannot(text, asked)
