"""Values of the model's types as JSON and back, without checking them again: for what this program itself wrote.

A model is ``[number of its type, field …]``, a tuple ``[-1, item …]``, a dictionary ``[-2, [key, value] …]``, a
date ``[-3, "2026-01-31"]``. Only types of ``medrules.model`` are made; nothing in the bytes can name another.
"""

from __future__ import annotations

import json
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
    types: dict[type[BaseModel], int] = {}
    written = _plain(value, types)
    return json.dumps([[kind.__name__ for kind in types], written], separators=(",", ":")).encode()


def loads(content: bytes) -> Any:
    """The value that ``dumps`` wrote.

    Raises:
        ValueError: these bytes were not written by it, or by another version.
    """
    try:
        names, written = json.loads(content)
        known = _types()
        return _made(written, [known[name] for name in names])
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ValueError(f"no value of the model: {error!r}") from error


def _plain(value: Any, types: dict[type[BaseModel], int]) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, BaseModel):
        number = types.setdefault(type(value), len(types))
        return [number, *(_plain(getattr(value, name), types) for name in type(value).model_fields)]
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return [_TUPLE, *(_plain(item, types) for item in value)]
    if isinstance(value, dict):
        return [_DICT, *([key, _plain(item, types)] for key, item in value.items())]
    if isinstance(value, date):
        return [_DATE, value.isoformat()]
    raise TypeError(f"{type(value).__name__} is none of the model's types")


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


def _made(written: Any, types: list[_Type]) -> Any:
    if type(written) is not list:
        return written
    number = written[0]
    if number == _DATE:
        return date.fromisoformat(written[1])
    if number == _DICT:
        return {key: _made(item, types) for key, item in written[1:]}
    # Three of four values are plain: a call for each of them would take half of the time.
    values = [item if type(item) is not list else _made(item, types) for item in written[1:]]
    if number >= 0:
        return _model(types[number], values)
    if number == _TUPLE:
        return tuple(values)
    raise ValueError(f"kind {number}")


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
