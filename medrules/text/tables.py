"""Says what a table's header, its first column and a verdict in the same row do to a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medrules.text import sentences as marks
from medrules.text.assertion_analysis import ADVICE, AGAINST, STATEMENT, Context
from medrules.text.cues import Found, word_class

if TYPE_CHECKING:
    from medrules.text.document import Document

_SITUATIONS = word_class("table situation")
_ACTIONS = word_class("table action")
_REFUSALS = word_class("table refusal")


class TableIndex:
    """Where each cell of a text's tables stands, found in one pass: a table may have any number of cells."""

    def __init__(self, document: Document) -> None:
        self.headers = _headers(document)
        """For each block the first row of its table, where a rule follows it."""
        self.columns: list[int] = []
        """For each sentence the number of its cell in its block, from 0."""
        self.cells: dict[int, list[int]] = {}
        """For each row the sentences that begin a cell."""
        flags, before = document.flags, -1
        for part, (first, last, block) in enumerate(document.parts):
            begins = block != before or bool(flags[first] & marks.CELL)
            self.columns.append(0 if block != before else self.columns[-1] + begins)
            if begins and last > first and document.blocks[block].kind == "row":
                self.cells.setdefault(block, []).append(part)
            before = block


def _headers(document: Document) -> list[int | None]:
    found: list[int | None] = []
    above = None
    for number, block in enumerate(document.blocks):
        if number == 0 or document.blocks[number - 1].kind != "row":
            above = None
        elif block.ruled:
            above = number - 1
        found.append(above)
    return found


def cell_context(document: Document, part: int, above: Context) -> Context:
    """The context of one cell (a sentence of a row); ``above`` is what the heading over the table brings.

    Under *Symptom | What to do* the first column holds the conditions of what is advised beside them; a cell under
    *Don't* is discouraged, and so is a name whose row says *No* or *Avoid*.
    """
    header = document.tables.headers[document.parts[part].block]
    if header is None:
        return above
    heads = document.tables.cells.get(header, [])
    column = document.tables.columns[part]
    if column >= len(heads):
        return above
    refusal = _words(document, heads[column]) & _REFUSALS
    if refusal:
        return Context(AGAINST, above.condition, False, _cue(document, heads[column], "against"), open=True)
    situated = bool(_words(document, heads[0]) & _SITUATIONS)
    cue = _cue(document, heads[0], "condition")
    if column == 0:
        if situated and len(heads) > 1:
            return Context(STATEMENT, cue, True, cue)
        return _judged(document, part, above)
    condition = cue if situated else above.condition
    if _words(document, heads[column]) & _ACTIONS:
        return Context(ADVICE, condition, False, _cue(document, heads[column], "advise"))
    return above._replace(condition=condition)


def _judged(document: Document, part: int, above: Context) -> Context:
    """A name in the first column whose row opens its next cell with *no*, *avoid* and the like."""
    beside = part + 1
    if beside < len(document.parts) and document.parts[beside].block == document.parts[part].block:
        first = document.parts[beside].first
        if document.words.forms[first] in _REFUSALS:
            return Context(AGAINST, above.condition, False, Found(first, first + 1, "against"))
    return above


def _words(document: Document, part: int) -> set[str]:
    first, last, _ = document.parts[part]
    return set(document.words.forms[first:last])


def _cue(document: Document, part: int, kind: str) -> Found:
    first, last, _ = document.parts[part]
    return Found(first, last, kind)
