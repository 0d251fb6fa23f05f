"""From the tree of a ``must`` statement to the model's obligation; one function for each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lark import Token

from medrules.language import doses, lists, printing, record
from medrules.language.conditions import VERBS, Kind, condition, placement, rung
from medrules.language.desk import Desk, did_you_mean, find, name, parts, unquoted, word
from medrules.language.grammar import Node
from medrules.language.targets import bare_list, quantity, target, whole
from medrules.model.rule import (
    HARMS,
    Harm,
    MustEscalate,
    MustInclude,
    MustNotEscalateAbove,
    MustNotExceed,
    MustReadAt,
    MustSay,
    MustStateConfidence,
    MustStayUnder,
    Obligation,
)

Fields = dict[str, Any]
MOST_WORDS = 1_000_000
_PLACES = ("first_sentences", "in_section", "in_last_answer", "by_turn")
MINUTES = {
    "minute": 1,
    "minutes": 1,
    "min": 1,
    "hour": 60,
    "hours": 60,
    "h": 60,
    "day": 1440,
    "days": 1440,
    "week": 10080,
    "weeks": 10080,
}
MOST_GRADE = 30


def harm(desk: Desk, node: Node) -> Harm | None:
    """A level of harm; an unknown one is a problem."""
    written = name(node)
    for level in HARMS:
        if written == level:
            return level
    desk.complain("E406", f"There is no harm '{written}'", node, did_you_mean(written, HARMS, "write one of"))
    return None


def obligation(desk: Desk, node: Node, number: int, rule_harm: Harm | None) -> Obligation | None:
    """The obligation of an ``obligation`` node; None where a part of it cannot work.

    ``number`` counts from 1 within the rule; ``rule_harm`` holds where the obligation names no harm of its own.
    """
    demand = parts(node)[0]
    kind = str(demand.data)
    made = _KINDS[kind](desk, demand)
    fields: Fields = {"number": number, "text": "", "location": desk.place(node), "harm": rule_harm or "none"}
    own, unless = find(node, "with_harm"), find(node, "unless")
    sound = made is not None
    if own is not None:
        fields["harm"] = harm(desk, parts(own)[0])
        sound = sound and fields["harm"] is not None
    if unless is not None:
        where: Kind = "unless of a mention" if "say" in kind else "unless"
        fields["unless"] = condition(desk, parts(unless)[0], where)
        sound = sound and fields["unless"] is not None
    if not sound or made is None:
        return None
    shape, own_fields = made
    bare: Obligation = shape.model_validate(fields | own_fields)
    return bare.model_copy(update={"text": printing.obligation(bare, rule_harm or bare.harm)})


Made = tuple[type[Any], Fields] | None


def _say(desk: Desk, node: Node) -> Made:
    verb, about, *places = parts(node)
    never = node.data == "must_never_say"
    which = VERBS[str(verb.data)]
    limits = [place for place in places if place.data in ("dose_above", "more_often")]
    if limits:
        return _exceed(desk, node, limits, f"must {'never ' if never else ''}{which}")
    if not never:
        bare_list(desk, about, f"must {which}")
    found = target(desk, about)
    where = _places(desk, places, which, never=never)
    if found is None or where is None:
        return None
    return MustSay, {"verb": which, "never": never, "target": found} | where


def _exceed(desk: Desk, node: Node, limits: list[Node], demand: str) -> Made:
    """A limit of a dose, written as a placement of ``must never advise``."""
    _, about, *places = parts(node)
    others = [place for place in places if place not in limits]
    odd = next((place for place in others if place.data not in _PLACES), None)
    if demand != "must never advise" or odd is not None:
        message = "A limit of a dose belongs to 'must never advise', without 'before' or 'in the same sentence as'"
        desk.complain("E517", message, odd or limits[0], "write: must never advise … above 4 g per day")
        return None
    if len(limits) > 1:
        hint = "write an obligation for each: must never advise … above …, must never advise … more often than …"
        desk.complain("E517", "An obligation has one limit", limits[1], hint)
        return None
    found = target(desk, about)
    where = _places(desk, others, None, never=True)
    limit = (doses.above if limits[0].data == "dose_above" else doses.more_often)(desk, limits[0])
    if found is None or where is None or limit is None:
        return None
    return MustNotExceed, {"target": found, "placement": where["placement"]} | limit


def _places(desk: Desk, nodes: list[Node], verb: str | None, *, never: bool) -> Fields | None:
    """The placements of an obligation; ``verb`` is None for sections."""
    found: dict[str, Any] = {}
    sound = True
    for node in nodes:
        data = str(node.data)
        if data in found:
            desk.complain("E502", "The same placement stands twice", node, "leave one out")
        found[data] = node
    if "unconditionally" in found and (never or verb not in ("say", "advise")):
        hint = "leave 'unconditionally' out" if never else "write: must say … unconditionally, or: must advise …"
        desk.complain(
            "E510", "Only 'must say' and 'must advise' take 'unconditionally'", found["unconditionally"], hint
        )
        sound = False
    before = _target_of(desk, found.get("before"))
    beside = _target_of(desk, found.get("same_sentence_as"))
    where = placement(desk, {kind: node for kind, node in found.items() if kind in _PLACES})
    missing = ("before" in found and before is None) or ("same_sentence_as" in found and beside is None)
    if not sound or missing or where is None:
        return None
    fields: Fields = {"placement": where.model_copy(update={"same_sentence_as": beside}), "before": before}
    return fields | ({"unconditionally": "unconditionally" in found} if verb else {})


def _target_of(desk: Desk, node: Node | None) -> Any:
    return target(desk, parts(node)[0]) if node is not None else None


def _escalate(desk: Desk, node: Node) -> Made:
    level = rung(desk, parts(node)[0])
    within = find(node, "within_time")
    time = hours(desk, parts(within)[0]) if within is not None else None
    if level is None or (within is not None and time is None):
        return None
    return MustEscalate, {"level": level, "within_hours": time}


def hours(desk: Desk, node: Node) -> float | None:
    """A time such as ``30 minutes`` in hours; another unit is a problem."""
    number = next(child for child in node.children if isinstance(child, Token))
    unit = find(node, "unit")
    written = "".join(str(token) for token in unit.children).lower() if unit is not None else ""
    if written not in MINUTES:
        hint = (
            did_you_mean(written, MINUTES, "write minutes, hours, days or weeks") if written else "write: 24 hours"
        )
        message = f"'{written}' is no unit of time" if written else "The time has no unit"
        desk.complain("E511", message, unit or number, hint)
        return None
    time = float(number) * MINUTES[written] / 60
    if not 0 < time < 1e6:
        desk.complain("E506", "The time must be more than 0 and below a hundred years", number, "write: 24 hours")
        return None
    return time


def _not_above(desk: Desk, node: Node) -> Made:
    level = rung(desk, parts(node)[0])
    return (MustNotEscalateAbove, {"level": level}) if level else None


def _include(desk: Desk, node: Node) -> Made:
    listed, *places = parts(node)
    bare_list(desk, listed, "must include sections")
    sections = tuple(unquoted(word(part)) for part in parts(parts(listed)[0]))
    kind, least = quantity(desk, listed, len(sections))
    where = _places(desk, places, None, never=False)
    empty = next((part for part in parts(parts(listed)[0]) if not unquoted(word(part)).strip()), None)
    if empty is not None:
        desk.complain(
            "E314", "The heading of a section is empty", empty, 'write: must include sections "Allergies"'
        )
    if where is None or empty is not None:
        return None
    kind = "all" if len(sections) == 1 and kind != "at least" else kind
    return MustInclude, {"sections": sections, "quantity": kind, "least": least} | where


def _stay_under(desk: Desk, node: Node) -> Made:
    number = next(child for child in node.children if isinstance(child, Token) and child.type == "NUMBER")
    words = whole(desk, number, MOST_WORDS)
    return (MustStayUnder, {"words": words}) if words else None


def _read_at(desk: Desk, node: Node) -> Made:
    number = next(child for child in node.children if isinstance(child, Token) and child.type == "NUMBER")
    grade = float(number)
    if not 1 <= grade <= MOST_GRADE:
        message = f"'{number}' is no grade from 1 to {MOST_GRADE}"
        desk.complain("E506", message, number, "write: must read at grade 8 or below")
        return None
    return MustReadAt, {"grade": grade}


def _state_confidence(_desk: Desk, _node: Node) -> Made:
    return MustStateConfidence, {}


_KINDS: dict[str, Callable[[Desk, Node], Made]] = {
    "must_say": _say,
    "must_never_say": _say,
    "must_escalate": _escalate,
    "must_not_escalate": _not_above,
    "must_include": _include,
    "must_stay_under": _stay_under,
    "must_cover": record.owed,
    "must_keep_to": record.owed,
    "must_agree": record.owed,
    "must_read_at": _read_at,
    "must_list": lists.some,
    "must_list_nothing_beyond": lists.nothing_beyond,
    "must_rank": lists.first,
    "must_state_confidence": _state_confidence,
}
