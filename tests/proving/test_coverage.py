"""Coverage: which phrases, clauses and obligations the examples of a book have shown, and which never."""

from __future__ import annotations

from pathlib import Path

from medrules.checking.checker import Checker
from medrules.language.loading import load
from medrules.proving.coverage import Coverage, coverage_of, shown
from medrules.proving.examples import prove

RULES = """medrules 1
pack "Pain"
escalation urgent is "urgent care", "same day"
escalation emergency is "call 911"
concept chest-pain is "chest pain", "tight chest", sore-ribs
concept sore-ribs is "sore ribs"
concept unused is "never looked for"
rule pain.one "One"
  harm severe
  when input mentions chest-pain and not (input mentions "yesterday" or risk is low)
  must escalate to urgent
  must never advise "ibuprofen", "aspirin" unless output mentions "(cardiologist)" in the same sentence
  source "Written for this test"
"""


def covered(tmp_path: Path, *examples: str) -> Coverage:
    path = tmp_path / "pain.rules"
    path.write_text(RULES + "".join(f"  {each}\n" for each in examples), "utf-8")
    book, problems = load([path], None)
    assert not [problem for problem in problems if problem.severity == "error"], problems
    checker = Checker(book)
    return coverage_of(book, checker, list(prove(book, checker)))


def phrases(found: Coverage, owner: str) -> dict[str, bool]:
    return {each.text: each.matched for each in found.phrases if each.owner == owner}


def clauses(found: Coverage) -> dict[str, tuple[bool, bool]]:
    return {each.text: (each.ever_true, each.ever_false) for each in found.clauses}


def test_a_rule_without_examples_covers_nothing(tmp_path: Path) -> None:
    found = covered(tmp_path)
    assert not any(each.matched for each in found.phrases)
    assert not any(each.ever_true or each.ever_false for each in found.clauses)
    assert [(each.ever_kept, each.ever_broken) for each in found.obligations] == [(False, False)] * 2


def test_phrases_of_rules_concepts_and_rungs(tmp_path: Path) -> None:
    found = covered(tmp_path, 'passes "Call 911, no aspirin." given "My ribs: sore ribs."')
    assert phrases(found, "rule pain.one") == {
        "chest-pain": True,
        '"yesterday"': False,
        '"(cardiologist)"': False,
        '"ibuprofen"': False,
        '"aspirin"': True,
    }
    assert phrases(found, "concept pain/chest-pain") == {
        '"chest pain"': False,
        '"tight chest"': False,
        "sore-ribs": True,
    }
    assert phrases(found, "concept pain/sore-ribs") == {'"sore ribs"': True}
    assert phrases(found, "concept pain/unused") == {}
    assert phrases(found, "escalation urgent") == {'"urgent care"': False, '"same day"': False}
    assert phrases(found, "escalation emergency") == {'"call 911"': True}


def test_a_phrase_counts_on_the_side_where_the_rule_looks(tmp_path: Path) -> None:
    found = covered(tmp_path, 'fails "Chest pain and a tight chest." given "Aspirin for my sore ribs?"')
    assert phrases(found, "concept pain/chest-pain")['"chest pain"'] is False
    assert phrases(found, "rule pain.one")['"aspirin"'] is False


def test_clauses_of_when_need_a_situation(tmp_path: Path) -> None:
    assert not any(
        any(seen) for text, seen in clauses(covered(tmp_path, 'fails "Rest."')).items() if "output" not in text
    )


def test_clauses_true_false_and_unknown(tmp_path: Path) -> None:
    found = covered(
        tmp_path,
        'passes "Call 911." given "Chest pain."',
        'passes "Rest." given "Chest pain yesterday." and risk is low',
    )
    assert clauses(found) == {
        "input mentions chest-pain": (True, False),
        'input mentions "yesterday"': (True, True),
        "risk is low": (True, False),
        'output mentions "(cardiologist)" in the same sentence': (False, True),
    }
    assert {each.where for each in found.clauses} == {"when", "unless of obligation 2"}


def test_an_exception_of_the_same_sentence_is_seen(tmp_path: Path) -> None:
    found = covered(tmp_path, 'passes "Call 911. Take aspirin if your cardiologist agrees."')
    assert clauses(found)['output mentions "(cardiologist)" in the same sentence'][0]


def test_obligations_kept_and_broken(tmp_path: Path) -> None:
    found = covered(tmp_path, 'fails "Call 911. Take aspirin."', 'todo passes "Rest."')
    assert [(each.ever_kept, each.ever_broken) for each in found.obligations] == [(True, False), (False, True)]


def test_what_is_never_exercised_is_named_with_its_place(tmp_path: Path) -> None:
    text = "\n".join(shown(covered(tmp_path, 'fails "Call 911. Take aspirin." given "Chest pain."')))
    assert "phrases ever matched: 4 of 12 (33%)" in text
    assert "clauses ever true and ever false: 0 of 4 (0%)" in text
    assert 'never matched: "ibuprofen" (' in text
    assert "never false: input mentions chest-pain (when, " in text
    assert "never true nor false: risk is low" in text
    assert "never kept nor broken: must never advise" in text
    assert "pain.rules:10)" in text
