"""The catalogue's own examples: each mistake gives its code, and what stands under "instead" gives no error."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrules.language.loading import load
from medrules.language.problems import Entry, catalogue
from medrules.language.source import DECLARATIONS

HEAD = """medrules 1
concept chest-pain is "chest pain", "tight chest"
concept ambulance is "call (911|999|112)"
"""
LADDER = """escalation routine is "make an appointment"
escalation emergency is "emergency department"
"""
PACKS = Path(__file__).parent / "golden" / "packs"
ABOUT_FILES = ("E101", "E102", "E103", "E104", "E105")
ENTRIES = [entry for code, entry in catalogue().items() if code not in ABOUT_FILES]


def whole_file(entry: Entry, fragment: str) -> str:
    """A rule file around a fragment of the catalogue."""
    if entry.code in ("E208", "E210", "E211"):
        return fragment
    if fragment.startswith('"'):
        fragment = f"must mention {fragment}"
    first = fragment.split(maxsplit=1)[0].lower()
    if first in DECLARATIONS or first == "usecommon":
        ladder = "" if "escalation" in fragment else LADDER
        return HEAD + ladder + fragment + "\n"
    slots = "" if fragment.startswith("harm") else "  harm mild\n"
    slots += "" if "must" in fragment else "  must mention ambulance\n"
    return HEAD + LADDER + f'rule a.b "A rule"\n{slots}  source "A guideline"\n{fragment}\n'


def codes(path: Path, text: str) -> set[str]:
    path.write_text(text, encoding="utf-8")
    _, problems = load([path], PACKS)
    return {problem.code for problem in problems}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_the_mistake_gives_its_code(entry: Entry, tmp_path: Path) -> None:
    assert entry.code in codes(tmp_path / "mistake.rules", whole_file(entry, entry.mistake))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_what_to_write_instead_gives_no_error(entry: Entry, tmp_path: Path) -> None:
    found = codes(tmp_path / "instead.rules", whole_file(entry, entry.instead))
    assert entry.code not in found
    assert {code for code in found if code.startswith("E")} == set()


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.code)
def test_every_page_says_something(entry: Entry) -> None:
    assert all(text.strip() for text in entry)
