"""From the trees that speak of the record to the model: conditions, records of examples, what answers owe it."""

from __future__ import annotations

from functools import cache
from typing import Any, cast, get_args

from lark import Token

from medrules.language import accidents
from medrules.language.desk import Desk, did_you_mean, find, name, parts, unquoted, word
from medrules.language.grammar import Node
from medrules.language.names import vocabulary
from medrules.language.printing import unit
from medrules.language.targets import amount, terms
from medrules.model.phrase import Target
from medrules.model.quantity import Quantity
from medrules.model.rule import Comparison, GivenRecord, Listed, MustAgree, MustCover, MustKeepTo, RecordClause

LISTED: tuple[Listed, ...] = get_args(Listed)
_COMPARISONS: dict[str, Comparison] = {
    "record_is": "is",
    "record_include": "include",
    "record_above": "above",
    "record_below": "below",
    "record_at_least": "at least",
    "record_at_most": "at most",
}
_OWED: dict[str, type[Any]] = {"must_cover": MustCover, "must_keep_to": MustKeepTo, "must_agree": MustAgree}
_WAYS = {
    "quantity": "is, above, below, at least or at most, with a unit: record {field} above 5 …",
    "word": "is: record {field} is {value}",
    "list": 'include: record {field} include "…"; of an empty list: record {field} is none',
}


@cache
def fields() -> dict[str, str]:
    """Every field that a record can state, with its kind: ``quantity``, ``word`` or ``list``."""
    known = vocabulary("record.json")
    return {**dict.fromkeys((*known["labs"], *known["vitals"]), "quantity"), **known["fields"]}


def _meant(written: str) -> str | None:
    """The field that people call by another word."""
    field = accidents.vocabulary()["fields"].get(written)
    return f"did you mean {field}?" if field else None


def _values(field: str) -> tuple[str, ...]:
    return tuple(vocabulary("record.json")["values"].get(field, ()))


def field_of(desk: Desk, node: Node) -> str | None:
    """The field that a node names; an unknown one is a problem."""
    written = name(node)
    if written not in fields():
        hint = _meant(written) or did_you_mean(written, fields(), "write one of")
        desk.complain("E413", f"A record has no field '{written}'", node, hint)
        return None
    return written


def clause(desk: Desk, node: Node) -> RecordClause | None:
    """The condition of a ``record`` node; None where a part of it cannot work."""
    about, compared = parts(node)
    field = field_of(desk, about)
    comparison = _COMPARISONS[str(compared.data)]
    stated = _stated(desk, compared, field, comparison)
    if field is None or stated is None:
        return None
    listed = stated.pop("terms", None)
    if listed is not None:
        stated["target"] = Target(terms=listed)
    place = desk.place(node)
    return RecordClause.model_validate({"field": field, "comparison": comparison, "location": place} | stated)


def given(desk: Desk, node: Node) -> GivenRecord | None:
    """One line of an example's record; None where a part of it cannot work."""
    about, *rest = parts(node)
    field = field_of(desk, about)
    including = node.data == "given_record_include"
    stated = _stated(desk, node if including else rest[0], field, "include" if including else "is")
    if field is None or stated is None:
        return None
    return GivenRecord.model_validate({"field": field} | stated)


def _stated(desk: Desk, node: Node, field: str | None, comparison: Comparison) -> dict[str, Any] | None:
    """What a field is compared with: a value, a quantity or terms."""
    kind = fields()[field] if field else None
    if kind == "list" and comparison == "is" and _says_none(node):
        return {"value": "none"}
    fits = {"quantity": comparison != "include", "word": comparison == "is", "list": comparison == "include"}
    if kind is not None and not fits[kind]:
        value = next(iter(_values(field or "")), "…")
        hint = f"write {_WAYS[kind].format(field=field, value=value)}"
        desk.complain("E515", f"The field {field} of a record is not asked so", node, hint)
        return None
    if comparison == "include":
        found = find(node, "terms")
        listed = terms(desk, found) if found is not None else ()
        return {"terms": listed} if found is not None and len(listed) == len(found.children) else None
    stated = node if node.data in ("quantity", "value_name", "text", "no_value") else parts(node)[0]
    if stated.data == "quantity":
        return _amount(desk, stated, field, kind)
    return _word(desk, stated, field, kind)


def _says_none(node: Node) -> bool:
    """``is none``: the record states that a list is empty."""
    stated = node if node.data in ("quantity", "value_name", "text", "no_value") else parts(node)[0]
    return stated.data == "value_name" and name(stated) == "none"


def _amount(desk: Desk, node: Node, field: str | None, kind: str | None) -> dict[str, Any] | None:
    if kind == "word":
        hint = f"write: record {field} is {' or '.join(_values(field or '')) or '…'}"
        desk.complain("E515", f"The field {field} of a record is a word, not a number", node, hint)
        return None
    found = quantity(desk, node)
    return {"quantity": found} if found is not None else None


def _word(desk: Desk, node: Node, field: str | None, kind: str | None) -> dict[str, Any] | None:
    written = "no" if node.data == "no_value" else unquoted(word(node)) if node.data == "text" else name(node)
    if kind == "quantity":
        hint = f"write a number with its unit: record {field} is 5 …"
        desk.complain("E515", f"The field {field} of a record is a number, not '{written}'", node, hint)
        return None
    known = _values(field) if field else ()
    if known and written not in known:
        hint = did_you_mean(written, known, "write one of")
        desk.complain("E515", f"The field {field} of a record is never '{written}'", node, hint)
        return None
    return {"value": written}


def quantity(desk: Desk, node: Node) -> Quantity | None:
    """The amount and unit of a ``quantity`` node; an amount too large to count with is a problem."""
    found = amount(desk, next(child for child in node.children if isinstance(child, Token)))
    written = find(node, "unit")
    measure = unit_of(written) if written is not None else None
    return Quantity(amount=found, unit=measure) if found is not None else None


def unit_of(node: Node) -> str:
    """A unit as written (the grammar drops the mark of per cent)."""
    return unit("".join(str(child) for child in node.children)) or "%"


def listed(desk: Desk, nodes: list[Node]) -> tuple[Listed, ...] | None:
    """The fields that an obligation is about; one that holds no list of facts is a problem."""
    found: list[Listed] = []
    sound = True
    for node in nodes:
        written = cast(Listed, name(node))
        if written not in LISTED:
            hint = _meant(written) or did_you_mean(written, LISTED, "write one of")
            desk.complain("E413", f"No answer can be held against '{written}' of a record", node, hint)
            sound = False
        elif written in found:
            desk.complain("E502", f"The field {written} stands twice", node, "leave one out")
        else:
            found.append(written)
    return tuple(found) if sound and found else None


def owed(desk: Desk, node: Node) -> tuple[type[Any], dict[str, Any]] | None:
    """``cover``, ``keep to`` and ``agree with``: what an answer owes to fields of the record."""
    fields = find(node, "fields")
    found = listed(desk, parts(fields)) if fields is not None else None
    return (_OWED[str(node.data)], {"fields": found}) if found else None
