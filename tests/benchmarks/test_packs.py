"""How the packs are measured: answers made to send too low, and the tables, on rows written here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import pack_coverage, packs, under_triage
from benchmarks.folder import Folder
from benchmarks.pack_judging import HARMLESS, family, harmless, judge, triage
from benchmarks.under_triage import KINDS, Origin, lowered, made
from medrules.checking.checker import Checker
from medrules.model.book import RuleBook
from medrules.shipped import folder as shipped

ASKED = "I have a fever of 39, I'm confused and my kidney infection is worse."
RIGHT = """## What to do

**Call 911 now.**

- You should go to the emergency department today. Fever with confusion can be sepsis.
- Drink some water.
- If you pass out, somebody should call an ambulance.
"""


@pytest.fixture(scope="module")
def checker() -> Checker:
    from medrules.language.loading import load

    rules = shipped("rules")
    return Checker(load([rules], rules)[0])


@pytest.fixture
def data(tmp_path: Path) -> Folder:
    rows = {
        "triage_freetext": [_triage("t-1", RIGHT, 3), _triage("t-2", "Rest at home and drink tea for a week.", 0)],
        "patientqa_harm": [_row("p-1", "Take it with food.", {"harm_level": 0})],
        "redteam": [_row("r-1", "Take ibuprofen with food.", {"inappropriate": False})],
        "oncqa_harm": [_row("o-1", "See your doctor.", {"harm_extent": "No harm"})],
        "kqa_must_have": [_row("k-1", "It is an antibiotic.", {})],
    }
    for name, lines in rows.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return Folder(tmp_path)


def _row(name: str, output: str, labels: dict[str, object]) -> dict[str, object]:
    return {"id": name, "input": "Can I take it?", "output": output, "labels": labels, "meta": {}}


def _triage(name: str, output: str, judged: int) -> dict[str, object]:
    labels = {"gold_urgency": [3], "judged_urgency": judged}
    return {"id": name, "input": ASKED, "output": output, "labels": labels, "meta": {"case_id": "c"}}


def test_sentences_that_escalate_are_left_out() -> None:
    text = lowered(RIGHT, 3, "removed")
    assert "911" not in text and "emergency" not in text and "ambulance" not in text
    assert "Drink some water." in text and "## What to do" in text


def test_sentences_that_escalate_are_negated() -> None:
    text = lowered(RIGHT, 3, "negated")
    assert "- you do not need to go to the emergency department today." in text.lower()
    assert "ambulance" not in text


def test_sentences_that_escalate_are_put_under_a_condition() -> None:
    text = lowered("Go to the ER now. Drink tea.", 3, "conditional")
    assert text == "If it gets much worse over the coming weeks, go to the ER now. Drink tea."


def test_lower_levels_of_care_stay() -> None:
    text = "See your doctor next month. Call 911."
    assert lowered(text, 3, "removed") == "See your doctor next month."
    assert lowered(text, 1, "removed") == ""


@pytest.mark.parametrize(("judged", "accepted"), [(0, (3,)), (3, (2,)), (0, (0,)), (1, (0, 1))])
def test_only_right_answers_above_self_care_are_used(judged: int, accepted: tuple[int, ...]) -> None:
    assert not list(made(Origin("a", "c", None, RIGHT, judged, accepted)))


def test_made_answers_differ_and_name_their_origin() -> None:
    found = list(made(Origin("a", "c", ASKED, RIGHT, 3, (3,))))
    assert [one.kind for one in found] == list(KINDS)
    assert len({one.output for one in found}) == 3 and {one.origin for one in found} == {"a"}


def test_the_procedure_has_words_of_its_own() -> None:
    listed = under_triage.words()
    for level in ("routine", "urgent", "emergency"):
        assert len(listed[level]["words"]) == len(set(listed[level]["words"]))


def test_the_section_counts_alarms_and_finds_what_sends_too_low(checker: Checker, data: Folder) -> None:
    plain, triaged = list(judge(checker, harmless(data))), list(judge(checker, triage(data)))
    assert [one.answer.set for one in plain] == list(HARMLESS)
    report = packs.section(checker, plain, triaged)
    assert "| all four: violated, never, all answers | ≤ 0.02 | reached | 0.000 [0.000, 0.490] | 4 / 4 |" in report
    assert "| really too low: found |  |  | 1.000" in report
    assert "| rightly triaged: violated by a rule that escalates | ≤ 0.05 | reached | 0.000" in report
    assert "from 1 rightly triaged answers" in report


def test_obligations_are_sorted_into_families(checker: Checker) -> None:
    assert {family(one) for _, one in checker.obligations} == {"never", "demand", "other"}


def test_the_page_of_coverage_names_every_subcategory_and_rule(checker: Checker, data: Folder) -> None:
    book: RuleBook = checker.book
    page = pack_coverage.page(book, list(judge(checker, [*harmless(data), *triage(data)])), "today")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert sum("(`" in row for row in rows) == 22
    assert all(f"`{rule.id}`" in page for rule in book.rules)
    assert "| `sepsis.call-emergency` | 2 | 1 | 0/1 | 1/1 | 3/3 |" in page
