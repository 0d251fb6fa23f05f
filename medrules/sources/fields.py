"""Names with values, checked one by one: what every reader of cases and records asks of a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.model.problem import Location, Problem
from medrules.sources.problems import listed, meant, problem
from medrules.sources.tree import Items, Names, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Fields:
    """Reads the names of one tree and keeps what is wrong with them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[Problem] = []

    def _add(self, code: str, at: Node, **gaps: Any) -> None:
        where = Location(file=self._file, line=at.line, column=at.column)
        self.problems.append(problem(code, where, **gaps))

    def _fields(self, node: Names, of: str, known: Collection[str], required: Collection[str]) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        for key, value in node.pairs:
            if key.text not in known:
                self._add("V107", key, of=of, key=key.text[:60], meant=meant(key.text, known), known=listed(known))
            elif key.text in fields:
                self._add("V105", key, key=key.text)
            else:
                fields[key.text] = value
        for key_ in required:
            if key_ not in fields:
                self._add("V108", node, of=of, key=key_)
        return fields

    def _wrong(self, node: Node, key: str, expected: str) -> None:
        self._add("V109", node, key=key, found=kind(node), expected=expected)

    def _text(self, fields: Mapping[str, Node], key: str) -> str | None:
        node = fields.get(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text.strip() and node.value is not None:
            return node.text.strip()
        self._wrong(node, key, "a text")
        return None


def kind(node: Node) -> str:
    """What a tree is, in words for a message."""
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Names):
        return "names with values"
    return f"'{node.text[:40]}'" if node.text.strip() else "nothing"
