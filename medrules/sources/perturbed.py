"""The perturbed instances of HELM: cases of their own, and variants of the case that they were made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medrules.sources import formats, helm
from medrules.sources.columns import Columns
from medrules.sources.opening import DAMAGE, Unpacked, opened
from medrules.sources.problems import SourceError
from medrules.sources.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_MARK = b'"perturbation"'
_PIECE = 2**20


def variants(files: Iterable[Path], columns: Columns | None = None) -> dict[str, tuple[str, str]]:
    """By case of a perturbed instance, the case that it was made of and the kind of perturbation.

    A file that names no perturbation anywhere is not parsed for it. Nothing where the user says what the case is.
    What is wrong with a file is said where it is checked, and not here.
    """
    columns = columns or Columns()
    if columns.case is not None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for path in files:
        try:
            if _named(path, columns):
                found |= _of(path, columns)
        except (SourceError, Unpacked, *DAMAGE):
            continue
    return found


def _named(path: Path, columns: Columns) -> bool:
    """Whether a file is of HELM's and names a perturbation."""
    with opened(path) as (stream, raw):
        if formats.recognised(Source(path, stream, raw, columns)) is not helm:
            return False
        before = b""
        while piece := stream.read(_PIECE):
            if _MARK in before + piece:
                return True
            before = piece[-len(_MARK) :]
    return False


def _of(path: Path, columns: Columns) -> dict[str, tuple[str, str]]:
    with opened(path) as (stream, raw):
        rows = (item.row for item in helm.items(Source(path, stream, raw, columns)))
        return {row["case"]: (row["perturbation_of"], _kind(row)) for row in rows if "perturbation_of" in row}


def _kind(row: Mapping[str, Any]) -> str:
    """The perturbation with its settings; those that differ by their seed alone are of one kind."""
    return helm.perturbed({key: value for key, value in row["perturbation"].items() if key != "seed"})
