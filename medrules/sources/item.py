"""What a reader of a format gives for each answer that it meets: a row, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from medrules.sources.opening import Broken


class Item(NamedTuple):
    """One row of a file, under the names of ``medrules.sources.columns`` and others that are kept as metadata."""

    number: int
    """The line of the file; in a format without lines the number of the row, from 1."""
    row: Mapping[str, Any]
    fault: Broken | None = None
    """Why the row holds no answer that can be judged; ``row`` then says whose it would have been."""


def flat(prefix: str, value: object, most: int = 200) -> dict[str, Any]:
    """Names with values under names of their own, such as ``metadata.topic``; at most so many, three deep."""
    found: dict[str, Any] = {}
    level = [(prefix, value)] if isinstance(value, dict) else []
    for _ in range(3):
        deeper = []
        for path, names in level:
            for key, inner in names.items():
                if len(found) >= most:
                    return found
                if isinstance(inner, dict) and inner:
                    deeper.append((f"{path}.{key}", inner))
                else:
                    found[f"{path}.{key}"] = inner
        level = deeper
    return found


def there(**values: Any) -> dict[str, Any]:
    """The names that have a value."""
    return {name: value for name, value in values.items() if value is not None and value not in ({}, [])}


def named(path: Path) -> str:
    """A path as it stands in results, which are UTF-8: bytes of it that are not become U+FFFD."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def file_name(path: Path) -> str:
    """The last part of a path, likewise."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def twice(names: Iterable[str]) -> str | None:
    """The first name that stands there before; None where each stands once."""
    met: set[str] = set()
    for name in names:
        if name in met:
            return name
        met.add(name)
    return None


def numbered(id_: str, number: int) -> str:
    """The id of one of several answers to a request: the first has the request's, the others their number too."""
    return id_ if number <= 1 else f"{id_}#{number}"
