"""From the tree of a limit of doses (``above 4 g per day``, ``more often than once per week``) to the model."""

from __future__ import annotations

from typing import Any

from lark import Token

from medrules.language.desk import Desk, did_you_mean, find, parts
from medrules.language.grammar import Node
from medrules.language.record import quantity, unit_of
from medrules.language.targets import whole

TIMES = ("minute", "hour", "day", "week", "month")
PER = ("dose", "kg", "m2", *TIMES)
"""What a limit of a dose can be for."""
SPELT = {"min": "minute", "h": "hour", "hr": "hour", **{f"{time}s": time for time in TIMES}}
"""Other spellings of what a limit can be for."""
_MOST_TIMES = 1000


def above(desk: Desk, node: Node) -> dict[str, Any] | None:
    """The most that a dose may be, and what that is for."""
    limit, *pers = parts(node)
    found = quantity(desk, limit)
    if found is None:
        return None
    written = found.unit or ""
    if not written or "/" in written or not pers:
        amount, *over = written.split("/")
        shown = " per ".join([f"{amount or 'mg'}", *(SPELT.get(part, part) for part in over or ["day"])])
        hint = f"write what the limit is for: above {found.amount:g} {shown}"
        desk.complain("E516", "A limit of a dose says its unit, and what it is for", limit, hint)
        return None
    per = tuple(made for part in pers if (made := _per(desk, part, PER)) is not None)
    return {"most": found, "per": per} if len(per) == len(pers) else None


def more_often(desk: Desk, node: Node) -> dict[str, Any] | None:
    """How many doses are allowed in one unit of time."""
    rate = parts(node)[0]
    span = find(rate, "per")
    per = _per(desk, span, TIMES) if span is not None else None
    number = next((child for child in rate.children if isinstance(child, Token) and child.type == "NUMBER"), None)
    times = 1 if number is None else whole(desk, number, _MOST_TIMES)
    return {"times": times, "per": (per,)} if times is not None and per is not None else None


def _per(desk: Desk, node: Node, known: tuple[str, ...]) -> str | None:
    written = unit_of(parts(node)[0]).lower()
    made = SPELT.get(written, written)
    if made not in known:
        hint = did_you_mean(made, known, "write one of")
        desk.complain("E516", f"A limit of a dose is not for one '{written}'", node, hint)
        return None
    return made
