"""Loads rule text as tests write it."""

from __future__ import annotations

from pathlib import Path

from medrules.language.assembling import assemble
from medrules.language.parsing import parse_file
from medrules.language.source import Source
from medrules.model.book import RuleBook
from medrules.model.problem import Problem
from medrules.model.rule import Condition, Obligation

HEAD = """medrules 1
concept a is "aa"
concept b is "bb"
concept c is "cc"
escalation routine is "make an appointment"
escalation urgent is "today"
escalation emergency is "call 911"
hazard missed "Missed"
"""


def read(text: str) -> tuple[RuleBook, list[Problem]]:
    """The book of one file's text, and its problems."""
    made = parse_file(Source("t.rules", text), Path("t.rules"), runs=True)
    book, problems = assemble([made])
    return book, made.problems + problems


def sound(text: str) -> RuleBook:
    """The book of a text without errors."""
    book, problems = read(text)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return book


def codes(text: str) -> list[str]:
    """The codes of the errors of a text."""
    _, problems = read(text)
    return [problem.code for problem in problems if problem.severity == "error"]


def rule(body: str) -> str:
    """A file with one rule of harm mild around some of its lines."""
    return f'{HEAD}rule x.y "A rule" harm mild source "s"\n{body}\n'


def obligation(text: str) -> Obligation:
    """The obligation that a line states."""
    return sound(rule(text)).rules[0].obligations[0]


def condition(text: str) -> Condition:
    """The condition after ``when``."""
    found = sound(rule(f"when {text} must say a")).rules[0].when
    assert found is not None
    return found
