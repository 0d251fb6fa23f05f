"""The slots of a declaration (``owner``, ``because``, ``review by`` …): each once, each judged."""

from __future__ import annotations

from datetime import date

from medrules.language.desk import Desk, did_you_mean, find, name, parts, unquoted, word
from medrules.language.grammar import Node
from medrules.model.rule import Status

STATUSES: tuple[Status, ...] = ("testing", "production", "retired")


def once(desk: Desk, nodes: list[Node], repeatable: frozenset[str], what: str) -> dict[str, list[Node]]:
    """Slots by kind; one that stands twice though it may not is a problem, and its first is taken."""
    found: dict[str, list[Node]] = {}
    for node in nodes:
        kind = str(node.data)
        if kind in found and kind not in repeatable:
            keyword = str(next(iter(node.children))).lower() if node.children else kind
            first = desk.place(found[kind][0])
            hint = "join the conditions by and, or by or" if kind == "when" else "leave one of them out"
            message = f"This {what} has two '{keyword}'; the first stands in line {first.line}"
            desk.complain("E501", message, node, hint)
        found.setdefault(kind, []).append(node)
    return found


def first(slots: dict[str, list[Node]], kind: str) -> Node | None:
    """The slot of a kind, if it is there."""
    return slots[kind][0] if kind in slots else None


def one_text(desk: Desk, slots: dict[str, list[Node]], kind: str) -> str | None:
    """The text of a slot such as ``because``."""
    node = first(slots, kind)
    return desk.text(find(node, "text")) if node is not None else None


def all_texts(slots: dict[str, list[Node]], kind: str) -> tuple[str, ...]:
    """Every text of the slots of a kind such as ``source``."""
    return tuple(unquoted(word(part)) for node in slots.get(kind, ()) for part in parts(node))


def status(desk: Desk, slots: dict[str, list[Node]]) -> Status | None:
    """``testing``, ``production`` or ``retired``; any other word is a problem."""
    node = first(slots, "status")
    if node is None:
        return None
    slot = find(node, "status")
    assert slot is not None  # noqa: S101  (the grammar demands one)
    written = name(slot)
    for known in STATUSES:
        if written == known:
            return known
    desk.complain("E407", f"There is no status '{written}'", slot, did_you_mean(written, STATUSES, "write one of"))
    return None


def day(desk: Desk, node: Node) -> date | None:
    """The date of a ``date`` node; one that is no date is a problem."""
    written = word(node)
    found = parsed_date(written)
    if found is None:
        desk.complain("E505", f"'{written}' is no date", written, "write year, month, day: 2027-10-01")
    return found


def parsed_date(written: str) -> date | None:
    """The date of YEAR-MONTH-DAY; None for anything else."""
    try:
        return date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        return None


def day_of(desk: Desk, slots: dict[str, list[Node]], kind: str) -> date | None:
    """The date that a slot such as ``review by`` states."""
    node = first(slots, kind)
    part = find(node, "date") if node is not None else None
    return day(desk, part) if part is not None else None
