"""The pictures of a sign-off's report that are no table, as the PDF's template draws them: numbers and texts."""

from __future__ import annotations

from typing import Any

from medrules.model.decision import Dossier
from medrules.model.figures import Calibration
from medrules.reports import charts, figures


def pictures(dossier: Dossier) -> dict[str, Any]:
    """By the section in which each stands; a run that has nothing to draw has no such picture."""
    drawn = {"calibration": _reliability(dossier.scorecard.overall.calibration)}
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
