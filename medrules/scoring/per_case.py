"""What each case of a run came to: its worst event and its harm, for pairing with the same case of another run."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from medrules.model.history import CaseHarm
from medrules.scoring.charging import scale
from medrules.scoring.profile import EMPTY, FAILED, Profile
from medrules.scoring.tables import Floats, tables
from medrules.scoring.tally import Tally


def case_harms(tally: Tally) -> tuple[CaseHarm, ...]:
    """Every case with at least one answer judged, by name."""
    counted = tables(tally)
    points = [value for _, value in scale(tally.weights)]
    state = counted.of_profile(lambda profile: profile.state)
    judged = (state != FAILED) & (state != EMPTY)
    cases = counted.grouped(judged)
    factor = counted.multiplier[counted.rows.cell[judged]]

    def of(events: Callable[[Profile], tuple[int, ...]]) -> tuple[Floats, Floats]:
        worst = counted.of_profile(lambda profile: max(events(profile), default=-1))[judged]
        harm = counted.of_profile(lambda profile: math.fsum(points[each] for each in events(profile)))[judged]
        return cases.most(worst), cases.most(harm * factor)

    plain, strict = of(lambda profile: profile.events), of(lambda profile: profile.events_review)
    cell_case = {int(case): at for at, case in reversed(list(enumerate(counted.case.tolist())))}
    return tuple(
        CaseHarm(
            case=counted.cells[cell_case[name]].case,
            category=counted.cells[cell_case[name]].category,
            worst=int(plain[0][at]),
            worst_review=int(strict[0][at]),
            harm=float(plain[1][at]),
            harm_review=float(strict[1][at]),
            multiplier=float(most),
        )
        for at, (name, most) in enumerate(
            zip(cases.names.tolist(), cases.most(np.asarray(factor, np.float64)).tolist(), strict=True)
        )
    )
