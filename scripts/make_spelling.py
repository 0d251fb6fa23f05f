"""Makes ``spelling.txt``: British spellings and their US ones, from SCOWL's lists that belong to one country.

Needs Debian's package ``scowl`` unpacked (free to copy with its notice)::

    python scripts/make_spelling.py SCOWL_FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from scowl import scowl_words

VOCABULARY = Path(__file__).parent.parent / "medrules" / "text" / "vocabulary" / "en"
LARGEST = 70
NOT_SPELLINGS = {"prise", "prised", "prises", "prising", "formae", "aeger", "foedarie"}
CHANGES = (
    ("our", "or"),
    ("is", "iz"),
    ("ys", "yz"),
    ("ae", "e"),
    ("oe", "e"),
    ("ll", "l"),
    ("l", "ll"),
    ("re", "er"),
    ("ogue", "og"),
    ("ence", "ense"),
    ("ph", "f"),
    ("mme", "m"),
    ("ou", "o"),
    ("pp", "p"),
    ("eing", "ing"),
)


def main(scowl: Path) -> None:
    """Writes the table beside the other vocabularies."""
    british = scowl_words(scowl, LARGEST, proper=False, only=("british", "british_z"))
    american = scowl_words(scowl, LARGEST, proper=False, only=("american",))
    shared = scowl_words(scowl, LARGEST, proper=False, only=("english",))
    pairs: dict[str, str] = {}
    for word in british - american - shared - NOT_SPELLINGS:
        found = {other for other in _changed(word) if other in american or (other in shared and "iz" in other)}
        if len(found) == 1 and word.isascii() and word.isalpha() and len(word) > 4 and "aer" not in word:
            pairs[word] = found.pop()
    head = (
        "# British spellings and their US ones. Made by scripts/make_spelling.py from word lists of SCOWL\n"
        "# (Copyright 2000-2011 by Kevin Atkinson); edit spelling_added.txt instead.\n"
    )
    lines = [f"{british} {american}" for british, american in sorted(pairs.items())]
    (VOCABULARY / "spelling.txt").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _changed(word: str) -> set[str]:
    """The word with one kind of change made at one place or at all places."""
    found: set[str] = set()
    for old, new in CHANGES:
        found.add(word.replace(old, new))
        at = word.find(old)
        while at >= 0:
            found.add(word[:at] + new + word[at + len(old) :])
            at = word.find(old, at + 1)
    return {other for both in found for other in (both, both.replace("ae", "e").replace("oe", "e"))} - {word}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
