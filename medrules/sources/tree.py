"""A YAML or JSON text as a tree in which every value knows its line and column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from medrules.model.problem import Location
from medrules.sources.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.model.problem import Problem

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 30
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


def from_yaml(text: str, file: str) -> Node | None:
    """The tree of one YAML document; None where the text is empty.

    Scalars stay as written: nothing becomes a date, an octal number or a time of day on the way.

    Raises:
        TreeError: not valid YAML, or something of it that is refused (aliases, anchors, tags, several documents).
    """
    try:
        return _Builder(text, file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        why = " ".join(part for part in (error.context, error.problem) if part)
        if error.context_mark and error.context_mark.line + 1 != line:
            why += f" (begun in line {error.context_mark.line + 1})"
        raise TreeError(_at("V103", file, line, column, why=why)) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        why = f"it holds a character that is not allowed ({error.reason})"
        raise TreeError(_at("V103", file, line, 1, why=why)) from None


def _at(code: str, file: str, line: int, column: int, **words: Any) -> Problem:
    return problem(code, Location(file=file, line=line, column=column), **words)


class _Builder:
    """Builds the tree from the events of the YAML parser, which it never lets build anything itself."""

    def __init__(self, text: str, file: str) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._file = file
        self._depth = 0

    def document(self) -> Node | None:
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        root = self._node(next(self._events))
        next(self._events)
        more = next(self._events)
        if not isinstance(more, yaml.StreamEndEvent):
            self._refuse(more, "a second document (---)")
        return root

    def _refuse(self, event: Any, what: str) -> None:
        mark = event.start_mark
        raise TreeError(_at("V104", self._file, mark.line + 1, mark.column + 1, what=what))

    def _node(self, event: Any) -> Node:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"the alias *{event.anchor}")
        if event.anchor is not None:
            self._refuse(event, f"the anchor &{event.anchor}")
        if event.tag is not None and event.tag != "!":
            self._refuse(event, f"the tag {event.tag}")
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            plain, block = event.style is None or event.style == "", event.style in ("|", ">")
            return Scalar(event.value, plain, line, column, block)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TreeError(_at("V119", self._file, line, column, what="this is nested too deeply"))
        node = (
            self._items(line, column) if isinstance(event, yaml.SequenceStartEvent) else self._names(line, column)
        )
        self._depth -= 1
        return node

    def _items(self, line: int, column: int) -> Items:
        nodes = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            nodes.append(self._node(event))
        return Items(nodes, line, column)

    def _names(self, line: int, column: int) -> Names:
        pairs = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event)
            value = self._node(next(self._events))
            if not isinstance(key, Scalar):
                raise TreeError(_at("V103", self._file, key.line, key.column, why="a name has to be one text"))
            pairs.append((key, value))
        return Names(pairs, line, column)


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
