"""Makes ``common_words.txt``: the most common English words in order, by which the scan chooses its anchors.

Needs ``pip install spacy-lookups-data`` (MIT)::

    python scripts/make_common_words.py LOOKUPS_DATA_FOLDER

The order decides how fast phrases are found, never which.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from medrules.text.vocabulary import canonical

VOCABULARY = Path(__file__).parent.parent / "medrules" / "text" / "vocabulary" / "en"
MOST = 2000
MEDICAL_FROM = 60
MEDICAL = (
    "doctor pain symptom medical emergency care treatment medication health condition blood help call seek"
    " patient provider professional include experience severe recommend important consult advice risk"
    " immediately infection medicine level test effect dose drug heart physician concern appropriate"
    " diagnosis discuss monitor specific"
)
"""Words of medical answers, set among the general ones at this rank."""


def main(lookups: Path) -> None:
    """Writes the list beside the other vocabularies."""
    with gzip.open(lookups / "en_lexeme_prob.json.gz", "rt", encoding="utf-8") as file:
        likely: dict[str, float] = json.load(file)
    plain = (word for word in likely if word.isascii() and word.isalpha() and word.islower())
    ranked = list(
        dict.fromkeys(canonical(word) for word in sorted(plain, key=lambda word: -likely[word])[: 3 * MOST])
    )
    ranked[MEDICAL_FROM:MEDICAL_FROM] = MEDICAL.split()
    head = (
        "# The most common English words as canonical words, in order, those of medical answers set among them.\n"
        "# Made by scripts/make_common_words.py from the word probabilities of spacy-lookups-data (MIT).\n"
    )
    words = list(dict.fromkeys(ranked))[:MOST]
    (VOCABULARY / "common_words.txt").write_text(head + "\n".join(words) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
