"""How fast the reader reads, beside spaCy's bare tokeniser, on the same answers in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks.folder import Folder


class Speed(NamedTuple):
    """Answers a second by each of the passes' medians."""

    answers: int
    characters: int
    reader: float
    tokeniser: float | None

    @property
    def ratio(self) -> float | None:
        """The reader's time over the tokeniser's."""
        return None if self.tokeniser is None else self.tokeniser / self.reader


def measure_speed(
    folder: Folder, read: Callable[[str], object], *, answers: int = 2000, passes: int = 5
) -> Speed | None:
    """Median of interleaved passes over the first answers of ``bulk_answers``; None where the file is absent."""
    texts = []
    for record in folder.rows("bulk_answers"):
        texts.append(record["output"] or "")
        if len(texts) == answers:
            break
    if not texts:
        return None
    tokenise = _tokeniser()
    mine, bare = [], []
    for _ in range(passes):
        mine.append(_seconds(read, texts))
        if tokenise is not None:
            bare.append(_seconds(tokenise, texts))
    return Speed(
        len(texts),
        sum(map(len, texts)),
        len(texts) / statistics.median(mine),
        len(texts) / statistics.median(bare) if bare else None,
    )


def _tokeniser() -> Callable[[str], object] | None:
    try:
        import spacy
    except ImportError:
        return None
    return spacy.blank("en").tokenizer  # type: ignore[no-any-return]


def _seconds(read: Callable[[str], object], texts: Sequence[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - start
