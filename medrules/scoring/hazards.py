"""The hazard log with what a run found: violations, cases, and the rate given the situation."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from medrules.model.book import Hazard
from medrules.model.figures import Rate, Rates
from medrules.model.risk import known, scale
from medrules.model.rule import HARMS, Harm
from medrules.model.tallies import Assessment, HazardTally
from medrules.scoring.intervals import rate
from medrules.scoring.kinds import MET, REVIEW, VIOLATED, WAIVED, WAIVED_REVIEW
from medrules.scoring.tables import Mask, Tables
from medrules.scoring.tally import Tally


def rating(severity: str | None, likelihood: str | None) -> int | None:
    """The rating of a severity and a likelihood, 1 to 5; None: one is not stated, or in unknown words."""
    across, down = known("severity", severity), known("likelihood", likelihood)
    if across is None or down is None:
        return None
    table = scale()
    return table.matrix[table.likelihood.index(down)][table.severity.index(across)]


def initial(hazard: Hazard, worst: Harm | None) -> Assessment:
    """A hazard before its control: as the committee rated it, else as severe as the worst harm of its rules.

    How likely a hazard is can be read from no set of vignettes, so a likelihood that is not stated stays so.
    """
    severity = hazard.initial_severity or known("severity", worst)
    likelihood = hazard.initial_likelihood
    return Assessment(
        severity=severity,
        likelihood=likelihood,
        rating=rating(severity, likelihood),
        from_harm=hazard.initial_severity is None and severity is not None,
    )


def residual(hazard: Hazard) -> Assessment:
    """A hazard with its control, as the committee rated it."""
    severity, likelihood = hazard.residual_severity, hazard.residual_likelihood
    return Assessment(severity=severity, likelihood=likelihood, rating=rating(severity, likelihood))


def hazard_tallies(tally: Tally, tables: Tables, confidence: float) -> tuple[HazardTally, ...]:
    """Every hazard of the book, those with most violations first."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, (rule, _) in enumerate(tally.obligations):
        if rule.hazard is not None:
            positions[rule.hazard].append(position)
    found = [
        _tally(hazard, positions[hazard.id], tally, tables, confidence) for hazard in tally.book.hazards.values()
    ]
    return tuple(sorted(found, key=lambda each: (-each.violated, -each.review - each.waived, each.hazard.id)))


def _tally(hazard: Hazard, positions: list[int], tally: Tally, tables: Tables, confidence: float) -> HazardTally:
    verdicts = tables.verdicts
    taken = np.isin(verdicts.position, positions)
    outcome, times = verdicts.outcome[taken], verdicts.times[taken]
    case = tables.case[verdicts.cell[taken]]

    def count(*kinds: int) -> int:
        return int(times[np.isin(outcome, kinds)].sum())

    def cases(held: Mask) -> Rate:
        """Cases in which something held in an answer, of those in which it was judged."""
        judged = np.isin(outcome, (MET, VIOLATED)) | held
        names = np.unique(case[judged])
        broken = np.isin(names, case[held]).astype(np.int64)
        ones = np.ones(len(names), np.int64)
        return rate(broken, ones, ones, confidence)

    harms = [tally.obligations[position][1].harm for position in positions]
    worst, controlled = max(harms, key=HARMS.index, default=None), residual(hazard)
    return HazardTally(
        hazard=hazard,
        rules=tuple(dict.fromkeys(tally.obligations[position][0].id for position in positions)),
        harm=worst,
        initial=initial(hazard, worst),
        residual=controlled,
        rating=controlled.rating,
        violated=count(VIOLATED),
        review=count(REVIEW),
        waived=count(WAIVED, WAIVED_REVIEW),
        cases=len(np.unique(case)),
        given_situation=Rates(
            without_review=cases(outcome == VIOLATED),
            with_review=cases(np.isin(outcome, (VIOLATED, REVIEW))),
        ),
    )
