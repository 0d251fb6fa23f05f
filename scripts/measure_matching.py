"""Measures the scan: answers a second for 100, 1,000 and 10,000 generated phrases, and for the shipped packs.

    python scripts/measure_matching.py ANSWERS.jsonl [MOST]

Each line of the file holds an answer as ``output``. Times are processor seconds of one core, matching alone:
words, phrases, borders, and no reading.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from medrules.language.loading import load
from medrules.language.phrases import parse_phrase
from medrules.model.book import Concept
from medrules.model.phrase import Term
from medrules.shipped import folder
from medrules.text.scan import Scanner
from medrules.text.vocabulary_tables import read_lines
from medrules.text.words import split

SEED = 7


def main(answers: Path, most: int) -> None:
    """Prints one line for each set of phrases."""
    with answers.open(encoding="utf-8") as file:
        texts = [json.loads(line)["output"] for _, line in zip(range(most), file, strict=False)]
    words = sum(len(split(text).forms) for text in texts[:500]) / len(texts[:500])
    print(f"{len(texts)} answers, {words:.0f} words each")
    for count in (100, 1_000, 10_000):
        _measure(f"{count} phrases", _phrases(texts, count), {}, texts)
    book, _ = load([folder("rules")], folder("rules"))
    concepts = {key: concept.terms for key, concept in book.concepts.items()}
    ladder = {f"rung {rung.name}": rung.terms for rung in book.ladder}
    _measure("all concepts and rungs shipped", {**concepts, **ladder}, book.concepts, texts)


def _measure(
    name: str, groups: Mapping[str, Sequence[Term]], concepts: Mapping[str, Concept], texts: Sequence[str]
) -> None:
    scanner = Scanner(groups, concepts)
    scanner.scan(texts)
    begun = time.process_time()
    found = scanner.scan(texts)
    taken = time.process_time() - begun
    hits = sum(len(hits) for one in found for hits in one.hits.values()) / len(texts)
    print(f"{name}: {len(texts) / taken:,.0f} answers a second, {hits:.2f} hits an answer")


def _phrases(texts: Sequence[str], count: int) -> dict[str, Sequence[Term]]:
    """Phrases of rare and common words: drugs after a verb, three words of an answer, two words with a gap."""
    chosen = random.Random(SEED)  # noqa: S311 (no secret)
    drugs = read_lines("drug_names.txt")
    words = [line.split()[0] for line in read_lines("inflections.txt")]
    groups: dict[str, Sequence[Term]] = {}
    while len(groups) < count:
        forms = split(chosen.choice(texts)).forms
        at = chosen.randrange(max(len(forms) - 3, 1))
        kinds = (
            f"(stop|hold|discontinue|skip) ... {chosen.choice(drugs)}",
            " ".join(forms[at : at + 3]),
            f"({chosen.choice(words)}|{chosen.choice(words)}) ... {chosen.choice(words)}",
        )
        parsed, _ = parse_phrase(kinds[len(groups) % len(kinds)])
        if parsed is not None:
            groups[str(len(groups))] = [parsed]
    return groups


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
