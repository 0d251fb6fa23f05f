"""From the trees of what a list of diagnoses or orders owes to the model: its items, its limits, its first."""

from __future__ import annotations

from typing import Any

from medrules.language.desk import Desk, parts
from medrules.language.grammar import Node
from medrules.language.targets import bare_list, target, term, terms
from medrules.model.rule import MustList, MustListNothingBeyond, MustRank

Made = tuple[type[Any], dict[str, Any]] | None


def some(desk: Desk, node: Node) -> Made:
    """``must list …``."""
    about = parts(node)[0]
    bare_list(desk, about, "must list")
    found = target(desk, about)
    return (MustList, {"target": found}) if found else None


def nothing_beyond(desk: Desk, node: Node) -> Made:
    """``must list nothing beyond …``."""
    wanted = parts(node)[0]
    found = terms(desk, wanted)
    return (MustListNothingBeyond, {"terms": found}) if len(found) == len(wanted.children) else None


def first(desk: Desk, node: Node) -> Made:
    """``must rank X first``."""
    found = term(desk, parts(node)[0])
    return (MustRank, {"term": found}) if found is not None else None
