"""What each waiver covers in a run."""

from __future__ import annotations

import numpy as np

from medrules.model.tallies import WaiverTally
from medrules.scoring.kinds import WAIVED, WAIVED_REVIEW
from medrules.scoring.tables import Tables
from medrules.scoring.tally import Tally
from medrules.scoring.waiving import Waiving


def waiver_tallies(tally: Tally, tables: Tables) -> tuple[WaiverTally, ...]:
    """Every waiver of the book with the findings that it covers, in the order of the book."""
    if tally.approvals is None:
        return ()
    verdicts = tables.verdicts
    taken = np.isin(verdicts.outcome, (WAIVED, WAIVED_REVIEW))
    waiving = Waiving(tally.approvals)
    counts = [{WAIVED: 0, WAIVED_REVIEW: 0} for _ in tally.approvals.waivers]
    cases: list[set[str]] = [set() for _ in tally.approvals.waivers]
    columns = (verdicts.cell[taken], verdicts.position[taken], verdicts.outcome[taken], verdicts.times[taken])
    for cell, position, outcome, times in zip(*(column.tolist() for column in columns), strict=True):
        case = tables.cells[cell].case
        number = waiving.covering(tally.obligations[position][0].id, case)
        if number is not None:
            counts[number][outcome] += times
            cases[number].add(case)
    return tuple(
        WaiverTally(
            **dict(each),
            violated=counts[number][WAIVED],
            review=counts[number][WAIVED_REVIEW],
            cases=len(cases[number]),
        )
        for number, each in enumerate(tally.approvals.waivers)
    )
