"""A text as a tree in which every value knows its line and column; ``yaml_tree`` makes it of YAML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from medrules.model.problem import Problem

_TRUE = frozenset({"true", "True", "TRUE", "yes", "Yes", "YES"})
_FALSE = frozenset({"false", "False", "FALSE", "no", "No", "NO"})
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


class Scalar(NamedTuple):
    """A single value: the text as written, and what it means in a record."""

    text: str
    plain: bool
    """Written without quotes, so that it may be a number, true, false or nothing."""
    line: int
    column: int
    block: bool = False
    """Written as a block: its text begins on the next line."""

    @property
    def value(self) -> str | int | float | bool | None:
        """The text, or the number, truth value or nothing that it spells."""
        if not self.plain:
            return self.text
        if self.text in _NULL:
            return None
        if self.text in _TRUE or self.text in _FALSE:
            return self.text in _TRUE
        return _number(self.text)


class Items(NamedTuple):
    """A list of values."""

    nodes: list[Node]
    line: int
    column: int


class Names(NamedTuple):
    """Names with values, in order; each key is a scalar."""

    pairs: list[tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Items | Names


class TreeError(Exception):
    """The text is no tree; ``problem`` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _number(text: str) -> str | int | float:
    digits = text.removeprefix("-")
    whole, point, part = digits.partition(".")
    if not (whole.isascii() and whole.isdigit()) or len(digits) > 15 or (len(whole) > 1 and whole[0] == "0"):
        return text
    if not point:
        return int(text)
    return float(text) if part.isascii() and part.isdigit() else text


def from_json(value: Any, line: int) -> Node:
    """The tree of a parsed JSON value that stands on one line."""
    if isinstance(value, dict):
        return Names(
            [(Scalar(key, False, line, 1), from_json(item, line)) for key, item in value.items()], line, 1
        )
    if isinstance(value, list):
        return Items([from_json(item, line) for item in value], line, 1)
    if isinstance(value, str):
        return Scalar(value, False, line, 1)
    return Scalar(json.dumps(value), True, line, 1)


def plain(node: Node) -> Any:
    """The value of a tree as dictionaries, lists, texts, numbers and truth values."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.nodes]
    return {key.text: plain(item) for key, item in node.pairs}
