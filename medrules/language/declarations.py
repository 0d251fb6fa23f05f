"""From the trees of packs, concepts, rungs, hazards and weights to the model."""

from __future__ import annotations

from itertools import pairwise
from pathlib import PurePath
from typing import cast

from lark import Token

from medrules.language.conditions import value
from medrules.language.desk import Desk, find, name, parts, unquoted, word
from medrules.language.grammar import Node
from medrules.language.obligations import harm
from medrules.language.slots import day_of, first, once, one_text, status
from medrules.language.targets import amount, terms
from medrules.model.book import Concept, Hazard, Pack, Rung, Weights
from medrules.model.problem import Location
from medrules.model.rule import HARMS, Harm

_NOTHING: frozenset[str] = frozenset()


def untitled_pack(file: str) -> Pack:
    """The title page of a file that has none."""
    return Pack(title=PurePath(file).stem, file=file, location=Location(file=file, line=1))


def pack(desk: Desk, node: Node) -> Pack:
    """A file's title page."""
    slots = once(desk, parts(node)[1:], _NOTHING, "pack")
    version = first(slots, "version")
    written = find(version, "version") if version is not None else None
    return Pack(
        title=desk.text(parts(node)[0]) or untitled_pack(desk.source.file).title,
        version=version_text(written) if written is not None else None,
        status=status(desk, slots) or "testing",
        owner=one_text(desk, slots, "owner"),
        specialist=one_text(desk, slots, "specialist"),
        approved_by=one_text(desk, slots, "approved"),
        approved_on=day_of(desk, slots, "approved"),
        review_by=day_of(desk, slots, "review"),
        file=desk.source.file,
        location=desk.place(node),
    )


def version_text(node: Node) -> str:
    """A version, with or without quotes."""
    token = word(node)
    return unquoted(token) if token.type in ("STRING", "LONG_STRING") else str(token)


def concept(desk: Desk, node: Node, key: str) -> Concept:
    """A named set of phrases, without those that cannot work."""
    listed = find(node, "terms")
    return Concept(
        key=key,
        name=name(parts(node)[0]),
        title=desk.text(find(node, "title")),
        terms=terms(desk, listed) if listed is not None else (),
        location=desk.place(parts(node)[0]),
    )


def rung(desk: Desk, node: Node) -> Rung:
    """One rung of the ladder as one file declares it."""
    listed = find(node, "terms")
    return Rung(
        name=name(parts(node)[0]),
        title=desk.text(find(node, "title")),
        terms=terms(desk, listed) if listed is not None else (),
        location=desk.place(parts(node)[0]),
    )


def hazard(desk: Desk, node: Node) -> Hazard:
    """A hazard of the hazard log."""
    slots = once(desk, parts(node)[2:], _NOTHING, "hazard")
    initial, residual = _rated(first(slots, "initial")), _rated(first(slots, "residual"))
    return Hazard(
        id=name(parts(node)[0]),
        title=desk.text(parts(node)[1]) or "",
        cause=one_text(desk, slots, "cause"),
        effect=one_text(desk, slots, "effect"),
        control=one_text(desk, slots, "control"),
        owner=one_text(desk, slots, "owner"),
        initial_severity=initial[0],
        initial_likelihood=initial[1],
        residual_severity=residual[0],
        residual_likelihood=residual[1],
        location=desk.place(parts(node)[0]),
    )


def _rated(slot: Node | None) -> tuple[str, str] | tuple[None, None]:
    """The severity and the likelihood of ``initial`` or ``residual``."""
    if slot is None:
        return None, None
    severity, likelihood = (word(part) for part in parts(slot))
    return _rating(severity), _rating(likelihood)


def _rating(token: Token) -> str:
    return unquoted(token) if token.type == "STRING" else str(token).lower()


def weights(desk: Desk, node: Node) -> Weights | None:
    """Harm points and multipliers; None where a level of harm has none, or the points fall as harm grows."""
    named = parts(node)[0]
    slots = [part for part in parts(node)[1:] if part.data != "title"]
    points: dict[Harm, float] = {}
    multipliers: dict[str, dict[str, float]] = {}
    for slot in slots:
        if slot.data == "points":
            _points(desk, slot, points)
        else:
            _multiplier(desk, slot, multipliers)
    if not _complete(desk, named, points):
        return None
    return Weights(
        name=name(named),
        title=desk.text(find(node, "title")),
        points=points,
        multipliers=multipliers,
        location=desk.place(named),
    )


def _points(desk: Desk, slot: Node, points: dict[Harm, float]) -> None:
    for pair in parts(slot):
        level = harm(desk, parts(pair)[0])
        if level is not None and level in points:
            desk.complain("E501", f"The points of harm {level} are stated twice", pair, "leave one of them out")
        elif level is not None and (count := amount(desk, cast(Token, pair.children[-1]))) is not None:
            points[level] = count


def _multiplier(desk: Desk, slot: Node, multipliers: dict[str, dict[str, float]]) -> None:
    field = str(slot.data).removesuffix("_times")
    key = value(desk, field, parts(slot)[0])
    factor = amount(desk, cast(Token, slot.children[-1]))
    if key is None or factor is None:
        return
    known = multipliers.setdefault(field, {})
    if key in known:
        desk.complain("E501", f"The multiplier of {field} {key} is stated twice", slot, "leave one of them out")
    else:
        known[key] = factor


def _complete(desk: Desk, named: Node, points: dict[Harm, float]) -> bool:
    missing = [level for level in HARMS if level not in points]
    if missing:
        hint = "write all five: harm none 0, mild 1, moderate 4, severe 20, death 100"
        desk.complain("E512", f"These weights name no points for {', '.join(missing)}", named, hint)
        return False
    falling = next((pair for pair in pairwise(HARMS) if points[pair[0]] > points[pair[1]]), None)
    if falling:
        message = f"Harm {falling[0]} counts more points than harm {falling[1]}, which is worse"
        desk.complain("E512", message, named, "give a worse harm as many points or more")
    return falling is None
