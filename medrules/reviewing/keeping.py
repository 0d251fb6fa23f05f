"""Reads the key of a review, and the result of one, as they were written."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from medrules.model.review import Review, ReviewKey

LARGEST = 1 << 28
"""Bytes of a key; a larger one is none."""
Kept = TypeVar("Kept", bound=BaseModel)


class KeyFileError(Exception):
    """A file is no key, or no result of a review; the text says why."""


def read_key(path: Path) -> ReviewKey:
    """The key that ``medrules review sample`` wrote.

    Raises:
        KeyFileError: the file cannot be read, or is something else.
    """
    key = _read(path, ReviewKey)
    drawn = [0] * len(key.strata)
    for item in key.items:
        if not 0 <= item.stratum < len(drawn) or item.samples < 1:
            raise KeyFileError(f"the item {item.id} belongs to no stratum")
        drawn[item.stratum] += 1
    if drawn != [each.drawn for each in key.strata] or len({item.id for item in key.items}) != len(key.items):
        raise KeyFileError("items were taken away or added")
    if any(each.samples < 1 or each.cases < 1 for each in key.counts):
        raise KeyFileError("the counts of its cases are none")
    return key


def read_review(path: Path) -> Review:
    """The result that ``medrules review import --json`` wrote.

    Raises:
        KeyFileError: the file cannot be read, or is something else.
    """
    return _read(path, Review)


def _read(path: Path, kind: type[Kept]) -> Kept:
    try:
        if path.stat().st_size > LARGEST:
            raise KeyFileError(f"it is larger than {LARGEST >> 20} MB")
        return kind.model_validate_json(path.read_bytes())
    except OSError as error:
        raise KeyFileError((error.strerror or str(error)).lower()) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise KeyFileError(f"{place}: {first['msg'][:120].lower()}") from None
