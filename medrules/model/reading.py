"""How a text uses one mention: the terms of ConText plus the speech act."""

from __future__ import annotations

from typing import Literal, NamedTuple

Act = Literal["statement", "advice", "advice against", "question", "quotation"]
Polarity = Literal["affirmed", "negated"]
Certainty = Literal["plain", "hedged"]
Condition = Literal["unconditional", "conditional"]
Time = Literal["current", "past", "planned"]
Experiencer = Literal["patient", "other", "general"]
How = Literal["exact", "inflected", "corrected"]


class Cue(NamedTuple):
    """The words that decided a reading. Offsets are characters of the untouched original."""

    text: str
    start: int
    end: int
    kind: str
    """What it cues: ``negation``, ``prohibition``, ``advice``, ``hedge``, ``condition``, …"""


class Reading(NamedTuple):
    """One reading of one mention, with the cue that decided (None: nothing did, the defaults hold)."""

    act: Act = "statement"
    polarity: Polarity = "affirmed"
    certainty: Certainty = "plain"
    condition: Condition = "unconditional"
    time: Time = "current"
    experiencer: Experiencer = "general"
    cue: Cue | None = None
    """The cue of the act or polarity, else of the condition, certainty, time or experiencer."""
    cues: tuple[Cue, ...] = ()
    """Every cue that took part, in the order of the text."""


class Mention(NamedTuple):
    """A phrase found in a text. Offsets are characters of the untouched original; ``end`` is exclusive."""

    start: int
    end: int
    text: str
    phrase: str
    """The phrase of the rule that matched, as written."""
    how: How
    reading: Reading
    doubtful: bool = False
    """The match crosses what may be a border (a line break without punctuation), or holds a negation in a gap."""


class Escalation(NamedTuple):
    """The level of care that a text as a whole advises this reader now, and what it names conditionally."""

    rung: str | None
    """None: not determined."""
    within_hours: float | None
    """How soon, where the text says so."""
    evidence: tuple[Mention, ...]
    """The mentions that decided the rung, strongest first."""
    conditional: str | None
    """The highest rung advised only conditionally."""
    conditional_evidence: tuple[Mention, ...] = ()
    weak: bool = False
    """The evidence for the rung is hedged, a typing slip or doubtful: a verdict on it is ``review``."""
