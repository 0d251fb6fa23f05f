"""All mistakes of a rule at once: a statement that cannot be read hides no other."""

from __future__ import annotations

from pathlib import Path

from medrules.language.loading import load
from medrules.language.statements import leave_out, starts

BROKEN = """medrules 1
rule warfarin.no-stop "No stop"
  harm sever
  must never advise "stop warfarin" or "hold warfarin"
  must say "a", "b"
  must advice "see your doctor"
  source "A guideline"
"""


def codes(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    path = tmp_path / "some.rules"
    path.write_text(text, encoding="utf-8")
    _, problems = load([path], None)
    return [(found.code, found.location.line) for found in problems if found.location]


def test_every_mistake_of_a_rule_is_shown(tmp_path: Path) -> None:
    assert codes(tmp_path, BROKEN) == [("E406", 3), ("E205", 4), ("E503", 5), ("E213", 6)]


def test_what_was_left_out_is_not_missed(tmp_path: Path) -> None:
    text = 'medrules 1\nrule a.b "T"\n  harm death\n  must never advice "x"\n  source\n  because "y"\n'
    assert {code for code, _ in codes(tmp_path, text)} == {"E213", "E201"}


def test_a_broken_rule_does_not_run(tmp_path: Path) -> None:
    path = tmp_path / "some.rules"
    path.write_text(BROKEN, encoding="utf-8")
    book, _ = load([path], None)
    assert book.rules == ()


def test_a_mistake_in_the_head_ends_it(tmp_path: Path) -> None:
    assert [code for code, _ in codes(tmp_path, 'medrules 1\nrule "No id"\n  harm sever\n')] != []
    assert leave_out('rule "No id" harm mild', 6) is None


def test_words_inside_statements_begin_none() -> None:
    text = 'rule a.b "T" must say "harm" with harm mild todo passes "x" because "y must"'
    assert [text[at:].split(maxsplit=1)[0] for at in starts(text)] == ["must", "todo", "because"]


def test_leaving_out_keeps_every_place() -> None:
    text = 'rule a.b "T"\n  must say\n  because "y"\n'
    without = leave_out(text, text.index("because"))
    assert without is not None
    assert len(without) == len(text)
    assert without.count("\n") == text.count("\n")
    assert "must" not in without
