"""Adds to a rule book the rules that stand with single vignettes."""

from __future__ import annotations

from collections.abc import Iterable

from medrules.language.vignettes import Statements, case_rule
from medrules.model.book import RuleBook
from medrules.model.case import Vignette
from medrules.model.problem import Location, Problem
from medrules.model.rule import Rule


def with_case_rules(book: RuleBook, vignettes: Iterable[Vignette]) -> tuple[RuleBook, list[Problem]]:
    """The book with one rule more for each vignette that has statements of its own, and what is wrong with them.

    A rule of a case is for the vignette's category, and for its own case alone.
    """
    made: list[Rule] = []
    problems: list[Problem] = []
    for vignette in vignettes:
        if vignette.rules is not None:
            rule, found = _rule(vignette, vignette.rules, book)
            problems += found
            made += [rule] if rule is not None else []
    return (book.model_copy(update={"rules": (*book.rules, *made)}) if made else book), problems


def _rule(vignette: Vignette, text: str, book: RuleBook) -> tuple[Rule | None, list[Problem]]:
    file, line = vignette.file or "", vignette.rules_line or 1
    statements = Statements(vignette.id, vignette.title or vignette.id, text, file, line)
    rule, problems = case_rule(statements, book)
    if rule is not None and vignette.category is not None:
        rule = rule.model_copy(update={"categories": (vignette.category,)})
    if file.endswith(".jsonl"):
        problems = [_on_line(problem, line) for problem in problems]
    return rule, problems


def _on_line(problem: Problem, line: int) -> Problem:
    """A problem of a case that stands on one line of its file, however many its text has."""
    place = problem.location
    if place is None:
        return problem
    return problem.model_copy(update={"location": Location(file=place.file, line=line)})
