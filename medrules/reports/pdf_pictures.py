"""The pictures of a sign-off's report that are no table, as the PDF's template draws them: numbers and texts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from medrules.model.decision import Dossier
from medrules.model.figures import Calibration
from medrules.model.trend import Trend, TrendRun
from medrules.reports import charts, figures
from medrules.reports import trend as trends
from medrules.reports.trend import Chart


def pictures(dossier: Dossier) -> dict[str, Any]:
    """By the section in which each stands; a run that has nothing to draw has no such picture."""
    drawn = {"calibration": _reliability(dossier.scorecard.overall.calibration), "trend": _trend(dossier.trend)}
    return {name: picture for name, picture in drawn.items() if picture is not None}


def _reliability(calibration: Calibration | None) -> dict[str, Any] | None:
    """Points on a square of side 100, the origin at its top left; None: too few answers for figures."""
    if calibration is None or calibration.brier is None:
        return None
    drawn = charts.reliability(calibration)
    return {
        "points": [[round(100 * each.confidence, 2), round(100 * (1 - each.correct), 2)] for each in drawn.points],
        "said": "; ".join(
            f"confidence {figures.percent(each.confidence)}: {figures.percent(each.correct)} correct"
            for each in drawn.points
        ),
    }


def _trend(trend: Trend | None) -> dict[str, Any] | None:
    """Two charts on a sheet as wide and as high as it says; None: no earlier run stands beside this one."""
    if trend is None or not trend.earlier:
        return None
    return {
        "width": trends.WIDTH,
        "height": trends.HEIGHT,
        "frame": [trends.LEFT, trends.RIGHT, trends.TOP, trends.BOTTOM],
        "charts": [
            _chart("Harmful cases", trends.harmful_cases(trend), trend, trends.harmful_text),
            _chart("Harm per case, points", trends.harm_per_case(trend), trend, trends.harm_text),
        ],
    }


def _chart(title: str, chart: Chart, trend: Trend, value: Callable[[TrendRun], str]) -> dict[str, Any]:
    """Points, the lines between neighbours that both have a value, and all of it in words."""
    points = [point._asdict() for point in chart.points]
    lines = [
        [[before.x, before.y], [after.x, after.y]]
        for before, after in pairwise(chart.points)
        if before.y is not None and after.y is not None
    ]
    said = "; ".join(f"{run.as_of}: {value(run)}, {run.state}{', signed' * run.signed}" for run in trend.runs)
    ticks = [list(tick) for tick in chart.ticks]
    return {
        "title": title,
        "said": said,
        "points": points,
        "lines": lines,
        "ticks": ticks,
        "breaks": list(chart.breaks),
    }
