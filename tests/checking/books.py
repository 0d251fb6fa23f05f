"""Rule books for the tests, written as rules."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from medrules.checking.checker import Checker
from medrules.language.loading import load
from medrules.model.book import RuleBook
from medrules.model.verdict import Verdict

LADDER = """
escalation self-care is "rest at home"
escalation routine is "see your doctor", "make an appointment"
escalation urgent is "urgent care", "same-day appointment"
escalation emergency is "call (911|999|112)", "emergency (room|department)"
"""
HEAD = "medrules 1\n" + LADDER


def book(rules: str, head: str = HEAD) -> RuleBook:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "test.rules"
        path.write_text(head + rules, encoding="utf-8")
        loaded, problems = load([path], None)
    errors = [problem.message for problem in problems if problem.severity == "error"]
    assert not errors, errors
    return loaded


def rule(*statements: str, when: str | None = None, harm: str = "mild") -> str:
    lines = ['rule test.one "A rule"', f"  harm {harm}"]
    lines += [f"  when {when}"] if when else []
    lines += [f"  {statement}" for statement in statements]
    return "\n".join([*lines, '  source "a guideline"', ""])


def checker(*statements: str, when: str | None = None, concepts: str = "") -> Checker:
    return Checker(book(concepts + rule(*statements, when=when)))


def verdicts(statement: str, answer: str, *, when: str | None = None, input: str | None = None) -> list[Verdict]:
    return checker(statement, when=when).check(answer, input=input)


def verdict(statement: str, answer: str, *, when: str | None = None, input: str | None = None) -> Verdict:
    (one,) = verdicts(statement, answer, when=when, input=input)
    return one
