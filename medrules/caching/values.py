"""Values of the model's types as JSON and back, without checking them again: for what this program itself wrote.

What is written is a list of nodes, each made of earlier ones; values that are equal are one node. A model is
``[number of its type, field …]``, a tuple ``[-1, item …]``, a dictionary ``[-2, key, value …]``, a date
``[-3, "2026-01-31"]``; ``[7]`` among their items is the seventh node. Only types of ``medrules.model`` are made;
nothing in the bytes can name another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from importlib import import_module
from typing import Any

from pydantic import BaseModel

_TUPLE, _DICT, _DATE = -1, -2, -3
_MODULES = ("approval", "book", "case", "phrase", "problem", "quantity", "record", "rule", "signoff")


def dumps(value: Any) -> bytes:
    """A value as bytes.

    Raises:
        TypeError: it holds something that is none of the model's types.
    """
    writer = _Writer()
    root = writer.item(value)
    names = [kind.__name__ for kind in writer.types]
    return f"[{_json(names)},[{','.join(writer.nodes)}],{root}]".encode()


def loads(content: bytes) -> Any:
    """The value that ``dumps`` wrote.

    Raises:
        ValueError: these bytes were not written by it, or by another version.
    """
    try:
        names, nodes, root = json.loads(content)
        known = _types()
        made = _made(nodes, [known[name] for name in names])
        return made[root[0]] if type(root) is list else root
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ValueError(f"no value of the model: {error!r}") from error


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


class _Writer:
    def __init__(self) -> None:
        self.types: dict[type[BaseModel], int] = {}
        self.nodes: dict[str, int] = {}
        """The nodes as they are written, with their places."""

    def item(self, value: Any) -> str:
        """A plain value as it is, any other as the place of its node."""
        if value is None or isinstance(value, str | int | float):
            return _json(value)
        if isinstance(value, BaseModel):
            number = self.types.setdefault(type(value), len(self.types))
            return self._node(number, [getattr(value, name) for name in type(value).model_fields])
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            return self._node(_TUPLE, value)
        if isinstance(value, dict):
            return self._node(_DICT, [each for pair in value.items() for each in pair])
        if isinstance(value, date):
            return self._node(_DATE, [value.isoformat()])
        raise TypeError(f"{type(value).__name__} is none of the model's types")

    def _node(self, number: int, items: Iterable[Any]) -> str:
        node = f"[{','.join([str(number), *map(self.item, items)])}]"
        return f"[{self.nodes.setdefault(node, len(self.nodes))}]"


class _Type:
    """A model class with the names of its fields, and the set of them that all its instances share."""

    __slots__ = ("all_set", "fields", "kind")

    def __init__(self, kind: type[BaseModel]) -> None:
        self.kind = kind
        self.fields = tuple(kind.model_fields)
        self.all_set = set(self.fields)


def _types() -> dict[str, _Type]:
    found: dict[str, _Type] = {}
    for name in _MODULES:
        module = import_module(f"medrules.model.{name}")
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, BaseModel) and each.__module__ == module.__name__:
                found[each.__name__] = _Type(each)
    return found


def _made(nodes: list[Any], types: list[_Type]) -> list[Any]:
    made: list[Any] = []
    for number, *items in nodes:
        values = [made[item[0]] if type(item) is list else item for item in items]
        if number >= 0:
            made.append(_model(types[number], values))
        elif number == _TUPLE:
            made.append(tuple(values))
        elif number == _DICT:
            made.append(dict(zip(values[::2], values[1::2], strict=True)))
        elif number == _DATE:
            made.append(date.fromisoformat(*values))
        else:
            raise ValueError(f"kind {number}")
    return made


_set = object.__setattr__


def _model(type_: _Type, values: list[Any]) -> BaseModel:
    # As ``model_construct`` does, which would go through every field's default and alias: a third of the time.
    if len(values) != len(type_.fields):
        raise ValueError(f"{type_.kind.__name__} has {len(type_.fields)} fields")
    made = type_.kind.__new__(type_.kind)
    _set(made, "__dict__", dict(zip(type_.fields, values, strict=True)))
    _set(made, "__pydantic_fields_set__", type_.all_set)
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made
