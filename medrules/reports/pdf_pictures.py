"""The pictures of a sign-off's report as the PDF's template draws them: plain numbers and texts."""

from __future__ import annotations

from typing import Any

from medrules.model.decision import Dossier
from medrules.model.figures import Calibration
from medrules.model.risk import source
from medrules.reports import charts, figures
from medrules.reports.failure_modes import ModeMap
from medrules.reports.risk_matrix import matrix
from medrules.reports.shown import one_line


def pictures(dossier: Dossier, modes: ModeMap, validity: dict[str, Any]) -> dict[str, Any]:
    """The matrix of hazards, the map of failure modes, the reliability diagram, coverage and validity."""
    card = dossier.scorecard
    return {
        "matrix": _matrix(dossier) if card.hazards else None,
        "modes": _modes(modes),
        "reliability": _reliability(card.overall.calibration),
        "coverage": _coverage(dossier),
        "validity": {
            "measured": validity["measured"],
            "commit": validity["commit"],
            "page": validity["page"],
            "rows": [
                [each[name] or figures.NOTHING for name in ("set", "figure", "target", "all", "left_out", "rows")]
                for each in validity["figures"]
                if each["target"]
            ],
        },
    }


def _matrix(dossier: Dossier) -> dict[str, Any]:
    found = matrix(dossier.scorecard.hazards)
    rated = ", ".join(f"{each.hazards:,} rated {each.rating}" for each in found.ratings)
    return {
        "severity": list(found.severity),
        "lines": [
            {"likelihood": line.likelihood, "fields": [[field.rating, field.hazards] for field in line.fields]}
            for line in found.lines
        ],
        "ratings": [[each.rating, each.meaning] for each in found.ratings],
        "said": f"{rated}; {found.unrated:,} not rated",
        "source": source(),
    }


def _modes(modes: ModeMap) -> dict[str, Any]:
    return {
        "kinds": list(modes.kinds),
        "lines": [
            {
                "title": one_line(line.title),
                "cells": [
                    [mode.shade, f"{mode.violated:,}" + (f" ({mode.review:,})" if mode.review else "")]
                    for mode in line.modes
                ],
            }
            for line in modes.lines
        ],
    }


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
        "brier": figures.score(calibration.brier),
    }


def _coverage(dossier: Dossier) -> list[list[str]]:
    card, coverage = dossier.scorecard, dossier.scorecard.coverage
    parts = [part for category in card.categories for part in category.subcategories]
    bare = [part.title for part in parts if part.name in coverage.uncovered]
    lacking = [
        f"{one_line(each.field)} ({one_line(each.rule)}, {figures.counted(each.answers, 'answer')})"
        for each in coverage.lacking
    ]
    return [
        [f"Subcategories that no rule names ({len(bare)} of {len(parts)})", ", ".join(bare) or "none"],
        [
            f"Rules that never applied ({len(coverage.never_exercised)} of {coverage.rules:,})",
            ", ".join(map(one_line, coverage.never_exercised)) or "none",
        ],
        ["What records lack", "; ".join(lacking) or "nothing that a rule asked for"],
        ["Answers of other categories", f"{dossier.decision.out_of_scope:,}, not counted in any figure"],
    ]
