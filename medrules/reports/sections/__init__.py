"""The sections of a sign-off's report, once: PDF, Markdown and workbook go through one list, so none lacks any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from medrules.model.decision import Dossier
from medrules.reports.failure_modes import mode_map
from medrules.reports.findings import rows
from medrules.reports.sections.blocks import Section
from medrules.reports.sections.change import change, last, monitored, signing
from medrules.reports.sections.coverage import coverage, left_out, packs, validity
from medrules.reports.sections.decided import criteria, open_issues, statement, use
from medrules.reports.sections.figures import key_figures, levels, models, modes
from medrules.reports.sections.found import findings
from medrules.reports.sections.hazards import hazard_log, hazard_matrix
from medrules.reports.sections.identity import identity, reading, undetermined
from medrules.reports.sections.review import review
from medrules.reports.sections.robustness import calibration, flips
from medrules.reports.sections.rules import rules
from medrules.reports.sections.segments import categories, segments
from medrules.reports.sections.trend import trend
from medrules.reports.sections.triage import triage
from medrules.reports.sections.waivers import adoptions, waivers

_BEFORE_MODES: tuple[Callable[[Dossier], Section], ...] = (
    statement,
    criteria,
    open_issues,
    use,
    key_figures,
    levels,
)
_AFTER_MODES: tuple[Callable[[Dossier], Section], ...] = (
    models,
    triage,
    categories,
    segments,
    hazard_matrix,
    hazard_log,
    review,
    waivers,
    adoptions,
    flips,
    calibration,
    findings,
    rules,
    left_out,
    coverage,
    validity,
    undetermined,
    packs,
    identity,
    reading,
    last,
    trend,
    change,
    monitored,
    signing,
)


def sections(dossier: Dossier, verdicts: Path) -> tuple[Section, ...]:
    """Every section in the order of the report; what a run has nothing of says so.

    Args:
        dossier: what is shown.
        verdicts: the bundle's file of every finding.
    """
    found = mode_map(dossier.book, dossier.scorecard, rows(verdicts))
    return (
        *(make(dossier) for make in _BEFORE_MODES),
        modes(found, dossier),
        *(make(dossier) for make in _AFTER_MODES),
    )
