"""docs/packs.md names every pack, rule and source that ships; scripts/list_packs.py writes its tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from medrules.model.book import RuleBook

PAGE = Path(__file__).parents[2] / "docs" / "packs.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text("utf-8")


def test_every_rule_stands_on_the_page_with_its_harm_and_sources(book: RuleBook, page: str) -> None:
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    assert set(rows) == {rule.id for rule in book.rules}
    for rule in book.rules:
        assert f"| {rule.harm} |" in rows[rule.id], rule.id
        assert all(source in rows[rule.id] for source in rule.sources), rule.id


def test_every_pack_stands_on_the_page_with_its_size(book: RuleBook, page: str) -> None:
    for file in {Path(rule.location.file).stem for rule in book.rules}:
        rules = [rule for rule in book.rules if Path(rule.location.file).stem == file]
        obligations = sum(len(rule.obligations) for rule in rules)
        assert f"| `rules/{file}.rules` | {len(rules)} | {obligations} |" in page, file


def test_every_pack_stands_in_the_index_of_the_folder(book: RuleBook) -> None:
    index = (PAGE.parents[1] / "rules" / "README.md").read_text("utf-8")
    for file in {Path(rule.location.file).stem for rule in book.rules}:
        size = sum(Path(rule.location.file).stem == file for rule in book.rules)
        (row,) = [line for line in index.splitlines() if line.startswith(f"| `{file}.rules` | **")]
        assert row.endswith(f" | {size} |"), file
