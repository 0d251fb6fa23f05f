"""What a result depends on, as a short name: the files it was made of, and the code that made it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from medrules.language.finding import find_files, name_of

_PACKAGE = Path(__file__).parents[1]
_READ = (".py", ".toml", ".txt", ".tsv", ".json", ".lark")
"""Files of which the program is made."""
_DEPENDED_ON = ("lark", "medrules", "numpy", "pint", "pydantic", "rapidfuzz", "spacy")


def of_rules(kind: str, paths: Iterable[Path], shipped: Path) -> str | None:
    """The name of a result of some kind that rule files and folders lead to; None: one cannot be read.

    Every file counts in which ``use`` may find a pack, whether or not one names it.
    """
    given = list(paths)
    made = hashlib.sha256(f"{kind}\0{_of_code()}\0{shipped}".encode())
    found, problems = find_files(given)
    if problems:
        return None
    folders = [*(path.parent for path in found), *(path for path in given if path.is_dir()), shipped]
    beside = {file for folder in dict.fromkeys(folders) for file in folder.glob("*.rules")}
    try:
        for path in [*given, None, *found, None, *sorted(beside)]:
            made.update(b"\n" if path is None else _entry(path, shipped))
    except OSError:
        return None
    return f"{kind}-{made.hexdigest()[:40]}"


def of_files(kind: str, files: Sequence[Path]) -> str | None:
    """The name of a result of some kind that files lead to, in this order; None: one cannot be read."""
    made = hashlib.sha256(f"{kind}\0{_of_code()}\0".encode())
    try:
        for path in files:
            name = f"{path}\0".encode("utf-8", "surrogateescape")
            made.update(name + hashlib.sha256(path.read_bytes()).digest())
    except OSError:
        return None
    return f"{kind}-{made.hexdigest()[:40]}"


def of_words(kind: str, words: Iterable[str]) -> str:
    """The name of a result of some kind that words lead to, in this order."""
    made = hashlib.sha256(f"{kind}\0{_of_code()}\0".encode())
    made.update("\0".join(words).encode("utf-8", "surrogatepass"))
    return f"{kind}-{made.hexdigest()[:40]}"


def _entry(path: Path, shipped: Path) -> bytes:
    content = b"folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).digest()
    names = f"\0{path}\0{path.resolve()}\0{name_of(path, shipped)}\0".encode("utf-8", "surrogateescape")
    return names + content


@cache
def _of_code() -> str:
    """Of this installation: its own files by size and time, the versions of what it builds on, and of Python."""
    made = hashlib.sha256(f"{sys.version}\0{_PACKAGE}".encode())
    for name in _DEPENDED_ON:
        made.update(f"\0{name} {_version(name)}".encode())
    for path, found in sorted(_files_under(str(_PACKAGE))):
        made.update(f"\0{path} {found.st_size} {found.st_mtime_ns}".encode())
    return made.hexdigest()


def _files_under(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    # A walk by pathlib takes three times as long, at the start of every run.
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files_under(entry.path)
            elif entry.name.endswith(_READ):
                yield entry.path, entry.stat()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
