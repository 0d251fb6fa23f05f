"""What the reading of one sentence yields, and what the blocks above bring to it."""

from __future__ import annotations

from typing import NamedTuple

from medrules.text.cues import Found

NONE, STATEMENT, ADVICE, AGAINST = 0, 1, 2, 3
"""What a clause does; NONE: a fragment, which does what the clause or the lead-in before it does."""


class Context(NamedTuple):
    """What a lead-in or heading does to the fragments that stand under it."""

    act: int = NONE
    condition: Found | None = None
    """Advice under it holds only if something happens."""
    inside: bool = False
    """Fragments under it are themselves the conditions (``Go to the ER if you have:``)."""
    cue: Found | None = None
    open: bool = False
    """It ends with the cue (``Do NOT:``): orders under it are what is discouraged."""
    others: bool = False
    """Verbs under it say what somebody else does (``Your doctor will:``): no imperatives."""
    hedge: Found | None = None
    """Fragments under it are uncertain (``Possible causes:``)."""
    patient: bool = False
    """Findings under it are this patient's (``Your symptoms:``)."""
    asked: Found | None = None
    """Fragments under it are asked of the reader (``Tell me:``)."""


class Analysis:
    """One sentence, word by word; every list is indexed by position minus ``first``."""

    __slots__ = (
        *("act", "asked", "asked_end", "bare", "borders", "carried", "condition", "cue", "cues", "end", "first"),
        *("inside", "labelled", "last", "opens", "pending"),
    )

    def __init__(self, first: int, last: int, cues: dict[str, list[Found]]) -> None:
        size = last - first
        self.first, self.last, self.cues = first, last, cues
        self.act = [NONE] * size
        """What is done with a mention that begins here."""
        self.bare = [NONE] * size
        """The same without the cue that begins here."""
        self.cue: list[Found | None] = [None] * size
        self.condition: list[Found | None] = [None] * size
        self.inside = [False] * size
        self.borders: list[int] = []
        """Where clauses start, main or subordinate: no negation or hedge reaches across."""
        self.opens = ""
        """How its first clause opens: ``imperative``, ``finite`` or empty for a fragment."""
        self.asked = next((cue for cue in cues.get("question", ()) if cue.kind == "ask"), None)
        """What is asked of the reader stands behind this cue, as far as ``asked_end``."""
        self.asked_end = last
        self.pending: Found | None = None
        """The condition that stood first and governed what followed it to the end."""
        self.labelled = False
        """The condition is the label of its block (``If it worsens: …``)."""
        self.carried: Found | None = None
        """The condition of the sentence before, where it goes on."""
        self.end = Context()


class Clause:
    """A clause while its sentence is being read."""

    __slots__ = ("act", "condition", "cue", "gap", "inside", "joint", "kind", "main", "start")

    def __init__(self, start: int, act: int, cue: Found | None, kind: str = "main", joint: str = "") -> None:
        self.start, self.act, self.cue, self.kind, self.joint = start, act, cue, kind, joint
        self.condition: Found | None = None
        self.inside = False
        self.main: Clause | None = None
        self.gap = range(0)
        """The words of a relative clause inside its subject."""
