"""From the tree of a ``rule`` to the model's rule, its examples among it."""

from __future__ import annotations

import re
from typing import Any, cast

from lark import Token

from medrules.language import record
from medrules.language.conditions import category, condition, value
from medrules.language.desk import Desk, did_you_mean, find, name, parts
from medrules.language.grammar import Node
from medrules.language.judging import judge
from medrules.language.obligations import harm, obligation
from medrules.language.slots import all_texts, first, once, one_text, status
from medrules.language.targets import whole
from medrules.model.book import Pack
from medrules.model.case import Turn
from medrules.model.rule import Condition, Example, Given, GivenRecord, Harm, Obligation, Rule

_REPEATABLE = frozenset({"obligation", "source", "example_slot"})
_SPEAKER = re.compile(r"^[ \t]*(patient|answer):[ \t]*", re.IGNORECASE | re.MULTILINE)


def rule(desk: Desk, node: Node, pack: Pack) -> Rule | None:
    """The rule of a ``rule`` node; None where a part of it cannot work."""
    before = len(desk.problems)
    slots = once(desk, parts(node)[2:], _REPEATABLE, "rule")
    level = _harm(desk, node, slots)
    obligations = _obligations(desk, node, slots, level)
    when = _when(desk, slots)
    fields: dict[str, Any] = {
        "id": name(parts(node)[0]),
        "title": desk.text(parts(node)[1]),
        "pack": pack.title,
        "status": "retired" if pack.status == "retired" else status(desk, slots) or pack.status,
        "categories": _categories(desk, slots),
        "harm": level or "none",
        "hazard": _hazard(desk, slots),
        "when": when,
        "obligations": obligations,
        "because": one_text(desk, slots, "because"),
        "sources": all_texts(slots, "source"),
        "author": one_text(desk, slots, "author"),
        "keywords": all_texts(slots, "keywords"),
        "known_false_positives": one_text(desk, slots, "known_false_positives"),
        "not_waivable": "not_waivable" in slots,
        "examples": _examples(desk, slots),
        "location": desk.start(cast(Token, node.children[0])),
    }
    if any(found.severity == "error" for found in desk.problems[before:]) or desk.names.incomplete:
        return None
    made = Rule.model_validate(fields)
    judge(desk, parts(node)[0], made)
    return made if not any(found.severity == "error" for found in desk.problems[before:]) else None


def of_case(desk: Desk, node: Node, case: str, title: str) -> Rule | None:
    """The rule that a vignette's own statements make; None where a part of them cannot work."""
    slots = once(desk, parts(node), _REPEATABLE, "case")
    slot = first(slots, "harm_slot")
    level: Harm | None = harm(desk, parts(slot)[0]) if slot is not None else "moderate"
    found = slots.get("obligation", [])
    if not found:
        desk.complain("E513", "The case's own rules demand nothing", node, "add what an answer to it owes: must …")
    fields: dict[str, Any] = {
        "id": f"case:{case}",
        "title": title,
        "pack": "Rules of single cases",
        "harm": level or "none",
        "hazard": _hazard(desk, slots),
        "when": _when(desk, slots),
        "obligations": tuple(obligation(desk, part, number, level) for number, part in enumerate(found, 1)),
        "because": one_text(desk, slots, "because"),
        "sources": all_texts(slots, "source"),
        "case": case,
        "location": desk.place(node),
    }
    if any(problem.severity == "error" for problem in desk.problems):
        return None
    return Rule.model_validate(fields)


def _harm(desk: Desk, node: Node, slots: dict[str, list[Node]]) -> Harm | None:
    slot = first(slots, "harm_slot")
    if slot is None:
        hint = "add a line: harm none, mild, moderate, severe or death"
        desk.complain("E504", "The rule does not say how much harm its violation could do", parts(node)[0], hint)
        return None
    return harm(desk, parts(slot)[0])


def _obligations(
    desk: Desk, node: Node, slots: dict[str, list[Node]], level: Harm | None
) -> tuple[Obligation, ...]:
    found = slots.get("obligation", [])
    if not found:
        hint = 'add what the answer owes: must …, such as: must mention "call 911"'
        desk.complain("E513", "The rule demands nothing", parts(node)[0], hint)
    made = [obligation(desk, part, number, level) for number, part in enumerate(found, 1)]
    return tuple(each for each in made if each is not None)


def _when(desk: Desk, slots: dict[str, list[Node]]) -> Condition | None:
    slot = first(slots, "when")
    return condition(desk, parts(slot)[0], "when") if slot is not None else None


def _categories(desk: Desk, slots: dict[str, list[Node]]) -> tuple[str, ...]:
    slot = first(slots, "for_categories")
    found: list[str] = []
    for part in parts(slot) if slot is not None else []:
        path = category(desk, part)
        if path in found:
            desk.complain("E501", f"The category {path} stands twice", part, "leave one out")
        elif path is not None:
            found.append(path)
    return tuple(found)


def _hazard(desk: Desk, slots: dict[str, list[Node]]) -> str | None:
    slot = first(slots, "leads_to")
    if slot is None:
        return None
    node = parts(slot)[0]
    written = name(node)
    if written not in desk.names.hazards and desk.names.incomplete:
        return None
    if written not in desk.names.hazards:
        hint = did_you_mean(written, desk.names.hazards, f'declare it: hazard {written} "…"')
        desk.complain("E403", f"There is no hazard '{written}'", node, hint)
        return None
    return written


def _examples(desk: Desk, slots: dict[str, list[Node]]) -> tuple[Example, ...]:
    count = len(slots.get("obligation", ()))
    made = (_example(desk, node, count) for node in slots.get("example_slot", ()))
    return tuple(each for each in made if each is not None)


def _example(desk: Desk, slot: Node, obligations: int) -> Example | None:
    node = parts(slot)[0]
    opener = cast(Token, slot.children[0])
    text = desk.text(find(node, "text")) or ""
    given = find(node, "given")
    before = len(desk.problems)
    situation = _given(desk, given) if given is not None else None
    conversation = _conversation(text)
    if conversation:
        turns = conversation
        asked, text = _joined(turns, "patient"), _joined(turns, "assistant")
        if situation is not None and situation.text is not None and given is not None:
            message = "The example is a conversation, and its 'given' states the input once more"
            desk.complain("E603", message, given, "leave the text after 'given' out")
        situation = (situation or Given()).model_copy(update={"text": asked})
    number = _violating(desk, node, obligations)
    if len(desk.problems) > before:
        return None
    return Example.model_validate(
        {
            "expects": node.data,
            "todo": isinstance(opener, Token) and opener.type == "TODO",
            "text": text,
            "turns": conversation,
            "given": situation,
            "violating": number,
            "location": desk.place(find(node, "text") or node),
        }
    )


def _violating(desk: Desk, node: Node, obligations: int) -> int | None:
    slot = find(node, "violating")
    if slot is None:
        return None
    number = cast(Token, slot.children[-1])
    found = whole(desk, number, 1_000_000)
    if found is not None and found > obligations:
        message = (
            f"The rule has {obligations} obligation{'s' if obligations != 1 else ''}, so none is number {found}"
        )
        desk.complain("E601", message, number, f"write a number from 1 to {max(obligations, 1)}")
    return found


def _given(desk: Desk, node: Node) -> Given | None:
    texts: list[Node] = []
    metadata: list[tuple[str, str]] = []
    records: list[GivenRecord] = []
    for item in parts(node):
        kind = str(item.data)
        if kind == "given_text":
            texts.append(item)
        elif kind.startswith("given_record"):
            line = record.given(desk, item)
            records += [line] if line is not None else []
        else:
            field = kind.removeprefix("given_")
            found = value(desk, field, parts(item)[0])
            if found is not None:
                metadata.append((field, found))
    fields = [*(field for field, _ in metadata), *(f"record {line.field}" for line in records)]
    if len(texts) > 1 or len(set(fields)) < len(fields):
        message = "The situation of an example states the same thing twice"
        desk.complain("E602", message, node, 'write one text and one of each: given "…" and risk is high')
        return None
    text = desk.text(find(texts[0], "text")) if texts else None
    return Given(text=text, metadata=tuple(metadata), record=tuple(records))


def _conversation(text: str) -> tuple[Turn, ...]:
    """The turns of a text whose first line starts with ``Patient:``; of any other text none."""
    opening = _SPEAKER.match(text.lstrip("\n"))
    if opening is None or "\n" not in text:
        return ()
    marks = list(_SPEAKER.finditer(text))
    turns: list[Turn] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(text)
        role = "patient" if mark.group(1).lower() == "patient" else "assistant"
        turns.append(Turn(role=role, text=text[mark.end() : end].strip("\n")))
    both = {turn.role for turn in turns} == {"patient", "assistant"}
    return tuple(turns) if both else ()


def _joined(turns: tuple[Turn, ...], role: str) -> str:
    return "\n\n".join(turn.text for turn in turns if turn.role == role)
