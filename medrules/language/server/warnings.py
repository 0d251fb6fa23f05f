"""Keeps what lint said of each declaration for as long as the declaration stands as it was.

Lint looks at whole books. While somebody types, the book has errors most of the time; what was said of
declarations that nobody touched stays in sight meanwhile.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from medrules.language.server.analysis import Analysis
from medrules.language.source import Chunk, Source
from medrules.model.book import RuleBook
from medrules.model.problem import Location
from medrules.proving.lint.linting import CHECKS
from medrules.proving.lint.subject import Warned

Span = tuple[int, int]


class Anchored(NamedTuple):
    """A warning at a declaration; its places are counted from the declaration's beginning."""

    path: Path
    declaration: str
    """Its text."""
    warned: Warned
    place: Span
    fix: Span | None
    """What its fix is about."""


def look(analysis: Analysis, around: RuleBook, today: date) -> list[Anchored]:
    """The warnings of a book without errors, each at the declaration that it is about.

    ``around`` is the book with the packs that ship, which waivers and adoptions may be about.
    """
    subject = analysis.subject(today, around)
    every = (_anchored(analysis, warned) for check in CHECKS for warned in check(subject))
    return [anchored for anchored in every if anchored is not None]


def still(analysis: Analysis, anchored: list[Anchored]) -> dict[Path, list[Warned]]:
    """The warnings at declarations that stand in the files as they were, at their places now."""
    found: dict[Path, list[Warned]] = defaultdict(list)
    starts = {path: _starts(made.source) for path, made in analysis.parsed.items() if made.runs}
    for each in anchored:
        start = starts.get(each.path, {}).get(each.declaration)
        if start is not None:
            found[each.path].append(_placed(each, analysis.parsed[each.path].source, start))
    return found


def _starts(source: Source) -> dict[str, int]:
    return {_text(source, chunk): chunk.start for chunk in reversed(source.chunks)}


def _text(source: Source, chunk: Chunk) -> str:
    return source.text[chunk.start : chunk.end].rstrip()


def _anchored(analysis: Analysis, warned: Warned) -> Anchored | None:
    place = warned.problem.location
    path = analysis.paths.get(place.file) if place is not None else None
    made = analysis.parsed.get(path) if path is not None else None
    if path is None or made is None or place is None:
        return None
    source = made.source
    start, end = _span(source, place)
    number = bisect_right(source.chunks, start, key=lambda chunk: chunk.start) - 1
    if number < 0:
        return None
    chunk = source.chunks[number]
    fix = _span(source, warned.fix.location) if warned.fix is not None else None
    return Anchored(
        path,
        _text(source, chunk),
        warned,
        (start - chunk.start, end - chunk.start),
        (fix[0] - chunk.start, fix[1] - chunk.start) if fix is not None else None,
    )


def _span(source: Source, place: Location) -> Span:
    start = source.starts[place.line - 1] + place.column - 1
    if place.end_line is None or place.end_column is None:
        return start, start + 1
    return start, source.starts[place.end_line - 1] + place.end_column - 1


def _placed(each: Anchored, source: Source, base: int) -> Warned:
    place = source.location(base + each.place[0], base + each.place[1])
    fix = each.warned.fix
    if fix is not None and each.fix is not None:
        fix = fix._replace(location=source.location(base + each.fix[0], base + each.fix[1]))
    return Warned(each.warned.problem.model_copy(update={"location": place}), fix)
