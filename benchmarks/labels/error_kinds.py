"""Of which kind a wrong row is, as judged by reading it: ``error_kinds.tsv`` holds set, row and kind, no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

_FILE = Path(__file__).parent / "error_kinds.tsv"
UNJUDGED = "not yet judged"


def judged(name: str, keys: Iterable[str]) -> Counter[str]:
    """How many of these wrong rows of a set are of each kind; those that nobody has read are counted as such."""
    known = _known()
    return Counter(known.get((name, key), UNJUDGED) for key in keys)


def _known() -> dict[tuple[str, str], str]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {(name, key): kind for name, key, kind in rows}
