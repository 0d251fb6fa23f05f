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
    single = file.endswith(".jsonl")
    if single:
        problems = [
            problem.model_copy(update={"location": Location(file=file, line=line)}) for problem in problems
        ]
    if rule is None:
        return None, problems
    obligations = tuple(
        one.model_copy(update={"location": _placed(one.location, line, single=single)}) for one in rule.obligations
    )
    changes = {
        "categories": (vignette.category,) if vignette.category is not None else (),
        "obligations": obligations,
        "location": _placed(rule.location, line, single=single),
    }
    return rule.model_copy(update=changes), problems


def _placed(place: Location, line: int, *, single: bool) -> Location:
    """A place in the statements as a place in the file; a case of JSON Lines stands on one line."""
    if single:
        return Location(file=place.file, line=line)
    return Location(file=place.file, line=place.line + line - 1, column=place.column)
