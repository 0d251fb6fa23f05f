"""A vignette's own rules: statements of the language that stand with a case and judge the answers to it alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lark.exceptions import UnexpectedInput

from medrules.language.desk import Desk
from medrules.language.explaining import explain
from medrules.language.grammar import Node, parse
from medrules.language.names import Names
from medrules.language.rules import of_case
from medrules.language.source import Chunk, Source, tokens
from medrules.model.book import RuleBook
from medrules.model.problem import Problem
from medrules.model.rule import Rule


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one case as its file holds them."""

    case: str
    title: str
    text: str
    file: str
    line: int
    """The line of the file at which the text begins."""


def case_rule(statements: Statements, book: RuleBook) -> tuple[Rule | None, list[Problem]]:
    """The rule that a case's own statements make, and what is wrong with them.

    Its id is ``case:CASE``; it can name every concept whose name one pack alone declares, and every rung
    and hazard. Harm is *moderate* where the statements name none.
    """
    source = Source(statements.file, statements.text)
    desk = Desk(source, _names(book))
    node, problems = _parsed(source)
    made = of_case(desk, node, statements.case, statements.title) if node is not None else None
    return made, [_moved(found, statements.line - 1) for found in [*problems, *desk.problems]]


def _names(book: RuleBook) -> Names:
    count = Counter(concept.name for concept in book.concepts.values())
    concepts = {concept.name: key for key, concept in book.concepts.items() if count[concept.name] == 1}
    return Names(concepts, {}, {rung.name for rung in book.ladder}, set(book.hazards))


def _parsed(source: Source) -> tuple[Node | None, list[Problem]]:
    unclosed = next((token for token in tokens(source.code) if token.kind == "unclosed"), None)
    if unclosed is not None:
        message = "A text is opened here and never closed"
        return None, [source.problem("E203", message, unclosed.start, unclosed.end, 'close it with "')]
    try:
        return parse(source.code, "statements"), []
    except UnexpectedInput as error:
        return None, [explain(source, Chunk("statements", 0, len(source.code), ()), error)]


def _moved(found: Problem, lines: int) -> Problem:
    place = found.location
    if place is None:
        return found
    down = {"line": place.line + lines, "end_line": place.end_line + lines if place.end_line else None}
    return found.model_copy(update={"location": place.model_copy(update=down)})
