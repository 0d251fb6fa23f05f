"""Geometry of the two charts of a trend: the share of harmful cases and the harm per case, run after run.

Any format can draw them: every number is a coordinate in a picture ``WIDTH`` by ``HEIGHT``, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from medrules.model.decision import DecisionState, LastSigned
from medrules.model.trend import Trend, TrendRun
from medrules.reports.figures import counted, digits, points, rate

WIDTH, HEIGHT = 400, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 388, 14, 200
"""The frame within the picture."""
MOST_LABELS = 7
Mark = Literal["met", "open", "not"]
"""Drawn as a disc, a diamond, a square, so that no colour is needed to tell them apart."""
MARKS: dict[DecisionState, Mark] = {
    "criteria met": "met",
    "met with conditions": "open",
    "not met": "not",
    "cannot be decided": "not",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Point(NamedTuple):
    """One run."""

    x: float
    y: float | None
    """Review counted as violated; None: the run has no such figure."""
    plain: float | None
    """Review left out."""
    low: float | None
    """Where the interval of ``y`` ends, below and above; None: there is none."""
    high: float | None
    mark: Mark
    signed: bool
    day: str
    """*24 Nov*; empty where its neighbours leave no room."""
    year: str
    """Where it is another than that of the label before."""
    changed: bool
    """Whether something that decides the figures was another in the run before."""


class Tick(NamedTuple):
    """A mark of the axis."""

    y: float
    text: str


class Chart(NamedTuple):
    """One figure over the runs."""

    points: tuple[Point, ...]
    line: str
    """Through the points, as an SVG path."""
    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]
    """Where something was changed: x halfway between two runs."""


class _Value(NamedTuple):
    value: float | None
    plain: float | None
    low: float | None = None
    high: float | None = None


def harmful_cases(trend: Trend) -> Chart:
    """Cases with a violation of harm severe or death ÷ cases, with the exact interval."""
    return _chart(trend.runs, _harmful, lambda value: f"{digits(value)} %", most=1.0)


def harm_per_case(trend: Trend) -> Chart:
    """Harm points a case."""
    return _chart(
        trend.runs, lambda run: _Value(run.harm_per_case, run.harm_per_case_without_review), points, most=math.inf
    )


def harmful_text(run: TrendRun) -> str:
    """The share of harmful cases in words, both versions where they differ."""
    strict, plain = run.case_harm.with_review, run.case_harm.without_review
    beside = f", {rate(plain)} with review left out" if plain.count != strict.count else ""
    return f"{rate(strict)}{beside}"


def harm_text(run: TrendRun) -> str:
    """The harm per case in words, both versions where they differ."""
    strict, plain = run.harm_per_case, run.harm_per_case_without_review
    beside = f", {points(plain)} with review left out" if plain != strict else ""
    return f"{points(strict)} points{beside}"


def beside_last(last: LastSigned) -> str:
    """This run beside the last signed one, in one sentence."""
    if last.difference is None:
        return f"The last signed one is {last.run}; no case is in both."
    plain = "" if last.without_review is None else f"; {last.without_review:+.2f} with review left out"
    return (
        f"Beside the last signed one, {last.run}, harm of a case's worst event is at most {last.difference:+.2f} "
        f"points a case (upper 95\N{NO-BREAK SPACE}% bound over {counted(last.cases, 'case')} in both{plain})."
    )


def _harmful(run: TrendRun) -> _Value:
    strict, plain = run.case_harm.with_review, run.case_harm.without_review
    if strict.interval is None:
        return _Value(strict.value, plain.value)
    return _Value(strict.value, plain.value, strict.interval.low, strict.interval.high)


def _chart(
    runs: Sequence[TrendRun], value: Callable[[TrendRun], _Value], text: Callable[[float], str], most: float
) -> Chart:
    values = [value(run) for run in runs]
    end = min(most, round_up(max((each for one in values for each in one if each is not None), default=0.0)))

    def up(at: float | None) -> float | None:
        return None if at is None else round(BOTTOM - (BOTTOM - TOP) * at / end, 2)

    drawn = tuple(
        Point(
            _across(at, len(runs)),
            up(one.value),
            up(one.plain),
            up(one.low),
            up(one.high),
            MARKS[run.state],
            run.signed,
            *_label(runs, at),
            changed=bool(run.changed),
        )
        for at, (run, one) in enumerate(zip(runs, values, strict=True))
    )
    ticks = tuple(Tick(round(BOTTOM - (BOTTOM - TOP) * part / 4, 2), text(end * part / 4)) for part in range(5))
    breaks = tuple(round((before.x + after.x) / 2, 2) for before, after in pairwise(drawn) if after.changed)
    return Chart(drawn, _path(drawn), ticks, breaks)


def round_up(value: float) -> float:
    """The first of 1, 2, 4, 8 times a power of ten that a value does not exceed; its quarters are short."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= value * (1 - 1e-12))


def _across(at: int, runs: int) -> float:
    """Runs stand at equal distances, with room for half a one on both sides."""
    return round(LEFT + (RIGHT - LEFT) * (at + 0.5) / runs, 2)


def _label(runs: Sequence[TrendRun], at: int) -> tuple[str, str]:
    """The day of a run, and its year where that is news; of many runs every second or third is labelled."""
    every = math.ceil(len(runs) / MOST_LABELS)
    labelled = [each for each in range(len(runs)) if (len(runs) - 1 - each) % every == 0]
    if at not in labelled:
        return "", ""
    day, place = runs[at].as_of, labelled.index(at)
    news = place == 0 or runs[labelled[place - 1]].as_of.year != day.year
    return short_day(day), str(day.year) if news else ""


def short_day(day: date) -> str:
    """*24 Nov*."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _path(drawn: Sequence[Point]) -> str:
    """Lines through all that have a value; a run without one interrupts them."""
    parts, pen = [], "M"
    for point in drawn:
        if point.y is None:
            pen = "M"
        else:
            parts.append(f"{pen}{point.x} {point.y}")
            pen = "L"
    return " ".join(parts)
