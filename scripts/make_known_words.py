"""Makes ``known_words.txt`` and ``drug_names.txt``: words that are never taken for typing slips.

Needs Debian's package ``scowl`` unpacked (free to copy with its notice), and ``pip install english-words
drug-named-entity-recognition`` (MIT; their data: Webster's Second of 1934, public domain; drug names of DrugBank's
open vocabulary, CC0, MedlinePlus, MeSH and the NHS)::

    python scripts/make_known_words.py SCOWL_FOLDER

The two packages keep their data pickled; only plain containers are unpickled.
"""

from __future__ import annotations

import bz2
import pickle
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from scowl import scowl_words

VOCABULARY = Path(__file__).parent.parent / "medrules" / "text" / "vocabulary" / "en"
SHORTEST = 5
SHORTEST_DRUG = 5
LONGEST_DRUG = 18


class _Plain(pickle.Unpickler):
    """Reads pickles of plain containers and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain container")


def main(scowl: Path) -> None:
    """Writes both tables beside the other vocabularies."""
    drugs = _drug_names()
    head = (
        "# Names of drugs, generic and brand, one word each. Made by scripts/make_known_words.py from\n"
        "# DrugBank's open vocabulary (CC0), MedlinePlus, MeSH and the NHS, from drug-named-entity-recognition.\n"
    )
    (VOCABULARY / "drug_names.txt").write_text(head + "\n".join(sorted(drugs)) + "\n", encoding="utf-8")
    words = scowl_words(scowl, 95, proper=True) | _websters_second()
    words |= {word for name in ("inflections.txt", "known_words_added.txt") for word in _entries(name)}
    kept = sorted(word for word in words if _is_word(word) and (len(word) >= SHORTEST or word.endswith("s")))
    (VOCABULARY / "known_words.txt").write_bytes("\n".join(["", *kept, ""]).encode())


def _is_word(word: str) -> bool:
    return word.isascii() and word.isalpha() and word.islower() and len(word) > 2


def _entries(name: str) -> list[str]:
    lines = (VOCABULARY / name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _websters_second() -> set[str]:
    with (_package("english_words") / "data" / "web2_alpha_lower.pickle").open("rb") as file:
        return set(_load(file))


def _drug_names() -> set[str]:
    path = _package("drug_named_entity_recognition") / "drug_ner_dictionary.pkl.bz2"
    with bz2.open(path) as file:
        data: dict[str, dict[str, Any]] = _load(file)
    sources = {"drugbank_id", "medline_plus_id", "nhs_url"}
    kept = {name for name, facts in data["drug_canonical_to_data"].items() if sources & set(facts)}
    names = {variant for variant, drugs in data["drug_variant_to_canonical"].items() if kept & set(drugs)}
    return {n for n in names if _is_word(n) and SHORTEST_DRUG <= len(n) <= LONGEST_DRUG}


def _load(file: BinaryIO | bz2.BZ2File) -> Any:
    return _Plain(file).load()


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"pip install {name.replace('_', '-')}")
    return Path(spec.origin).parent


if __name__ == "__main__":
    main(Path(sys.argv[1]))
