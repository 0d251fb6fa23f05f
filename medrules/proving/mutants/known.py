"""A file of mutants that are known to fail: what the reader gets wrong, counted and shown instead of forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from medrules.proving.mutants.proving import MutantResult

HEADER = ("rule", "kind", "obligations", "answer")
"""The columns, between tabs; line breaks, tabs, backslashes of an answer stand as ``\\n``, ``\\t``, ``\\\\``."""

Key = tuple[str, str, str, str]


class NotKnown(Exception):
    """A file that is no list of known mutants; its text says which line and why."""


def key(result: MutantResult) -> Key:
    """What a failing mutant is known by: rule, kind, the obligations that fail, and the answer."""
    numbers = " ".join(str(each.obligation) for each in result.failing)
    return result.rule.id, result.kind, numbers, _escaped(result.mutant.text)


def read_known(path: Path) -> list[Key]:
    """The mutants of a file, in its order; lines that start with ``#`` are remarks.

    Raises:
        OSError: the file cannot be read.
        NotKnown: a line has other columns, or the file is no UTF-8.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise NotKnown("it is not written in UTF-8") from None
    found: list[Key] = []
    for number, line in enumerate(lines, 1):
        cells = tuple(line.split("\t"))
        if not line.strip() or line.startswith("#") or cells == HEADER:
            continue
        if len(cells) != len(HEADER):
            raise NotKnown(f"line {number} does not hold {len(HEADER)} cells between tabs")
        found.append((cells[0], cells[1], cells[2], cells[3]))
    return found


def table(results: Iterable[MutantResult]) -> str:
    """Failing mutants as the text of such a file."""
    rows = ["\t".join(key(result)) for result in results]
    return "\n".join(["\t".join(HEADER), *rows]) + "\n"


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\\r")
    return "\\n".join(plain.splitlines()) if len(plain.splitlines()) > 1 else plain.replace("\n", "\\n")
