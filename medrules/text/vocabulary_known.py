"""The words that are never taken for typing slips: general English, medical words and names of drugs."""

from __future__ import annotations

from functools import cache

from medrules.text.vocabulary_tables import FOLDER, read_set


def is_known(word: str) -> bool:
    """Whether a lower-case word of at least five letters stands in the lists."""
    return word in drug_names() or _stands_in(_blob(), word.encode())


def drug_names() -> frozenset[str]:
    """Generic and brand names of drugs, US and UK, one word each."""
    return read_set("drug_names.txt")


@cache
def _blob() -> bytes:
    # Half a million sorted lines are searched as they are: a set of them would take 40 MB and 100 ms.
    return (FOLDER / "known_words.txt").read_bytes()


def _stands_in(blob: bytes, word: bytes) -> bool:
    low, high = 0, len(blob)
    while low < high:
        start = blob.rfind(b"\n", 0, (low + high) // 2 + 1) + 1
        end = blob.find(b"\n", start)
        if end < 0:
            high = start - 1
            continue
        line = blob[start:end]
        if line == word:
            return True
        if line < word:
            low = end
        else:
            high = start - 1
    return False
