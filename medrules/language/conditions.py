"""From the tree of a condition (after ``when`` or ``unless``) to the model's condition."""

from __future__ import annotations

from typing import Any, Literal, cast

from lark import Token

from medrules.language import record
from medrules.language.desk import Desk, did_you_mean, find, name, parts, tokens_of
from medrules.language.grammar import Node
from medrules.language.names import categories, category_paths, situations
from medrules.language.targets import target, whole
from medrules.model.rule import And, Condition, Escalates, Metadata, Not, Or, Placement, Says, Verb

MOST_DEPTH = 20
MOST_SENTENCES = 1000
MOST_TURNS = 1000
VERBS: dict[str, Verb] = {
    "mention": "mention",
    "say": "say",
    "advise": "advise",
    "advise_against": "advise against",
    "ask_about": "ask about",
}
_ANYWHERE = Placement()
Kind = Literal["when", "unless of a mention", "unless"]
"""Where a condition stands: an ``unless`` of an obligation that finds mentions can speak of their sentence."""


def condition(desk: Desk, node: Node, kind: Kind, depth: int = 0) -> Condition | None:
    """The condition of a tree; None where a part of it cannot work."""
    if depth > MOST_DEPTH:
        message = f"Conditions within conditions go {MOST_DEPTH} deep"
        desk.complain("E209", message, node, "make concepts of the lists, or several rules")
        return None
    data = str(node.data)
    if data in ("conjunction", "disjunction"):
        inner = [condition(desk, part, kind, depth + 1) for part in parts(node)]
        if None in inner:
            return None
        members = tuple(cast("list[Condition]", inner))
        return And(conditions=members) if data == "conjunction" else Or(conditions=members)
    if data == "negation":
        negated = condition(desk, parts(node)[0], kind, depth + 1)
        return Not(condition=negated) if negated else None
    return _clause(desk, node, kind)


def _clause(desk: Desk, node: Node, kind: Kind) -> Condition | None:
    if node.data == "says":
        return _says(desk, node, kind)
    if node.data == "escalates":
        return _escalates(desk, node)
    if node.data == "record":
        return record.clause(desk, node)
    field = str(node.data).removesuffix("_is")
    found = [value(desk, field, part) for part in parts(node)]
    if None in found:
        return None
    return Metadata.model_validate({"field": field, "values": tuple(found), "location": desk.place(node)})


def value(desk: Desk, field: str, node: Node) -> str | None:
    """A category, risk, setting or supervision by name; an unknown one is a problem."""
    if field == "category":
        return category(desk, node)
    written = name(node)
    if written not in situations(field):
        hint = did_you_mean(written, situations(field), "write one of")
        desk.complain("E405", f"There is no {field} '{written}'", node, hint)
        return None
    return written


def category(desk: Desk, node: Node) -> str | None:
    """CATEGORY or CATEGORY/SUBCATEGORY by short names; an unknown one is a problem."""
    tokens = list(tokens_of(node))
    names = [token.lower() for token in tokens]
    written = "/".join(names)
    known = categories()
    if names[0] not in known:
        meant = category_paths().get(names[0])
        hint = f"write: {meant}" if meant else did_you_mean(names[0], known, "write one of")
        desk.complain("E404", f"There is no category '{names[0]}'", tokens[0], hint)
        return None
    if len(names) == 2 and names[1] not in known[names[0]]:
        hint = did_you_mean(names[1], known[names[0]], "write one of")
        message = f"The category {names[0]} has no subcategory '{names[1]}'"
        desk.complain("E404", message, tokens[1], hint)
        return None
    return written


def _side(node: Node) -> Token:
    side = find(node, "side")
    assert side is not None  # noqa: S101  (the grammar demands one)
    return cast(Token, side.children[0])


def _escalates(desk: Desk, node: Node) -> Condition | None:
    side = _side(node)
    if side.lower() == "input":
        hint = "write: output escalates to …"
        desk.complain("E508", "Only the answer (output) can escalate", side, hint)
        return None
    level = rung(desk, parts(node)[1])
    return Escalates(level=level, location=desk.place(node)) if level else None


def rung(desk: Desk, node: Node) -> str | None:
    """The name of a declared rung; an unknown one is a problem."""
    written = name(node)
    if written not in desk.names.rungs and desk.names.incomplete:
        return None
    if written not in desk.names.rungs:
        otherwise = f'declare it: escalation {written} is "…", or write: use escalation'
        hint = did_you_mean(written, desk.names.rungs, "write one of" if desk.names.rungs else otherwise)
        desk.complain("E402", f"There is no rung '{written}' on the ladder of escalation", node, hint)
        return None
    return written


def _says(desk: Desk, node: Node, kind: Kind) -> Condition | None:
    side, verb, about, *placements = parts(node)
    word = cast(Token, side.children[0])
    which = VERBS[str(verb.data)]
    if word.lower() == "input" and which not in ("mention", "say"):
        hint = "write: input mentions …, or: input says …"
        desk.complain("E508", "Of the input a rule can ask what it mentions or says", word, hint)
        return None
    found = target(desk, about)
    where = _placement(desk, placements, kind, word)
    if found is None or where is None:
        return None
    return Says.model_validate(
        {"side": word.lower(), "verb": which, "target": found, "placement": where, "location": desk.place(node)}
    )


def _placement(desk: Desk, nodes: list[Node], kind: Kind, side: Token) -> Placement | None:
    fields: dict[str, Any] = {}
    for node in nodes:
        data = str(node.data)
        if data in fields:
            desk.complain("E502", "The same placement stands twice", node, "leave one out")
        fields[data] = node
    if "same_sentence" in fields and (kind != "unless of a mention" or side.lower() == "input"):
        message = "'in the same sentence' asks for the sentence of what an obligation found in the answer"
        hint = (
            'write both in one phrase, with a gap ("stop ... warfarin"), or: "stop" near "warfarin" within 6 words'
        )
        desk.complain("E509", message, fields["same_sentence"], hint)
        return None
    return placement(desk, fields)


def placement(desk: Desk, fields: dict[str, Any]) -> Placement | None:
    """Where something has to stand, of the placements given by kind."""
    if not fields:
        return _ANYWHERE
    first = fields.get("first_sentences")
    count: int | None = None
    if first is not None:
        numbers = _numbers(first)
        count = whole(desk, numbers[0], MOST_SENTENCES) if numbers else 1
        if count is None:
            return None
    section, turn = fields.get("in_section"), fields.get("by_turn")
    turns = whole(desk, tokens[-1], MOST_TURNS) if (tokens := _numbers(turn)) else None
    if turn is not None and turns is None:
        return None
    if turn is not None and "in_last_answer" in fields:
        desk.complain("E502", "'by turn' and 'in the last answer' exclude each other", turn, "leave one out")
        return None
    return Placement(
        first_sentences=count,
        section=desk.text(find(section, "text")) if section is not None else None,
        same_sentence="same_sentence" in fields,
        last_answer="in_last_answer" in fields,
        by_turn=turns,
    )


def _numbers(node: Node | None) -> list[Token]:
    return [t for t in node.children if isinstance(t, Token) and t.type == "NUMBER"] if node is not None else []
