"""Makes ``inflections.txt``: forms of verbs and nouns, reduced from spaCy's lemma tables and checked word by word.

Needs ``pip install spacy-lookups-data`` (MIT; its English tables come from WordNet 3.0, Princeton licence) and
Debian's package ``scowl`` unpacked (word lists, free to copy with their notice)::

    python scripts/make_inflections.py LOOKUPS_DATA_FOLDER SCOWL_FOLDER
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

from scowl import scowl_words

VOCABULARY = Path(__file__).parent.parent / "medrules" / "text" / "vocabulary" / "en"
LARGEST = 70
SIBILANT = ("s", "x", "z", "ch", "sh", "o")
VOWELS = "aeiou"


def main(lookups: Path, scowl: Path) -> None:
    """Writes the table beside the other vocabularies."""
    known = scowl_words(scowl, LARGEST, proper=False)
    exceptions, index = _lookup(lookups, "en_lemma_exc"), _lookup(lookups, "en_lemma_index")
    apart = set(_entries("kept_apart.txt"))
    lemmas: dict[str, set[str]] = defaultdict(set)
    nouns, verbs = set(index["noun"]), set(index["verb"])
    other = nouns | verbs | set(index["adj"]) | set(index["adv"])
    for form in known | set(exceptions["noun"]) | set(exceptions["verb"]):
        if form.isascii() and form.isalpha() and len(form) > 2 and form not in apart:
            found = exceptions["verb"].get(form) or _verbs(form, verbs)
            found = [*found, *(exceptions["noun"].get(form) or _nouns(form, nouns, known, other))]
            lemmas[form] |= {word for word in found if word != form and len(word) > 1 and word.isalpha()}
    for line in _entries("inflections_added.txt"):
        word, *forms = line.split()
        for form in forms:
            lemmas[form] = {word}
    _write(lemmas)


def _verbs(form: str, verbs: set[str]) -> list[str]:
    stems: list[str] = []
    for ending in ("ed", "ing"):
        if form.endswith(ending):
            stem = form[: -len(ending)]
            stems += [stem + "e"] if stem + "e" in verbs and _doubles(stem) else [stem + "e", stem]
    if form.endswith("ies"):
        stems.append(form[:-3] + "y")
    elif form.endswith("es") and form[:-2].endswith(SIBILANT):
        stems += [form[:-2], form[:-1]]
    elif form.endswith("s") and not form.endswith("ss"):
        stems.append(form[:-1])
    return [stem for stem in stems if stem in verbs and len(stem) > 2]


def _nouns(form: str, nouns: set[str], known: set[str], other: set[str]) -> list[str]:
    if not form.endswith("s") or form.endswith("ss"):
        return []
    stems = [form[:-1]]
    if form.endswith("ies"):
        stems.append(form[:-3] + "y")
    elif form.endswith("es") and form[:-2].endswith(SIBILANT):
        stems.append(form[:-2])
    found = [stem for stem in stems if stem in nouns and len(stem) > 2]
    unlisted = [stem for stem in stems[:1] if stem in known and stem not in other and len(stem) > 3]
    return found or unlisted


def _doubles(stem: str) -> bool:
    """Whether a verb of this stem doubles its last letter (bar, barred), so that *bared* is not its form."""
    return len(stem) < 5 and stem[-1] not in VOWELS + "wxy" and stem[-2] in VOWELS and stem[-3:-2] not in VOWELS


def _write(lemmas: dict[str, set[str]]) -> None:
    forms: dict[str, list[str]] = defaultdict(list)
    for form, words in lemmas.items():
        for word in words:
            forms[word].append(form)
    head = (
        "# Forms of verbs and nouns: the word, then its forms. Made by scripts/make_inflections.py; edit\n"
        "# kept_apart.txt and inflections_added.txt instead. Reduced from the lemma tables of spacy-lookups-data\n"
        "# (MIT, from WordNet 3.0, Copyright 2006 by Princeton University) and word lists of SCOWL (Copyright\n"
        "# 2000-2011 by Kevin Atkinson).\n"
    )
    lines = [" ".join([word, *sorted(forms[word])]) for word in sorted(forms)]
    (VOCABULARY / "inflections.txt").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _entries(name: str) -> list[str]:
    lines = (VOCABULARY / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _lookup(folder: Path, name: str) -> dict[str, dict[str, list[str]]]:
    with gzip.open(folder / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        return dict(json.load(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
