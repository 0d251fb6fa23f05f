"""Cases and samples: what a model was asked, and what it answered."""

from __future__ import annotations

from typing import Any, Literal

from medrules.model.frozen import Strict
from medrules.model.record import Record

Role = Literal["patient", "clinician", "system", "assistant"]
ANSWERING = frozenset({"assistant", "model", "ai"})
"""The roles under which the model's own answers stand."""
Risk = Literal["low", "moderate", "high"]


class Turn(Strict):
    """One message of a conversation."""

    role: str
    text: str


class Gold(Strict):
    """What a good answer would do."""

    escalation: tuple[str, ...] = ()
    """Acceptable rungs; several: either is right."""
    within: str | None = None
    answer: tuple[str, ...] = ()
    differential: tuple[str, ...] = ()


class Vignette(Strict):
    """One case to put to a model."""

    id: str
    title: str | None = None
    category: str | None = None
    """CATEGORY/SUBCATEGORY by short names; None: uncategorised."""
    task: str | None = None
    risk: str | None = None
    setting: str | None = None
    supervision: str | None = None
    subgroup: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    record: Record | None = None
    gold: Gold = Gold()
    rules: str | None = None
    """Statements of its own in the rule language: ``must``, ``when``, ``harm`` …; judged on its answers alone."""
    rules_line: int | None = None
    """The line of the file at which they begin."""
    variant_of: str | None = None
    variant_kind: str | None = None
    source: str | None = None
    author: str | None = None
    file: str | None = None
    line: int | None = None

    @property
    def input(self) -> str:
        """All that the model was shown from the user's side, all turns; not what the product told it."""
        return "\n\n".join(turn.text for turn in self.turns if turn.role not in ("assistant", "system"))


class Sample(Strict):
    """One answer of one model to one case, joined to its vignette where there is one."""

    case: str
    """The case's id; where the row names none, one made of its input (equal inputs are one case), else its id."""
    id: str
    """Unique within its file; FILE:LINE where the row names none."""
    model: str | None = None
    version: str | None = None
    input: str | None = None
    output: str
    category: str | None = None
    risk: str | None = None
    setting: str | None = None
    supervision: str | None = None
    subgroup: tuple[str, ...] = ()
    gold: Gold = Gold()
    record: Record | None = None
    """The row's own record, or its vignette's."""
    confidence: float | None = None
    finish_reason: str | None = None
    messages: tuple[Turn, ...] = ()
    seed: str | None = None
    metadata: dict[str, Any] = {}
    file: str
    line: int


class Unreadable(Strict):
    """A row that could not be read: counted as an error and shown, never dropped."""

    file: str
    line: int
    id: str
    case: str | None = None
    model: str | None = None
    category: str | None = None
    code: str
    reason: str
    hint: str | None = None
