"""Puts pieces on lines: one line where it fits, else broken before *unless*, then clauses, then items of lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from medrules.language.formatting.pieces import CLAUSE, ITEM, UNLESS, Comment, Piece

WIDTH = 120
"""Columns of a line; only a single text may be wider."""
_WITH_UNLESS = 80
"""Columns of a line in which ``unless`` may stand: an exception is easily overlooked."""
STEP = 2
_ALIGNED = 24
"""Comments of neighbouring lines share a column where their lines differ by no more than this."""


@dataclass(slots=True)
class Line:
    """A line of the file. Its text may be a text of several lines."""

    text: str
    comment: str = ""


def joined(pieces: Iterable[Piece]) -> str:
    """The pieces on one line, without their comments."""
    text = ""
    for piece in pieces:
        space = "" if not text or piece.glued or text.endswith("(") else " "
        text += space + piece.text
    return text


def plain(pieces: list[Piece]) -> bool:
    """Whether no comment stands within the pieces (before the first and after the last may be one)."""
    return not any(piece.before for piece in pieces[1:]) and not any(piece.after for piece in pieces[:-1])


def fits(pieces: list[Piece], indent: int, width: int = WIDTH) -> bool:
    """Whether the pieces stand on one line; of a text of several lines the first and the last count."""
    lines = joined(pieces).split("\n")
    return plain(pieces) and indent + len(lines[0]) <= width and len(lines[-1]) <= width


def lay(pieces: list[Piece], indent: int, level: int = UNLESS) -> list[Line]:
    """The lines of a statement that begins in column ``indent`` (from 0)."""
    width = _WITH_UNLESS if any(piece.text == "unless" for piece in pieces) else WIDTH
    if level > CLAUSE or fits(pieces, indent, width):
        return fill(pieces, indent)
    parts = list(_parts(pieces, level))
    lines = lay(parts[0], indent, level + 1)
    for part in parts[1:]:
        lines += lay(part, indent + STEP, level + 1)
    return lines


def _parts(pieces: list[Piece], level: int) -> Iterator[list[Piece]]:
    part: list[Piece] = []
    for piece in pieces:
        if piece.breaks == level and part:
            yield part
            part = []
        part.append(piece)
    yield part


def fill(pieces: list[Piece], indent: int, hang: int = STEP) -> list[Line]:
    """Lines as full as they go, all but the first ``hang`` columns further in; a line ends at each comment."""
    lines = list(own_lines(pieces[0].before, indent))
    current: list[Piece] = []
    column = indent
    for number, piece in enumerate(pieces):
        full = piece.breaks == ITEM and not fits([*current, *_until_break(pieces, number)], column)
        if current and (full or piece.before or current[-1].after):
            lines.append(_line(current, column))
            column = indent + hang
            current = []
            lines += own_lines(piece.before, column)
        current.append(piece)
    lines.append(_line(current, column))
    return lines


def _until_break(pieces: list[Piece], number: int) -> list[Piece]:
    """The piece of that number and those that follow it on the same line in any case."""
    for end in range(number + 1, len(pieces)):
        if pieces[end].breaks == ITEM:
            return pieces[number:end]
    return pieces[number:]


def _line(pieces: list[Piece], column: int) -> Line:
    return Line(" " * column + joined(pieces), "  ".join(comment.text for comment in pieces[-1].after))


def own_lines(comments: Iterable[Comment], column: int) -> Iterator[Line]:
    """Comments on lines of their own, with the empty lines that stood above them."""
    for comment in comments:
        if comment.blank:
            yield Line("")
        yield Line(" " * column + comment.text)


def printed(lines: Iterable[Line]) -> str:
    """The text of the lines; comments at the ends of neighbouring lines share a column."""
    shown: list[str] = []
    waiting: list[tuple[str, str]] = []
    for line in lines:
        if line.comment:
            waiting.append((line.text, line.comment))
            continue
        shown += _with_comments(waiting)
        waiting = []
        shown.append(line.text)
    shown += _with_comments(waiting)
    return "\n".join(shown)


def _with_comments(lines: list[tuple[str, str]]) -> list[str]:
    widths = [len(text.rpartition("\n")[2]) for text, _ in lines]
    alike = bool(widths) and max(widths) - min(widths) <= _ALIGNED
    return [
        text + " " * (2 + (max(widths) - width if alike else 0)) + comment
        for (text, comment), width in zip(lines, widths, strict=True)
    ]
