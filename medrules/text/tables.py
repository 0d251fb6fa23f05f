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


def cell_context(document: Document, part: int, above: Context) -> Context:
    """The context of one cell (a sentence of a row); ``above`` is what the heading over the table brings.

    Under *Symptom | What to do* the first column holds the conditions of what is advised beside them; a cell under
    *Don't* is discouraged, and so is a name whose row says *No* or *Avoid*.
    """
    header = _header(document, document.parts[part].block)
    if header is None or header == document.parts[part].block:
        return above
    heads = _cells(document, header)
    column = _column(document, part)
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


def _header(document: Document, block: int) -> int | None:
    """The first row of the table of a row, where a rule follows it."""
    blocks = document.blocks
    while block > 0 and blocks[block - 1].kind == "row" and not blocks[block].ruled:
        block -= 1
    return block - 1 if block > 0 and blocks[block].ruled and blocks[block - 1].kind == "row" else None


def _cells(document: Document, block: int) -> list[int]:
    """The sentences of a row that begin a cell."""
    first = document.part_of(document.blocks[block].first)
    found = []
    for part in range(first, len(document.parts)):
        if document.parts[part].block != block:
            break
        if part == first or document.flags[document.parts[part].first] & marks.CELL:
            found.append(part)
    return found


def _column(document: Document, part: int) -> int:
    return sum(1 for one in _cells(document, document.parts[part].block) if one <= part) - 1


def _words(document: Document, part: int) -> set[str]:
    first, last, _ = document.parts[part]
    return set(document.words.forms[first:last])


def _cue(document: Document, part: int, kind: str) -> Found:
    first, last, _ = document.parts[part]
    return Found(first, last, kind)
