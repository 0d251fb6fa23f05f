"""The spaCy door: the words of a ``Doc``, whatever tokeniser made it, as the fast scan would cut them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medrules.text.words import CHUNK, Words, pieces, without_written_breaks

if TYPE_CHECKING:
    from spacy.tokens import Doc


def words_of(doc: Doc) -> Words:
    """The words of a document. Tokens that stand together (``don't`` is *do* and *n't*) are cut anew.

    Offsets are characters of ``doc.text``.
    """
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, run in _runs(doc):
        for chunk in CHUNK.finditer(without_written_breaks(run)):
            for start, end, form in pieces(chunk.group()):
                forms.append(form)
                starts.append(at + chunk.start() + start)
                ends.append(at + chunk.start() + end)
    return Words(doc.text, forms, starts, ends)


def _runs(doc: Doc) -> Iterator[tuple[int, str]]:
    """Tokens with no blank between them, glued, with the offset of the first."""
    start, parts = 0, list[str]()
    for token in doc:
        if not parts:
            start = token.idx
        parts.append(token.text)
        if token.whitespace_:
            yield start, "".join(parts)
            parts.clear()
    if parts:
        yield start, "".join(parts)
