"""From the tree of a declaration to its statements in canonical order and spelling, as pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lark import Token

from medrules.language.doses import SPELT
from medrules.language.formatting.pieces import CLAUSE, ITEM, UNLESS, Piece, of_token
from medrules.language.grammar import Node
from medrules.language.obligations import MINUTES
from medrules.language.printing import hours

Part = Node | Token

SLOTS = {
    "pack": ("version", "status", "owner", "specialist", "approved", "review"),
    "hazard": ("cause", "effect", "initial", "control", "owner", "residual"),
    "weights": ("points", "category_times", "setting_times", "supervision_times"),
    "rule": (
        "for_categories",
        "harm_slot",
        "status",
        "leads_to",
        "when",
        "obligation",
        "because",
        "source",
        "author",
        "keywords",
        "known_false_positives",
        "not_waivable",
        "example_slot",
    ),
    "sign_off": (
        "for_categories",
        "intended_use",
        "guardrail",
        "regulatory",
        "require",
        "do_not_use_for",
        "void_when",
        "monitoring",
        "signed_by",
    ),
    "adopt": ("version", "as_status", "approved", "review", "adopted_text"),
    "waive": ("for_case", "until", "owner", "because", "renewed"),
}
"""The statements of each declaration in the order in which they are written."""
_PLACEMENTS = (
    "unconditionally",
    "before",
    "dose_above",
    "more_often",
    "first_sentences",
    "in_section",
    "same_sentence",
    "same_sentence_as",
    "in_last_answer",
    "by_turn",
)
_JOINED = ("conjunction", "disjunction")
_FORBIDDING = frozenset({"says", "must_never_say", "before", "same_sentence_as"})
"""Parts whose list means *any of* without saying so."""


class Statement(NamedTuple):
    """One statement of a declaration, one item of its list, or its opening."""

    kind: str
    pieces: list[Piece]


class Written(NamedTuple):
    """A declaration: its opening words, and its statements or the items of its list in canonical order."""

    keyword: str
    head: list[Piece]
    statements: list[Statement]


def written(node: Node) -> Written:
    """The canonical statements of a declaration's whole tree."""
    kind = str(node.data)
    if kind in ("concept", "escalation"):
        *head, terms = node.children
        return Written(kind, list(_all(head, kind)), _items(terms))
    order = SLOTS.get(kind, ())
    slots = [child for child in node.children if not isinstance(child, Token) and child.data in order]
    head = [child for child in node.children if isinstance(child, Token) or child.data not in order]
    slots.sort(key=lambda slot: order.index(str(slot.data)))
    return Written(kind, list(_all(head, kind)), [made for slot in slots for made in _statements(slot)])


def _items(terms: Part) -> list[Statement]:
    items: list[Statement] = []
    for child in terms.children if not isinstance(terms, Token) else [terms]:
        if child == ",":
            items[-1].pieces.extend(_pieces(child, "terms"))
        else:
            items.append(Statement("item", list(_first(_pieces(child, "terms"), ITEM))))
    return items


def _statements(slot: Node) -> Iterator[Statement]:
    """The slot as one statement; every source stands in one of its own."""
    kind = str(slot.data)
    if kind != "source":
        yield Statement(kind, list(_pieces(slot, kind)))
        return
    for text in slot.children[1::2]:
        made = list(_pieces(text, kind))
        opener = Piece("source", made[0].start, made[0].start)
        yield Statement(
            kind, [next(_pieces(slot.children[0], kind)) if text is slot.children[1] else opener, *made]
        )


def _all(parts: list[Part], kind: str) -> Iterator[Piece]:
    """The pieces of several parts of one node; what follows a comma may begin a line."""
    follows = False
    for part in parts:
        made = list(_pieces(part, kind))
        if follows and made and not made[0].breaks:
            made[0].breaks = ITEM
        follows = part == ","
        yield from made


def _pieces(part: Part, kind: str) -> Iterator[Piece]:
    if isinstance(part, Token):
        yield of_token(part, kind)
        return
    special = _SPECIAL.get(str(part.data))
    yield from special(part) if special else _all(part.children, str(part.data))


def _first(pieces: Iterator[Piece], breaks: int) -> Iterator[Piece]:
    made = list(pieces)
    made[0].breaks = breaks
    return iter(made)


def _category(node: Node) -> Iterator[Piece]:
    first, *rest = _all(node.children, "category")
    yield first
    for piece in rest:
        piece.glued = True
        yield piece


def _joined(node: Node) -> Iterator[Piece]:
    """Clauses joined by ``and`` or ``or``, which may begin a line."""
    for part in node.children:
        made = _pieces(part, str(node.data))
        yield from _first(made, CLAUSE) if isinstance(part, Token) else made


def _bare(node: Part) -> Part:
    """A condition without the parentheses around the whole of it."""
    while not isinstance(node, Token) and node.data == "operand":
        node = node.children[1]
    return node


def _operand(node: Node) -> Iterator[Piece]:
    """A condition in parentheses, which only clauses joined by ``and`` or ``or`` need."""
    meant = _bare(node)
    if not (not isinstance(meant, Token) and meant.data in _JOINED):
        yield from _pieces(meant, "operand")
        return
    opening, closing = (next(_pieces(mark, "operand")) for mark in (node.children[0], node.children[-1]))
    within = list(_pieces(meant, "operand"))
    for piece in within:
        piece.breaks = ITEM if piece.breaks else 0
    within[0].glued = True
    yield from (opening, *within, closing)


def _headed(node: Node) -> Iterator[Piece]:
    """``when`` or ``unless`` with its condition."""
    keyword, found = node.children
    opening = next(_pieces(keyword, str(node.data)))
    opening.breaks = UNLESS if node.data == "unless" else 0
    yield opening
    yield from _pieces(_bare(found), str(node.data))


def _obligation(node: Node) -> Iterator[Piece]:
    own_harm = [part for part in node.children if _is(part, "with_harm")]
    yield from _all([*(part for part in node.children if not _is(part, "with_harm")), *own_harm], "obligation")


def _is(part: Part, *kinds: str) -> bool:
    return not isinstance(part, Token) and part.data in kinds


def _with_harm(node: Node) -> Iterator[Piece]:
    return _first(_all(node.children, "with_harm"), UNLESS)


def _placed(node: Node) -> Iterator[Piece]:
    """A clause or demand: its placements in order, its list without a superfluous *any of*."""
    kind = str(node.data)
    places = sorted(
        (part for part in node.children if _is(part, *_PLACEMENTS)),
        key=lambda part: _PLACEMENTS.index(str(part.data)) if not isinstance(part, Token) else 0,
    )
    for part in [*(part for part in node.children if not _is(part, *_PLACEMENTS)), *places]:
        if not isinstance(part, Token) and part.data in ("any_of", "all_of") and _superfluous(part, kind):
            yield from _pieces(part.children[-1], kind)
        else:
            yield from _pieces(part, kind)


def _superfluous(listed: Node, kind: str) -> bool:
    terms = listed.children[-1]
    single = not isinstance(terms, Token) and len(terms.children) == 1
    if listed.data == "all_of":
        return single and kind == "must_include"
    return single or kind in _FORBIDDING


def _include(node: Node) -> Iterator[Piece]:
    for number, piece in enumerate(_placed(node)):
        if number == 1:
            piece.text = "sections"
        yield piece


def _first_sentences(node: Node) -> Iterator[Piece]:
    made = list(_all(node.children, "first_sentences"))
    one = len(made) == 4 or made[3].text == "1"
    made[-1].text = "sentence" if one else "sentences"
    yield from made[:3]
    yield from [made[-1]] if one else made[3:]


def _counted(node: Node) -> Iterator[Piece]:
    """A criterion that counts cases or times."""
    previous = ""
    for piece in _all(node.children, str(node.data)):
        if piece.text in ("time", "times", "case", "cases") and previous != "per":
            piece.text = piece.text.rstrip("s") + ("" if previous == "1" else "s")
        previous = piece.text
        yield piece


def _within_time(node: Node) -> Iterator[Piece]:
    within, number, unit = _all(node.children, "within_time")
    yield within
    factor = MINUTES.get(unit.text.lower())
    if factor is None:
        yield from (number, unit)
        return
    number.text, unit.text = hours(float(number.text) * factor / 60).split(" ")
    yield from (number, unit)


def _agree(node: Node) -> Iterator[Piece]:
    """``agree with record on`` a plain list, which means all of it."""
    yield from _all([part for part in node.children if part not in ("all", "of")], "must_agree")


def _per(node: Node) -> Iterator[Piece]:
    """``per`` with a unit of time in the singular."""
    for piece in _all(node.children, "per"):
        lower = piece.text.lower()
        piece.text = SPELT.get(lower, lower)
        yield piece


def _example(node: Node) -> Iterator[Piece]:
    for part in node.children:
        made = _pieces(part, str(node.data))
        yield from _first(made, UNLESS) if _is(part, "given") else made


_SPECIAL: dict[str, Callable[[Node], Iterator[Piece]]] = {
    "category": _category,
    "conjunction": _joined,
    "disjunction": _joined,
    "operand": _operand,
    "when": _headed,
    "unless": _headed,
    "obligation": _obligation,
    "with_harm": _with_harm,
    "says": _placed,
    "before": _placed,
    "same_sentence_as": _placed,
    "must_say": _placed,
    "must_never_say": _placed,
    "must_include": _include,
    "first_sentences": _first_sentences,
    "every_rule_exercised": _counted,
    "reviewed": _counted,
    "within_time": _within_time,
    "must_list": _placed,
    "must_agree": _agree,
    "per": _per,
    "passes": _example,
    "fails": _example,
}
