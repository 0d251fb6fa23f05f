"""An answer with its evidence marked, as HTML that holds exactly the answer's characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from markupsafe import Markup

from medrules.reports.shown import shown

Kind = Literal["evidence", "trigger", "nearest", "cue", "heading", "bold", "mark-up"]

MOST_SHOWN = 12_000
"""Longer texts are shown around their marks alone."""
_AROUND_MARK = 1_500
_CUT = Markup('<span class="cut">[{} characters left out]</span>')


class Mark(NamedTuple):
    """Characters to mark. Offsets are characters of the untouched original; ``end`` is exclusive."""

    start: int
    end: int
    kind: Kind
    label: str = ""
    """Number of the finding, shown behind the mark."""
    tone: str = ""
    """Harm level, which decides the colour."""
    anchor: str = ""
    """Id of the mark, so that a finding can point at it."""


class Excerpt(NamedTuple):
    """A few words around a piece of evidence."""

    before: str
    text: str
    after: str


def marked(text: str, marks: Sequence[Mark]) -> Markup:
    """The text with its marks. Its own Markdown stays as written; headings and bold are set in their weight."""
    kept = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    layers = [*kept, *_written(text)]
    pieces, reached = [], 0
    for start, end in _windows(len(text), kept):
        if start > reached:
            pieces.append(_CUT.format(f"{start - reached:,}"))
        pieces += _segments(text, layers, start, end)
        reached = end
    if reached < len(text):
        pieces.append(_CUT.format(f"{len(text) - reached:,}"))
    return Markup("").join(pieces)


def excerpt(text: str, start: int, end: int, around: int = 80) -> Excerpt:
    """The characters from ``start`` to ``end`` with about ``around`` of their paragraph, cut between words."""
    first, last = max(0, start - around), min(len(text), end + around)
    opened, closed = text.rfind("\n\n", first, start), text.find("\n\n", end, last)
    before = text[opened + 2 : start] if opened >= 0 else text[first:start]
    after = text[end:closed] if closed >= 0 else text[end:last]
    if opened < 0 and first > 0:
        before = "…" + (before.partition(" ")[2] if " " in before else before)
    if closed < 0 and last < len(text):
        after = (after.rpartition(" ")[0] if " " in after else after) + "…"
    return Excerpt(before, text[start:end], after)


def _windows(length: int, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The parts to show: everything, or of a long text its beginning and what surrounds the marks."""
    if length <= MOST_SHOWN:
        return [(0, length)]
    near = sorted(
        [(0, _AROUND_MARK)]
        + [(max(0, mark.start - _AROUND_MARK), min(length, mark.end + _AROUND_MARK)) for mark in marks]
    )
    windows = [near[0]]
    for start, end in near[1:]:
        if start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
        else:
            windows.append((start, end))
    return windows


def _segments(text: str, layers: Sequence[Mark], first: int, last: int) -> Iterator[Markup]:
    """The text from ``first`` to ``last`` cut wherever a layer begins or ends, each piece in its element."""
    within = [layer for layer in layers if layer.start < last and layer.end > first]
    within.sort(key=lambda layer: (layer.start, layer.end))
    bounds = {first, last}
    for layer in within:
        bounds.update((max(layer.start, first), min(layer.end, last)))
    active: list[Mark] = []
    upcoming = iter([*within, Mark(len(text) + 1, len(text) + 2, "cue")])
    following = next(upcoming)
    for start, end in pairwise(sorted(bounds)):
        active = [layer for layer in active if layer.end > start]
        while following.start <= start:
            active.append(following)
            following = next(upcoming)
        yield _piece(text, start, end, active)


def _piece(text: str, start: int, end: int, active: Sequence[Mark]) -> Markup:
    written = shown(text[start : end - 1] if text[end - 1 : end + 1] == "\r\n" else text[start:end])
    if not active:
        return Markup("{}").format(written)
    classes = " ".join(dict.fromkeys(name for layer in active for name in (layer.kind, layer.tone) if name))
    marks = [layer for layer in active if layer.kind in {"evidence", "trigger", "nearest", "cue"}]
    if not marks:
        return Markup('<span class="{}">{}</span>').format(classes, written)
    labels = " ".join(dict.fromkeys(layer.label for layer in marks if layer.end == end and layer.label))
    anchors = [layer.anchor for layer in marks if layer.anchor and layer.start == start]
    attributes = Markup(' id="{}"').format(anchors[0]) if anchors else Markup("")
    others = Markup("").join(Markup('<span id="{}"></span>').format(anchor) for anchor in anchors[1:])
    attributes += Markup(' data-n="{}"').format(labels) if labels else Markup("")
    return others + Markup('<mark class="{}"{}>{}</mark>').format(classes, attributes, written)


def _written(text: str) -> Iterator[Mark]:
    """Headings and bold of the text's own Markdown, and the characters that make them."""
    start = 0
    for line in text.splitlines(keepends=True):
        hashes = len(line) - len(line.lstrip("#"))
        if 0 < hashes <= 6 and line[hashes : hashes + 1] == " ":
            yield Mark(start, start + hashes + 1, "mark-up")
            yield Mark(start, start + len(line.rstrip()), "heading")
        yield from _bold(line, start)
        start += len(line)


def _bold(line: str, offset: int) -> Iterator[Mark]:
    opened = line.find("**")
    while opened >= 0:
        closed = line.find("**", opened + 2)
        if closed <= opened + 2:
            return
        yield Mark(offset + opened, offset + opened + 2, "mark-up")
        yield Mark(offset + opened, offset + closed + 2, "bold")
        yield Mark(offset + closed, offset + closed + 2, "mark-up")
        opened = line.find("**", closed + 2)
