"""Writes a rule file anew in the language's one spelling and shape; its comments stay where they stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from medrules.language.formatting.examples import align
from medrules.language.formatting.layout import (
    STEP,
    WIDTH,
    Line,
    fill,
    fits,
    joined,
    lay,
    own_lines,
    plain,
    printed,
)
from medrules.language.formatting.pieces import Comment, Piece
from medrules.language.formatting.rewriting import Written, written
from medrules.language.grammar import parse_declaration_whole
from medrules.language.source import Source, Token, tokens

_LIST_WIDTH = 100
"""Columns up to which a concept or a rung stands on one line."""
_MANY, _SHORT = 12, 20
"""Items of a list, and characters of each, from which they fill lines instead of standing one a line."""
_LOOK_BACK = 200
"""Characters above a word in which an empty line is looked for."""


@dataclass(slots=True)
class _Declaration:
    made: Written
    start: int
    end: int
    tail: list[Comment] = field(default_factory=list)
    """Indented comments below its last statement."""

    @property
    def pieces(self) -> Iterator[Piece]:
        yield from self.made.head
        for statement in self.made.statements:
            yield from statement.pieces


def formatted(source: Source) -> str:
    """The canonical text of a file that the grammar accepts.

    Raises:
        lark.exceptions.UnexpectedInput: a declaration does not follow the grammar.
    """
    declarations = [_declaration(source, chunk.start, chunk.end) for chunk in source.chunks if chunk.keyword]
    attaching = _Attaching(source, declarations)
    attaching.attach(token for token in tokens(source.code) if token.kind == "comment")
    lines: list[Line] = []
    short = False
    for declaration in declarations:
        above = _above(declaration.made.head[0], 0)
        made = _lines(declaration)
        close = short and len(made) == 1 and not above
        lines += [] if close or not lines else [Line("")]
        lines += above[1:] if above and not above[0].text else above
        lines += made
        short = len(made) == 1 and declaration.made.keyword != "language"
    ending = list(own_lines(attaching.ending, 0))
    lines += [Line("")] if ending and ending[0].text and lines else []
    return printed([*lines, *ending]) + "\n"


def _above(piece: Piece, column: int) -> list[Line]:
    """The comments and empty lines above a piece that begins a line; they are its own no longer."""
    lines = list(own_lines(piece.before, column))
    piece.before = []
    return [*lines, Line("")] if piece.blank else lines


def _lines(declaration: _Declaration) -> list[Line]:
    made = declaration.made
    if made.keyword == "rule":
        align(made.statements)
    whole = list(declaration.pieces)
    width = {"concept": _LIST_WIDTH, "escalation": _LIST_WIDTH, "adopt": WIDTH, "waive": WIDTH}.get(
        made.keyword, 0
    )
    if not declaration.tail and fits(whole, 0, width):
        return lay(whole, 0)
    lines = lay(made.head, 0)
    if made.keyword in ("concept", "escalation") and _many_short(made):
        return [
            *lines,
            *fill([p for each in made.statements for p in each.pieces], STEP, hang=0),
            *own_lines(declaration.tail, STEP),
        ]
    for number, statement in enumerate(made.statements):
        above = _above(statement.pieces[0], STEP)
        lines += above[1:] if not number and above and not above[0].text else above
        lines += lay(statement.pieces, STEP)
    return [*lines, *own_lines(declaration.tail, STEP)]


def _many_short(made: Written) -> bool:
    """Whether the items of a list are so many and so short that one a line reads worse than lines of them."""
    whole = [piece for statement in made.statements for piece in statement.pieces]
    long = max((len(joined(statement.pieces)) for statement in made.statements), default=0)
    clear = (
        plain(whole)
        and not whole[0].before
        and not any(statement.pieces[0].blank for statement in made.statements[1:])
    )
    return len(made.statements) >= _MANY and long <= _SHORT and clear


def _declaration(source: Source, start: int, end: int) -> _Declaration:
    made = _Declaration(written(parse_declaration_whole(source.code[start:end])), start, end)
    for piece in made.pieces:
        piece.start += start
        piece.end += start
        piece.blank = _blank_above(source.text, piece.start)
    return made


def _blank_above(text: str, position: int) -> bool:
    above = text[max(0, position - _LOOK_BACK) : position]
    return above[len(above.rstrip()) :].count("\n") > 1


class _Attaching:
    """Gives each comment to the piece it stands at, in the order of the file."""

    def __init__(self, source: Source, declarations: list[_Declaration]) -> None:
        self.text = source.text
        self.pieces = sorted(
            (piece for each in declarations for piece in each.pieces), key=lambda piece: piece.start
        )
        self.lasts = {max(piece.start for piece in each.pieces): each for each in declarations}
        self.ending: list[Comment] = []
        """Comments below the last declaration."""

    def attach(self, comments: Iterator[Token]) -> None:
        at = 0
        for token in comments:
            while at < len(self.pieces) and self.pieces[at].start < token.start:
                at += 1
            comment = Comment(token.text.rstrip(), token.start, _blank_above(self.text, token.start))
            self._give(comment, self.pieces[at - 1] if at else None, self._below(at))

    def _below(self, at: int) -> list[Comment]:
        return self.pieces[at].before if at < len(self.pieces) else self.ending

    def _give(self, comment: Comment, previous: Piece | None, below: list[Comment]) -> None:
        opens = self.text.rfind("\n", 0, comment.start) + 1
        if previous is None:
            below.append(comment)
        elif previous.end > opens:
            previous.after.append(comment)
        elif previous.start in self.lasts and opens < comment.start and not comment.blank and not below:
            self.lasts[previous.start].tail.append(comment)
        else:
            below.append(comment)
