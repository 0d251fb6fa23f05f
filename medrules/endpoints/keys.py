"""Keys of endpoints: taken from the environment, and kept out of everything that is written or shown."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from medrules.endpoints.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from medrules.endpoints.runfile import Model
    from medrules.model.problem import Problem

HIDDEN = "[key]"
_SHORTEST = 8
"""A shorter one could not be taken out of texts without harm to them."""


class Key:
    """One key. It shows itself nowhere, and takes itself out of texts."""

    __slots__ = ("_value", "name")

    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self._value = value

    def __repr__(self) -> str:
        return f"Key({self.name})"

    def __reduce__(self) -> str:
        raise TypeError("a key is not written anywhere")

    def reveal(self) -> str:
        """The key itself, for a request's header alone."""
        return self._value

    def hide(self, text: str) -> str:
        """The text without the key."""
        return text.replace(self._value, HIDDEN)

    def stands_in(self, text: str) -> bool:
        """Whether a text holds the key."""
        return self._value in text


class Keys:
    """The keys of a run. Every text that comes from outside goes through ``hide``."""

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self._keys = {key.name: key for key in keys}
        # One key may be the beginning of another, whose rest would stay.
        self._longest_first = sorted(self._keys.values(), key=lambda key: -len(key.reveal()))

    def of(self, model: Model) -> Key | None:
        """The key of a model; None: it has none."""
        return self._keys[model.key] if model.key is not None else None

    def hide(self, text: str) -> str:
        """The text without any of the keys: an endpoint may show one that belongs to another."""
        for key in self._longest_first:
            text = key.hide(text)
        return text

    def standing_in(self, text: str) -> list[str]:
        """The names of the keys that a text holds."""
        return [name for name, key in self._keys.items() if key.stands_in(text)]


def take(models: Iterable[Model], environment: Mapping[str, str] | None = None) -> tuple[Keys, list[Problem]]:
    """The keys that models need, and what is wrong with them; no message holds any of them."""
    environment = os.environ if environment is None else environment
    keys, problems = [], []
    for name in dict.fromkeys(model.key for model in models if model.key is not None):
        value = environment.get(name, "").strip()
        why = _unusable(value)
        if why is None:
            keys.append(Key(name, value))
        else:
            problems.append(problem("A109", name=name, why=why))
    return Keys(keys), problems


def _unusable(value: str) -> str | None:
    if not value:
        return "it is not set"
    if not all("!" <= character <= "~" for character in value):
        return "it holds a space, a line break or a character that no header carries"
    if len(value) < _SHORTEST:
        return f"it is shorter than {_SHORTEST} characters, so that it could not be kept out of texts"
    return None
