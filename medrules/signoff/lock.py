"""The lock: one file of everything that decided the figures. The same lock gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from medrules.model.scorecard import FileHash

DIGITS = 10
"""Significant digits to which every number is rounded before it is written."""
DEPENDENCIES = ("lark", "numpy", "pint", "pydantic", "rapidfuzz", "scipy", "spacy")
"""Packages whose version can change a figure."""


class Lock(BaseModel):
    """What a run depends on, but for the kind of processor."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    medrules: str
    """Version of the tool."""
    as_of: date
    seed: int
    confidence: float
    sign_off: str
    weights: str
    settings: dict[str, str] = {}
    """What else the command line said: the category of rows that name none, the columns."""
    files: tuple[FileHash, ...]
    """Rules, vignettes, answers, requests and reviews, each by the name it was given; and the weights, by what
    they charge."""
    grammar: str
    """SHA-256 of the grammar of the rule language."""
    vocabulary: str
    """SHA-256 of everything that the reader of English and of records looks words up in."""
    dependencies: dict[str, str]


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of_folder(folder: Path, endings: Iterable[str]) -> str:
    """One SHA-256 over the names and bytes of a folder's files with some endings, in the order of their names."""
    found = sorted(
        path for path in folder.rglob("*") if path.suffix in set(endings) and "__pycache__" not in path.parts
    )
    whole = hashlib.sha256()
    for path in found:
        whole.update(f"{path.relative_to(folder).as_posix()}\n{sha256(path)}\n".encode())
    return whole.hexdigest()


def versions() -> dict[str, str]:
    """The installed version of each package that can change a figure."""
    return {name: metadata.version(name) for name in DEPENDENCIES}


def rounded(value: Any) -> Any:
    """A tree of plain data with every number rounded to ``DIGITS`` significant digits.

    Floating-point sums differ in their last digits between processors; ten digits do not.
    """
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, Mapping):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return value


def canonical(value: Any) -> str:
    """Plain data as JSON: names in order, numbers rounded, one line end at the end.

    Only ASCII that prints: what a terminal or an editor would act on instead of showing is written as an escape.
    """
    text = json.dumps(rounded(value), ensure_ascii=True, indent=1, sort_keys=True, allow_nan=False)
    return text.replace("\x7f", "\\u007f") + "\n"


def lock_text(lock: Lock) -> str:
    """A lock as it is written."""
    return canonical(lock.model_dump(mode="json"))


def differences(one: Lock, other: Lock) -> Iterator[str]:
    """What two locks do not share, one plain sentence each."""
    for name in ("medrules", "as_of", "seed", "confidence", "sign_off", "weights", "grammar", "vocabulary"):
        if getattr(one, name) != getattr(other, name):
            yield f"{name} is {getattr(one, name)} here and {getattr(other, name)} there."
    for name in sorted({*one.dependencies, *other.dependencies}):
        here, there = one.dependencies.get(name), other.dependencies.get(name)
        if here != there:
            yield f"{name} has version {here} here and {there} there."
    here_files, there_files = ({(f.kind, f.name): f.sha256 for f in lock.files} for lock in (one, other))
    for key in sorted({*here_files, *there_files}):
        if here_files.get(key) != there_files.get(key):
            yield f"The file {key[1]} ({key[0]}) is another."
