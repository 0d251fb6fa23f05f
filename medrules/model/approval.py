"""What a hospital decides in its own files: which rules it adopts, and which findings it accepts for a time."""

from __future__ import annotations

from datetime import date
from typing import Literal

from medrules.model.frozen import Frozen
from medrules.model.problem import Location
from medrules.model.rule import Status


class Adoption(Frozen):
    """``adopt pack "…"`` or ``adopt rule NAME``: a hospital's own approval of a rule or pack that ships.

    It lapses where its date has passed or is none, where the version is another, and where ``text`` is not the
    hash of what is adopted.
    """

    subject: Literal["pack", "rule"]
    name: str
    """The pack's title or the rule's id."""
    version: str | None = None
    status: Status = "production"
    approved_by: str | None = None
    approved_on: date | None = None
    review_by: date | None = None
    """The last day on which it holds; None: no date, or one that is none."""
    review_by_written: str | None = None
    """The date as written, also where it is none."""
    text: str | None = None
    """The hash of the adopted text, as ``medrules format`` fills it in."""
    location: Location


class Waiver(Frozen):
    """``waive RULE [for case "…"] until DATE …``: a rule, or its findings in one case, accepted until a date."""

    rule: str
    case: str | None = None
    until: date | None = None
    """The last day on which it holds; None: the date written is none, and the waiver has lapsed."""
    until_written: str | None = None
    owner: str | None = None
    because: str | None = None
    renewed: int = 0
    location: Location


Standing = Literal["in force", "lapsed", "not waivable", "not loaded"]
"""``not loaded``: the rule or pack that it names is not among those of the run."""


class WaiverStanding(Frozen):
    """What a waiver is worth on a day."""

    waiver: Waiver
    standing: Standing
    reason: str
    """One plain sentence; of one in force: until when."""


class AdoptionStanding(Frozen):
    """What an adoption is worth on a day."""

    adoption: Adoption
    standing: Standing
    reason: str
    rules: tuple[str, ...] = ()
    """The rules that it adopts while in force, by id."""


class Approvals(Frozen):
    """What of a rule book's waivers and adoptions holds on a day."""

    as_of: date
    waivers: tuple[WaiverStanding, ...] = ()
    """In the order of the book."""
    adoptions: tuple[AdoptionStanding, ...] = ()
    statuses: dict[str, Status] = {}
    """The effective status of every rule: its own, or of an adoption in force (a rule's before its pack's)."""
