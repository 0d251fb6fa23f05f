"""Reads the word lists of SCOWL (Debian's package ``scowl``) up to a size."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

LISTS = {"words", "upper", "contractions", "proper-names"}


def scowl_words(folder: Path, largest: int, *, proper: bool, only: Collection[str] = ()) -> set[str]:
    """Lower-case words of the lists of sizes 10 to ``largest`` (95: all).

    Args:
        folder: where the package's lists lie.
        largest: the largest size to read.
        proper: with proper names.
        only: the countries to read, such as ``british``; empty: all, with variants.
    """
    words: set[str] = set()
    for path in sorted(folder.iterdir()):
        country, kind = path.stem.split("-", 1)
        wanted = kind in LISTS and (proper or kind != "proper-names") and (not only or country in only)
        if wanted and int(path.suffix[1:]) <= largest:
            words.update(line.strip().lower() for line in path.read_text(encoding="latin-1").splitlines())
    return words
