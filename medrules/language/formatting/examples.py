"""Sets the examples of a rule under each other: their texts in one column, and what is given in another."""

from __future__ import annotations

from collections.abc import Iterator

from medrules.language.formatting.layout import STEP, WIDTH, fits, joined
from medrules.language.formatting.pieces import Piece
from medrules.language.formatting.rewriting import Statement

_SPREAD = 24
"""Texts whose lengths differ by more are not aligned: what is given would stand too far off."""


def align(statements: list[Statement]) -> None:
    """Widens pieces of the examples so that texts, and what is given with them, begin in the same column."""
    examples = [each.pieces for each in statements if each.kind == "example_slot"]
    if any(pieces[0].text == "passes" for pieces in examples):
        for pieces in examples:
            if pieces[0].text == "fails":
                pieces[0].text = "fails "
    for run in _runs(examples):
        _align_given(run)


def _runs(examples: list[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Neighbouring examples that stand on one line each."""
    run: list[list[Piece]] = []
    for pieces in examples:
        if fits(pieces, STEP) and "\n" not in joined(pieces) and not pieces[0].before and not pieces[0].blank:
            run.append(pieces)
            continue
        yield run
        run = []
    yield run


def _given(pieces: list[Piece]) -> int | None:
    return next((at for at, piece in enumerate(pieces) if piece.text == "given"), None)


def _align_given(run: list[list[Piece]]) -> None:
    found = [(pieces, at) for pieces in run if (at := _given(pieces)) is not None]
    widths = [len(joined(pieces[:at])) for pieces, at in found]
    if len(found) < 2 or max(widths) - min(widths) > _SPREAD:
        return
    pads = [max(widths) - width for width in widths]
    if any(STEP + len(joined(pieces)) + pad > WIDTH for (pieces, _), pad in zip(found, pads, strict=True)):
        return
    for (pieces, at), pad in zip(found, pads, strict=True):
        pieces[at].text = " " * pad + "given"
