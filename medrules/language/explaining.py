"""Says in plain words what a text that the grammar refuses should have been."""

from __future__ import annotations

from lark.exceptions import UnexpectedCharacters, UnexpectedInput

from medrules.language.source import Chunk, Source
from medrules.model.problem import Problem


def explain(source: Source, chunk: Chunk, error: UnexpectedInput) -> Problem:
    """The problem that a parse error of a declaration is to its author."""
    position = chunk.start + (error.pos_in_stream or 0)
    kind = "E204" if isinstance(error, UnexpectedCharacters) else "E201"
    return source.problem(kind, "This is not expected here", position, position + 1)
