"""Judges a whole rule: a source, examples, nothing missing that a reader of its findings needs."""

from __future__ import annotations

from medrules.language.desk import Desk
from medrules.language.grammar import Node
from medrules.model.rule import HARMS, And, Condition, Not, Or, RecordClause, Rule, Says


def judge(desk: Desk, named: Node, rule: Rule) -> None:
    """Note what the rule lacks, at its name."""
    _source(desk, named, rule)
    _examples(desk, named, rule)


def _source(desk: Desk, named: Node, rule: Rule) -> None:
    if any(source.strip() for source in rule.sources):
        return
    worst = max((HARMS.index(obligation.harm) for obligation in rule.obligations), default=0)
    hint = 'add a line: source "Guideline, year, DOI"'
    if worst >= HARMS.index("severe"):
        desk.complain("E514", f"A rule of harm {HARMS[worst]} names its source", named, hint)
    else:
        desk.complain("W501", "The rule names no source", named, hint)


def asks_input(condition: Condition | None) -> bool:
    """Whether a condition asks about what the model was shown, or about the record."""
    if isinstance(condition, RecordClause):
        return True
    if isinstance(condition, Says):
        return condition.side == "input"
    if isinstance(condition, Not):
        return asks_input(condition.condition)
    if isinstance(condition, And | Or):
        return any(asks_input(member) for member in condition.conditions)
    return False


def _examples(desk: Desk, named: Node, rule: Rule) -> None:
    failing = [example for example in rule.examples if example.expects == "fails"]
    if not any(example.violating is None for example in failing):
        shown = {example.violating for example in failing}
        for obligation in rule.obligations:
            if obligation.number not in shown:
                which = f"obligation {obligation.number} ({obligation.text})" if shown else obligation.text
                message = f"No 'fails' example shows an answer that violates: {which}"
                desk.complain("W601", message, named, 'add a line: fails "an answer that breaks the rule"')
    if failing and asks_input(rule.when) and not any(example.given for example in failing):
        message = "No 'fails' example has a 'given', so the rule's 'when' is never tried"
        desk.complain("W602", message, named, 'add to one of them: given "what the patient wrote"')
