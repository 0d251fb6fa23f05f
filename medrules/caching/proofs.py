"""That every example of some rules held, while neither they nor the program have changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from medrules.caching.fingerprints import of_rules
from medrules.caching.sealed import keep, kept

_HELD = b"every example held"


def held_before(paths: Sequence[Path], shipped: Path) -> bool:
    """Whether the examples of these rule files were all found to hold."""
    name = of_rules("proof", paths, shipped)
    return name is not None and kept(name) == _HELD


def note_held(paths: Sequence[Path], shipped: Path) -> None:
    """Keep that they all held."""
    name = of_rules("proof", paths, shipped)
    if name is not None:
        keep(name, _HELD)
