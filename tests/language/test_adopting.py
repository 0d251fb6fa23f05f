"""The hash of an adopted text: stable under layout and comments, another as soon as a word of it is another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from medrules.language.adopting import adopted_hashes, pack_text, rule_text, text_hash
from medrules.language.formatting.files import format_file
from medrules.language.formatting.formatter import formatted
from medrules.language.loading import load
from medrules.language.source import Source
from medrules.model.book import RuleBook
from medrules.shipped import folder

LADDER = """medrules 1
pack "Ladder" version 1.0.0
escalation routine is "make an appointment"
escalation emergency is "call 911"
"""
COMMON = """medrules 1
pack "Common"
concept pain is "pain", "<soreness>"
concept soreness is "sore", "ache"
concept fever is "fever"
"""
PACK = """medrules 1
pack "Chest" version 1.2.0 status testing owner "Cardiology"
use ladder, common
hazard missed "An infarction is missed" effect "Death"

rule chest.call "Chest pain is sent to emergency services"
  harm death
  leads to missed
  when input mentions "chest <pain>"
  must escalate to emergency
  must never say "it is only wind"
  source "A guideline"
  passes "Call 911."    given "I have chest pain."
  fails  "It is only wind. Call 911."
  fails  "Rest."

rule chest.tea "Tea is no treatment"
  harm mild
  must never advise "tea"
  source "A guideline"
  fails "Drink tea."
"""
ADOPTION = """medrules 1

adopt pack "Chest" version 1.2.0 as production approved by "Safety officer" on 2026-11-01 review by 2027-11-01
# below it

adopt rule chest.call as production approved by "Safety officer" on 2026-11-01 review by 2027-11-01
"""
Write = Callable[..., RuleBook]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the files, with a text of one of them replaced by another, and loads all of them."""

    def written(name: str = "chest", old: str = "", new: str = "", **more: str) -> RuleBook:
        texts = {"ladder": LADDER, "common": COMMON, "chest": PACK, **more}
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new, 1) if old else texts[name]
        for stem, text in texts.items():
            (tmp_path / f"{stem}.rules").write_text(text, "utf-8")
        book, problems = load([tmp_path], None)
        assert [found for found in problems if found.severity == "error"] == []
        return book

    return written


def hashes(book: RuleBook) -> tuple[str, str]:
    """Of the rule chest.call, and of the whole pack."""
    rule, pack = rule_text(book, "chest.call"), pack_text(book, "Chest")
    assert rule is not None
    assert pack is not None
    return text_hash(rule), text_hash(pack)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("chest", "must never say", "# a comment\n  must   NEVER say"),
        ("chest", 'version 1.2.0 status testing owner "Cardiology"', "version 1.3.0 status production"),
        ("chest", "  harm death\n  leads to missed\n", "  leads to missed\n  harm death\n"),
        ("chest", "use ladder, common", "use common, ladder"),
        ("chest", '"it is only wind"', "“it is only wind”"),
        ("common", 'concept fever is "fever"', 'concept fever is "fever", "hot"'),
        ("common", 'concept soreness is "sore", "ache"\nconcept fever is "fever"',
         'concept fever is "fever"\nconcept soreness is "sore", "ache"'),
    ],
)  # fmt: skip
def test_what_changes_nothing(name: str, old: str, new: str, write: Write) -> None:
    assert hashes(write()) == hashes(write(name, old, new))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("chest", "harm death", "harm severe"),
        ("chest", '"chest <pain>"', '"<pain>"'),
        ("chest", '"it is only wind"', '"it is wind"'),
        ("chest", "passes \"Call 911.\" ", "passes \"Call 911 now.\" "),
        ("common", '"pain", "<soreness>"', '"pain", "pains", "<soreness>"'),
        ("common", '"sore", "ache"', '"sore"'),
        ("ladder", '"call 911"', '"call 911", "lie down"'),
    ],
)  # fmt: skip
def test_what_changes_both(name: str, old: str, new: str, write: Write) -> None:
    before, after = hashes(write()), hashes(write(name, old, new))
    assert before[0] != after[0]
    assert before[1] != after[1]


@pytest.mark.parametrize(("old", "new"), [('advise "tea"', 'advise "teas"'), ('effect "Death"', 'effect "Harm"')])
def test_what_changes_the_pack_alone(old: str, new: str, write: Write) -> None:
    before, after = hashes(write()), hashes(write("chest", old, new))
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_phrases_that_another_pack_adds_to_a_rung_are_no_part_of_the_text(write: Write) -> None:
    more = LADDER.replace("Ladder", "More").replace('"call 911"', '"dial 999"')
    more += 'escalation rescue is "send the helicopter"\n'
    assert hashes(write()) == hashes(write(more=more))


def test_another_concept_of_the_same_name_changes_nothing(write: Write) -> None:
    other = 'medrules 1\nconcept pain is "agony"\n'
    assert hashes(write()) == hashes(write(aaa=other))


def test_a_formatted_file_has_the_same_hash(write: Write) -> None:
    untidy = PACK.replace("\n  ", " ").replace("rule chest.tea", "RULE  chest.TEA")
    tidy = formatted(Source("chest.rules", untidy))
    assert hashes(write(chest=untidy)) == hashes(write(chest=tidy))


@pytest.mark.parametrize("pack", sorted(folder("rules").glob("*.rules")), ids=lambda path: path.stem)
def test_a_shipped_pack_has_the_same_hash_alone_and_among_all(pack: Path) -> None:
    shipped = folder("rules")
    alone, everything = (load([path], shipped)[0] for path in (pack, shipped))
    title = next((rule.pack for rule in alone.rules), None)
    if title is not None:
        assert pack_text(alone, title) == pack_text(everything, title)


def test_what_is_not_loaded_has_no_hash(write: Write) -> None:
    book = write(mine=ADOPTION.replace("chest.call", "chest.cal").replace("Chest", "Chests"))
    assert adopted_hashes(book) == {}


def test_format_fills_the_hashes_in(write: Write, tmp_path: Path) -> None:
    book = write(mine=ADOPTION)
    path = tmp_path / "mine.rules"
    made = format_file(path, None)
    assert made.text is not None
    rule, pack = hashes(book)
    assert adopted_hashes(book) == {("rule", "chest.call"): rule, ("pack", "Chest"): pack}
    assert f"text {pack}\n" in made.text
    assert "\n# below it\n" in made.text
    assert f"text {rule}\n" in made.text
    path.write_text(made.text, "utf-8")
    again = format_file(path, None)
    assert again.text == made.text
    assert not again.changed


def test_format_leaves_a_hash_as_it_is(write: Write, tmp_path: Path) -> None:
    write(mine=ADOPTION)
    path = tmp_path / "mine.rules"
    made = format_file(path, None)
    assert made.text is not None
    path.write_text(made.text, "utf-8")
    write("chest", '"it is only wind"', '"it is wind"', mine=made.text)
    assert format_file(path, None).text == made.text


def test_format_fills_in_nothing_where_the_pack_is_not_found(tmp_path: Path) -> None:
    path = tmp_path / "mine.rules"
    path.write_text(ADOPTION, "utf-8")
    made = format_file(path, folder("rules"))
    assert made.text is not None
    assert " text " not in made.text
