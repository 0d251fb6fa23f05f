"""The tree of a YAML document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from medrules.model.problem import Location
from medrules.sources.problems import problem
from medrules.sources.tree import Items, Names, Node, Scalar, TreeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medrules.model.problem import Problem

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 30


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
