"""Geometry of the report's charts; the templates draw them as inline SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from medrules.model.coverage import Category
from medrules.model.figures import Calibration, Rate
from medrules.model.scorecard import Scorecard
from medrules.model.segment import LevelCount, Segment, Triage
from medrules.model.tallies import RuleTally

_SCALES = (0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 1.0)


class Span(NamedTuple):
    """An interval on a scale from 0 to 100, and the value within it."""

    low: float
    width: float
    value: float


class Cell(NamedTuple):
    """One cell of the triage matrix."""

    x: int
    y: int
    answers: int
    shade: int
    """0 (nothing) to 9, of the share of its row."""
    kind: str
    """``exact``, ``under``, ``over`` or ``missing``."""
    share: float


class Heat(NamedTuple):
    """The triage matrix laid out."""

    width: int
    height: int
    side: int
    left: int
    top: int
    rows: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]


class Point(NamedTuple):
    """One bin of the reliability diagram, and the height at which its confidence would be deserved."""

    x: float
    y: float
    ideal: float
    confidence: float
    correct: float


class Tick(NamedTuple):
    """A mark of both axes."""

    x: float
    y: float
    text: str


class Reliability(NamedTuple):
    """The reliability diagram laid out."""

    width: int
    height: int
    left: int
    top: int
    side: int
    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]


class Bar(NamedTuple):
    """One level of harm: widths on a scale from 0 to 100."""

    level: LevelCount
    violated: float
    review: float


def scale(rates: Iterable[Rate | None]) -> float:
    """The end of a common axis: the first round share that holds every interval."""
    highest = max((rate.interval.high for rate in rates if rate is not None and rate.interval), default=1.0)
    return next((end for end in _SCALES if highest <= end), 1.0)


def span(rate: Rate, end: float) -> Span | None:
    """A rate's interval on an axis from 0 to ``end``."""
    if rate.value is None or rate.interval is None:
        return None
    low, high = (round(100 * min(at / end, 1), 2) for at in (rate.interval.low, rate.interval.high))
    return Span(low, round(max(high - low, 0.6), 2), round(100 * min(rate.value / end, 1), 2))


def levels(found: Sequence[LevelCount]) -> list[Bar]:
    """Violations by level of harm on one scale; levels without any are kept, so that their absence is seen."""
    most = max((level.violated + level.review for level in found), default=0) or 1
    return [
        Bar(level, round(100 * level.violated / most, 2), round(100 * level.review / most, 2))
        for level in found
        if level.level != "none" or level.violated or level.review
    ]


def heat(triage: Triage) -> Heat:
    """The confusion matrix, shaded by the share of each row."""
    side, left, top = 64, 92, 34
    columns = (*triage.ladder, "not determined")
    cells = []
    for row, counts in enumerate(triage.matrix):
        total = sum(counts)
        for column, count in enumerate(counts):
            share = count / total if total else 0.0
            kind = "missing" if column == len(triage.ladder) else _against(column, row)
            shade = 0 if not count else min(9, 1 + int(share * 8.99))
            cells.append(Cell(left + column * side, top + row * side, count, shade, kind, share))
    return Heat(
        width=left + side * len(columns) + 2,
        height=top + side * len(triage.ladder) + 2,
        side=side,
        left=left,
        top=top,
        rows=tuple((name, sum(counts)) for name, counts in zip(triage.ladder, triage.matrix, strict=True)),
        columns=columns,
        cells=tuple(cells),
    )


def reliability(calibration: Calibration) -> Reliability:
    """Share of correct answers against stated confidence, a point a bin."""
    side, left, top = 260, 40, 10

    def across(share: float) -> float:
        return round(left + side * share, 2)

    def up(share: float) -> float:
        return round(top + side * (1 - share), 2)

    found = [(each.confidence, each.correct) for each in calibration.bins]
    return Reliability(
        width=left + side + 16,
        height=top + side + 40,
        left=left,
        top=top,
        side=side,
        points=tuple(
            Point(across(said), up(right), up(said), said, right)
            for said, right in found
            if said is not None and right is not None
        ),
        ticks=tuple(Tick(across(at / 4), up(at / 4), str(25 * at)) for at in range(5)),
    )


def segments(card: Scorecard) -> list[Segment]:
    """The segments that the categories' chart shares its axis over."""
    found = [category.segment for category in card.categories]
    return [segment for segment in [*found, card.uncategorised] if segment is not None]


def with_findings(rules: Sequence[RuleTally]) -> list[RuleTally]:
    """Rules with something violated, to review or in error."""
    return [rule for rule in rules if rule.outcomes.applicable > rule.outcomes.met]


def without_findings(rules: Sequence[RuleTally]) -> list[RuleTally]:
    """Rules that applied and were met every time."""
    return [rule for rule in rules if 0 < rule.outcomes.applicable == rule.outcomes.met]


def state(category: Category) -> str:
    """Why a category has no figure: *no rule*, *no answers*; empty where it has one."""
    if category.segment is not None:
        return "" if category.rules or category.segment.cases_exercised else "no rule names it"
    return "no answers in this run" if category.rules else "no answers, and no rule names it"


def _against(advised: int, gold: int) -> str:
    if advised == gold:
        return "exact"
    return "under" if advised < gold else "over"
