"""A comparison as a page, in the style of all reports."""

from __future__ import annotations

from medrules.model.comparison import Comparison
from medrules.reports.html import page


def render(comparison: Comparison) -> str:
    """The page as text; the same comparison gives the same bytes."""
    return page("comparison.html.j2", "style.css", "comparison.css", title="Comparison of runs", made=comparison)
