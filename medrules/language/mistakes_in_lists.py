"""Mistakes in lists, joined clauses and numbers, each recognised where the grammar refuses it."""

from __future__ import annotations

import re

from medrules.language.accidents import Accident, meant, vocabulary
from medrules.language.grammar import reserved as reserved_words
from medrules.language.mistakes_in_words import STRINGS
from medrules.language.source import Token, tokens
from medrules.model.problem import Problem


def _after_list(accident: Accident) -> bool:
    """Whether the piece before can be an item of a list: a phrase or a name."""
    if not accident.before:
        return False
    last = accident.before[-1]
    return last.kind == "string" or (last.kind == "word" and last.text.lower() not in vocabulary()["instead"])


def joined_list(accident: Accident) -> Problem | None:
    """``must say any of a or b``, ``mentions warfarin or heparin``."""
    joiner = None
    if accident.found.lower() in ("or", "and") and not {"AND", "OR"} & accident.accepted and _after_list(accident):
        joiner = accident.found.lower()
        rest = accident.source.code[accident.end : accident.chunk.end].split()
        if rest and rest[0].lower() == "must":
            hint = f"leave '{joiner}' out: each 'must' stands by itself"
            return accident.problem("E205", f"'{joiner}' does not join obligations", hint)
    elif (
        accident.previous in ("or", "and") and accident.kind in (*STRINGS, "NAME") and "INPUT" in accident.accepted
    ):
        if accident.kind == "NAME" and meant(accident) is not None:
            return None
        joiner = accident.previous
    if joiner is None:
        return None
    message = f"'{joiner}' joins whole clauses; the items of a list are joined by commas"
    listed, first = _items(accident)
    items = ", ".join(listed)
    many = _quantity(accident, joiner, first)
    return accident.problem("E205", message, f"write: {many}{items if len(items) < 120 else '…, …'}")


def _items(accident: Accident) -> tuple[list[str], int]:
    """The items of the list around the place, in order, and how many pieces stand before them."""
    pieces = [*accident.before]
    after = accident.end
    if accident.previous in ("or", "and"):
        pieces.pop()
        after = accident.start
    found: list[str] = []
    while pieces and _item(pieces[-1]):
        found.insert(0, pieces.pop().text)
        if not pieces or not _joiner(pieces[-1]) or len(pieces) < 2 or not _item(pieces[-2]):
            break
        pieces.pop()
    awaited = True
    for piece in tokens(accident.source.code, after, accident.chunk.end):
        if not piece.text.strip() or piece.kind == "comment":
            continue
        if awaited != _item(piece) or not (awaited or _joiner(piece)):
            break
        if awaited:
            found.append(piece.text)
        awaited = not awaited
    return found, len(pieces)


def _item(piece: Token) -> bool:
    return piece.kind == "string" or (piece.kind == "word" and piece.text.lower() not in reserved_words())


def _joiner(piece: Token) -> bool:
    return piece.text.strip().lower() in (",", "or", "and")


_TAKES_QUANTITY = frozenset(
    ["mention", "mentions", "say", "says", "advise", "advises", "against", "about", "sections", "list"]
)


def _quantity(accident: Accident, joiner: str, first: int) -> str:
    """What stands before the list so that it means what the joining word said."""
    words = [piece.text.lower() for piece in accident.before[:first]]
    if not words or words[-1] not in _TAKES_QUANTITY:
        return ""
    if joiner == "and":
        return "all of "
    demand = max((at for at, word in enumerate(words) if word in ("must", "when", "unless")), default=0)
    return "any of " if words[demand] == "must" and "never" not in words[demand:] else ""


def mixed(accident: Accident) -> Problem | None:
    """``a and b or c``."""
    word = accident.found.upper()
    if word not in ("AND", "OR") or not {"AND", "OR"} & accident.accepted:
        return None
    message = "'and' and 'or' in one condition need parentheses, to say which belongs together"
    return accident.problem("E206", message, "write: (… and …) or …, or: … and (… or …)")


def missing_comma(accident: Accident) -> Problem | None:
    """Two items of a list without a comma."""
    item = accident.kind in STRINGS or (accident.kind == "NAME" and not accident.new_line)
    listed = _after_list(accident) or accident.previous[:1].isdigit()
    if item and "COMMA" in accident.accepted and listed and "STRING" not in accident.accepted:
        left = accident.before[-1].text
        hint = (
            f"write: {left}, {accident.found}" if len(left) + len(accident.found) < 80 else "write a comma between"
        )
        return accident.problem("E215", "A comma is missing between two items of a list", hint)
    return None


def title_for_list(accident: Accident) -> Problem | None:
    """``concept cough "cough", "coughing"`` without ``is``."""
    if accident.accepted != {"IS"} or not accident.before or accident.before[-1].kind != "string":
        return None
    head = " ".join(piece.text for piece in accident.before[:-1])
    phrase = accident.before[-1].text
    hint = f"write: {head} is {phrase if len(phrase) < 60 else '…'}"
    message = f"'is' stands between the name of the {accident.chunk.keyword} and its phrases"
    return accident.missing("E201", message, hint)


def thousands(accident: Accident) -> Problem | None:
    """``1,000`` for ``1000``."""
    pieces = [piece.text.strip() for piece in accident.before[-2:]]
    digits = re.match(r"\d+", accident.found)
    if len(pieces) == 2 and pieces[1] == "," and pieces[0].isdigit() and digits:
        hint = f"write: {pieces[0]}{digits.group()}"
        return accident.problem("E204", "Numbers are written without commas", hint)
    return None
